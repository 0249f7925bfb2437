"""Words and sounds of the dictionary are kept, stress and marks are not."""

from __future__ import annotations

import gzip

from dlbook.data.readers import read_pronunciations
from tools.prepare_cmudict import compose

LINES = """it's IH1 T S
read R EH1 D
read(2) R IY1 D
read(3) R EH0 D # the same without stress
a AH0
"""


def test_letters_and_sounds(tmp_path):
    text = compose(LINES, "Copyright\n\nNo warranty")
    assert text.startswith("# Copyright\n#\n# No warranty\na\tAH\n")
    path = tmp_path / "sounds.tsv.gz"
    path.write_bytes(gzip.compress(text.encode()))
    found = read_pronunciations(path)
    assert found == {"a": [("AH",)], "read": [("R", "EH", "D"), ("R", "IY", "D")]}
