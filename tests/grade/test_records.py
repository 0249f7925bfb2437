from __future__ import annotations

import pytest

from dlbook.grade.records import checksum, line_of, record_of

RECORD = {"kind": "outcome", "text": "é\n\udc80", "number": 0.5, "list": [1, None]}


def test_a_record_survives():
    line = line_of(RECORD)
    assert line.count(b"\n") == 1
    assert record_of(line) == RECORD


@pytest.mark.parametrize("place", range(0, 60, 3))
def test_a_changed_letter_is_found(place):
    line = bytearray(line_of(RECORD))
    line[place] ^= 1
    assert record_of(bytes(line)) is None


def test_a_torn_line_is_found():
    line = line_of(RECORD)
    assert [record_of(line[:end]) for end in range(len(line))] == [None] * len(line)


def test_the_checksum_is_that_of_sha256():
    assert checksum(b"") == b"e3b0c44298fc1c14"
