"""Write ``colab/``: ``python -m tools.colab``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tools.colab import ROOT
from tools.colab.errors import ConversionError
from tools.colab.install import source_of, stored_source
from tools.colab.notebooks import FOLDER, notebooks


def stored(root: Path = ROOT) -> dict[str, str]:
    """Return the notebooks as they are stored, by their path below ``colab/``."""
    folder = root / FOLDER
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.glob("**/*.ipynb"))
        if ".ipynb_checkpoints" not in path.parts
    }


def known_source(root: Path = ROOT) -> str:
    """Return what the stored notebooks install."""
    return next((_source(text) for text in stored(root).values()), "")


def _source(notebook: str) -> str:
    first, *_ = json.loads(notebook)["cells"]
    return stored_source("".join(first["source"]))


def main(root: Path = ROOT) -> int:
    """Write the notebooks, and remove those that nothing makes any more."""
    before = stored(root)
    try:
        found = notebooks(root, source_of(root, known_source(root)))
    except ConversionError as error:
        print(f"colab: {error}", file=sys.stderr)
        return 1
    for name in set(before) - set(found):
        (root / FOLDER / name).unlink()
    for name, text in found.items():
        path = root / FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"{len(found)} plain notebooks in {FOLDER}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
