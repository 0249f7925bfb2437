"""Write files so that a reader finds the old one or the new one, and never half of one."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_text(path: Path, text: str) -> None:
    """Write a file in one step; one that holds this text already is left alone.

    It is not brought to the disk at once: what is lost is made again from the journal.
    """
    data = text.encode("utf-8", "backslashreplace")
    if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name[:100]}.new")
    new.write_bytes(data)
    os.replace(new, path)


def csv_text(rows: Iterable[Iterable]) -> str:
    """Return a table as CSV, in which no spreadsheet takes a text for a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([_cell(value) for value in row] for row in rows)
    return stream.getvalue()


def _cell(value):
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


def filename(name: str) -> str:
    """Return a name for a student's file; no two names have the same.

    Letters, digits, hyphens and dots inside stay; a short code makes up for the rest.
    """
    clean = re.sub(r"[^\w.-]+", "-", name).strip(".-")[:60]
    if clean == name:
        return clean
    code = sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{clean}-{code}" if clean else code
