"""Bytes of a file as text, whatever editor wrote them."""

from __future__ import annotations

import codecs
import re

COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Codecs that turn text into text or unpack data are no encodings of a file.
NAMES = re.compile(
    r"(utf|latin|iso|cp|windows|ascii|koi8|mac|big5|gb|shift|euc)", re.IGNORECASE
)


def decoded(data: bytes) -> tuple[str, bool]:
    """Return the text, and whether it was UTF-8 or in the encoding that it names.

    Lines end with a line feed. What is in no known encoding is read as Latin-1, in which
    every byte is a letter: code in ASCII survives.
    """
    for encoding in _candidates(data):
        try:
            return _lines(data.decode(encoding)), True
        except (UnicodeError, LookupError):
            continue
    return _lines(data.decode("latin-1")), False


def _candidates(data: bytes) -> list[str]:
    marked = [encoding for mark, encoding in MARKS if data.startswith(mark)]
    named = [
        match[1].decode() for line in data.split(b"\n", 2)[:2] if (match := COOKIE.match(line))
    ]
    return [*marked, "utf-8", *filter(NAMES.match, named)]


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
