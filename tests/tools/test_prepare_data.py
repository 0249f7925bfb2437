"""Only the files of the catalog are copied, and all or none."""

from __future__ import annotations

import dataclasses

import pytest

from dlbook.data.catalog import File
from tests.data.conftest import CONTENT, record
from tools.prepare_data import prepare


@pytest.fixture
def originals(tmp_path):
    (tmp_path / "from" / "deep").mkdir(parents=True)
    (tmp_path / "from" / "deep" / "tiny.txt").write_bytes(CONTENT)
    return tmp_path / "from"


def test_a_file_is_copied_from_below(originals, tmp_path):
    (copy,) = prepare(originals, tmp_path / "to", [record("")])
    assert copy.read_bytes() == CONTENT
    assert [p.name for p in (tmp_path / "to").iterdir()] == ["tiny.txt"]


def test_a_file_to_be_downloaded_is_left_out(originals, tmp_path):
    assert prepare(originals, tmp_path / "to", [record("https://example.org/x")]) == []


def test_the_right_one_of_two_of_a_name_is_taken(originals, tmp_path):
    (originals / "tiny.txt").write_bytes(b"another")
    (copy,) = prepare(originals, tmp_path / "to", [record("")])
    assert copy.read_bytes() == CONTENT


def test_a_wrong_file_is_refused_with_both_hashes(originals, tmp_path):
    (originals / "deep" / "tiny.txt").write_bytes(CONTENT + b" ")
    with pytest.raises(ValueError, match="expected") as raised:
        prepare(originals, tmp_path / "to", [record("")])
    assert record("").files[0].sha256 in str(raised.value)
    assert not (tmp_path / "to").exists()


def test_a_missing_file_stops_before_the_first_is_written(originals, tmp_path):
    more = (*record("").files, File("more.txt", "0" * 64))
    with pytest.raises(FileNotFoundError, match=r"more\.txt"):
        prepare(originals, tmp_path / "to", [dataclasses.replace(record(""), files=more)])
    assert not (tmp_path / "to").exists()
