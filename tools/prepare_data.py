"""Copy the data sets that come with the package from a folder of originals.

    python -m tools.prepare_data FOLDER

looks in FOLDER and below for the files that ``dlbook/data/catalog.py`` lists as
coming with the package, and writes each to ``dlbook/data/bundled`` if its sha256
is the one of the catalog. The catalog says where each file is from.
"""

from __future__ import annotations

import argparse
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from dlbook.data.catalog import CATALOG, Dataset, File
from dlbook.data.loading import BUNDLED


def prepare(originals: Path, to: Path, catalog: Iterable[Dataset]) -> list[Path]:
    """Copy the files of the bundled data sets and return the copies.

    Raises
    ------
    FileNotFoundError
        If a file is not below ``originals``.
    ValueError
        If a file is found and is not the one of the catalog.
    """
    files = [file for dataset in catalog if dataset.is_bundled for file in dataset.files]
    # All are read before the first is written: a failure changes nothing.
    contents = {file.name: _verified(originals, file) for file in files}
    return [_write(to / name, content) for name, content in contents.items()]


def _verified(originals: Path, file: File) -> bytes:
    found = sorted(originals.rglob(file.name))
    if not found:
        raise FileNotFoundError(f"{file.name} is nowhere in {originals} or below")
    hashes = {}
    for path in found:
        content = path.read_bytes()
        hashes[path] = hashlib.sha256(content).hexdigest()
        if hashes[path] == file.sha256:
            return content
    lines = [f"  {sha256}  {path}" for path, sha256 in hashes.items()]
    expected = f"  {file.sha256}  expected"
    raise ValueError(
        "\n".join([f"{file.name} is not the file of the catalog:", *lines, expected])
    )


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(content)
    os.replace(beside, path)
    return path


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("originals", type=Path, help="folder that holds the original files")
    for copy in prepare(parser.parse_args().originals, BUNDLED, CATALOG.values()):
        print(f"{copy.stat().st_size:>10,} bytes  {copy}")
