"""Zip files that are the same to the last byte when their contents are."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

EPOCH = (1980, 1, 1, 0, 0, 0)


def write_zip(to: Path, files: Mapping[str, bytes]) -> None:
    """Write a zip of files given by name, without times and owners."""
    to.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(to, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EPOCH)
            archive.writestr(entry, files[name], zipfile.ZIP_DEFLATED, compresslevel=9)
