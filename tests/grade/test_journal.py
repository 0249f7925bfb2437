from __future__ import annotations

import os
import stat
import subprocess
import sys

import pytest

from dlbook.grade import journal as module
from dlbook.grade.journal import BusyError, Journal, record_at, records_in
from dlbook.grade.records import line_of


@pytest.fixture
def path(tmp_path):
    return tmp_path / "out" / "journal.jsonl"


def written(path, count: int) -> list[int]:
    with Journal(path) as journal:
        return [journal.append({"kind": "x", "n": i}) for i in range(count)]


def numbers(path) -> list[int]:
    return [record["n"] for _, record in records_in(path)]


def test_records_stay_in_order_and_at_their_places(path):
    places = written(path, 3) + written(path, 2)
    assert numbers(path) == [0, 1, 2, 0, 1]
    assert [place for place, _ in records_in(path)] == places
    with open(path, "rb") as file:
        assert record_at(file, places[2])["n"] == 2
        with pytest.raises(ValueError, match="no record at byte 5"):
            record_at(file, 5)


def test_there_is_nothing_in_no_journal(path):
    assert list(records_in(path)) == []


@pytest.mark.parametrize("cut", [1, 5, 20])
def test_a_torn_tail_is_cut_off_and_nothing_else(path, cut):
    written(path, 3)
    os.truncate(path, path.stat().st_size - cut)
    assert numbers(path) == [0, 1]
    written(path, 1)
    assert numbers(path) == [0, 1, 0]


def test_a_damaged_record_in_the_middle_costs_only_itself(path):
    places = written(path, 3)
    data = bytearray(path.read_bytes())
    data[places[1] + 20] ^= 1
    path.write_bytes(data)
    assert numbers(path) == [0, 2]


def test_only_one_may_write(path):
    with Journal(path), pytest.raises(BusyError, match="another grader"):
        Journal(path)
    Journal(path).close()


def test_a_killed_writer_leaves_what_it_wrote_and_no_lock(path):
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom dlbook.grade.journal import Journal\n"
        "journal = Journal(Path(sys.argv[1]))\n"
        "for n in range(10): journal.append({'n': n})\n"
        "os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert numbers(path) == list(range(10))
    written(path, 1)


def test_it_is_synced_in_batches_and_at_the_end(path, monkeypatch):
    synced = []
    monkeypatch.setattr(module.os, "fsync", synced.append)
    with Journal(path) as journal:
        for _ in range(2 * module.SYNC_EVERY):
            journal.append({})
        assert len(synced) == 2
        journal.append({})
    assert len(synced) == 3


def test_a_full_disk_is_an_error_and_leaves_no_half_record(path, monkeypatch):
    with Journal(path) as journal:
        journal.append({"n": 1})
        write = os.write
        monkeypatch.setattr(module.os, "write", lambda file, line: write(file, line[:5]))
        with pytest.raises(OSError, match="no space"):
            journal.append({"n": 2})
    assert path.read_bytes() == line_of({"n": 1})


def test_nobody_else_may_read_it(path):
    written(path, 1)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_where_files_cannot_be_locked_nothing_is_graded(path, monkeypatch):
    monkeypatch.setattr(module, "fcntl", None)
    with pytest.raises(BusyError, match="needs Linux"):
        Journal(path)
