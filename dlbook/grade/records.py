"""A record as a line of the journal: a checksum, then JSON."""

from __future__ import annotations

import hashlib
import json


def line_of(record: dict) -> bytes:
    """Return a record as a line."""
    text = json.dumps(record, separators=(",", ":")).encode("ascii")
    return checksum(text) + b" " + text + b"\n"


def record_of(line: bytes) -> dict | None:
    """Return the record of a line, or None where the line is torn or damaged."""
    mark, _, text = line.partition(b" ")
    if not text.endswith(b"\n") or checksum(text[:-1]) != mark:
        return None
    return json.loads(text)


def checksum(text: bytes) -> bytes:
    """Return 16 hexadecimal digits of the sha256 of a text."""
    return hashlib.sha256(text).hexdigest()[:16].encode("ascii")
