"""Outcomes, the journal that keeps them, and what its index says."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import stat
import subprocess
import sys

import pytest

from dlbook.grade import journal as module
from dlbook.grade.journal import (
    BusyError,
    Journal,
    JournalIndex,
    line_of,
    record_at,
    records_in,
    seed_key,
)
from dlbook.grade.task import GradeResult, Task, digest_of, key_of, seed_of

TASK = Task("ada", "a/b", "def f(): ...", "d1", 2**63 - 1, {"h.py": "é"})
DONE = GradeResult("ada", "a/b", "d1", "graded", 1.0, "", "", "", 0.1, True)
ERROR = dataclasses.replace(DONE, state="error", score=0.0)
UNSAFE = dataclasses.replace(DONE, trusted=False)
SUBMISSION = {"kind": "submission", "student": "ada", "answers": {"a/b": "d1"}}
KEY = key_of("ada", "a/b", "d1", "c1")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "out" / "journal.jsonl"


def write(path, count: int, **more) -> list[int]:
    with Journal(path, **more) as journal:
        return [journal.append({"kind": "x", "n": i}) for i in range(count)]


def numbers(path) -> list[int]:
    return [record["n"] for _, record in records_in(path)]


# --- plain data ---------------------------------------------------------------------------


@pytest.mark.parametrize("thing", [TASK, DONE])
def test_survives_json(thing):
    assert type(thing).from_dict(json.loads(json.dumps(thing.as_dict()))) == thing


@pytest.mark.parametrize(
    ("change", "said"),
    [({"score": True}, "score"), ({"score": 1}, "score"), ({"seconds": "0.1"}, "seconds"),
     ({"student": None}, "student"), ({"trusted": 1}, "trusted"), ({"extra": 1}, "extra"),
     ({"state": "fine"}, "fine"),
     *(({"score": x}, "0 to 1") for x in (-0.1, 1.5, float("nan"), float("inf")))],
)  # fmt: skip
def test_what_is_no_outcome_is_refused(change, said):
    with pytest.raises(ValueError, match=said):
        GradeResult.from_dict(DONE.as_dict() | change)


@pytest.mark.parametrize("entries", [{}, [], None, 1])
def test_what_is_no_task_is_refused(entries):
    with pytest.raises(ValueError, match="missing or unknown fields"):
        Task.from_dict(entries)


def test_digests_and_seeds_tell_all_parts_apart():
    assert digest_of("é") == hashlib.sha256(b"\xc3\xa9").hexdigest()
    texts = [("a",), ("b",), ("\udc80",), ("a", ""), ("a", "b"), ("", "ab"), ("ab", "")]
    assert len({digest_of(*text) for text in texts}) == len(texts)
    parts = [("ab", "c", "d"), ("a", "bc", "d"), ("a\0001:b", "c", "d"), ("a", "b\0c", "d")]
    seeds = {seed_of(secret, *part) for secret in (b"s", b"t") for part in parts}
    assert len(seeds) == 8
    assert all(0 <= seed < 2**63 for seed in seeds)
    assert key_of("a", "bc", "d", "e") != key_of("ab", "c", "d", "e")


# --- the file -----------------------------------------------------------------------------


def test_records_stay_in_order_and_at_their_places(path):
    assert list(records_in(path)) == []
    places = write(path, 3) + write(path, 2)
    assert numbers(path) == [0, 1, 2, 0, 1]
    assert [place for place, _ in records_in(path)] == places
    with open(path, "rb") as file:
        assert record_at(file, places[2])["n"] == 2
        with pytest.raises(ValueError, match="no record at byte 5"):
            record_at(file, 5)


@pytest.mark.parametrize("cut", [1, 5, 20])
def test_a_torn_tail_is_cut_off_and_nothing_else(path, cut):
    write(path, 3)
    os.truncate(path, path.stat().st_size - cut)
    assert numbers(path) == [0, 1]
    write(path, 1)
    assert numbers(path) == [0, 1, 0]


def test_a_damaged_record_costs_only_itself(path):
    places = write(path, 3)
    data = bytearray(path.read_bytes())
    data[places[1] + 20] ^= 1
    path.write_bytes(data)
    assert numbers(path) == [0, 2]


def test_only_one_may_write_even_one_that_begins_anew(path):
    for anew in (False, True):
        with Journal(path), pytest.raises(BusyError, match="another grader"):
            Journal(path, anew=anew)
    Journal(path).close()


def test_an_old_journal_is_kept(path):
    for _ in range(3):
        write(path, 1, anew=True)
    names = sorted(p.name for p in path.parent.glob("journal*"))
    assert names == ["journal-1.jsonl", "journal-2.jsonl", "journal.jsonl"]


def test_a_killed_writer_leaves_what_it_wrote_and_no_lock(path):
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom dlbook.grade.journal import Journal\n"
        "journal = Journal(Path(sys.argv[1]))\n"
        "for n in range(10): journal.append({'kind': 'x', 'n': n})\n"
        "os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert numbers(path) == list(range(10))
    write(path, 1)


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
    write(path, 1)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_without_locks_nothing_is_graded(path, monkeypatch):
    monkeypatch.setattr(module, "fcntl", None)
    with pytest.raises(BusyError, match="needs Linux"):
        Journal(path)


# --- the index ----------------------------------------------------------------------------


def outcome(thing: GradeResult, check: str = "c1") -> dict:
    return {"kind": "outcome", "check": check, "outcome": thing.as_dict()}


@pytest.fixture
def read(path):
    """Return a function that writes records and returns the index."""

    def read(*records) -> JournalIndex:
        with Journal(path) as journal:
            for record in records:
                journal.append(record)
        return JournalIndex.read(path)

    return read


def test_a_grade_is_finished_an_error_is_not_and_takes_nothing_away(read):
    assert read(SUBMISSION, outcome(ERROR)).finished == set()
    index = read(outcome(DONE), outcome(ERROR))
    assert index.finished == {KEY}
    assert list(index.entries({"a/b": "c1"})) == [(SUBMISSION, {"a/b": DONE})]


def test_what_was_made_without_a_sandbox_is_kept_apart(read):
    index = read(SUBMISSION, outcome(UNSAFE))
    assert (index.finished, index.unsafe) == (set(), {KEY})


def test_only_the_last_submission_and_the_present_check_count(read):
    assert list(read(SUBMISSION, outcome(DONE)).entries({"a/b": "c2"})) == [(SUBMISSION, {})]
    later = {**SUBMISSION, "answers": {"a/b": "d2"}}
    assert list(read(later).entries({"a/b": "c1"})) == [(later, {})]


def test_the_students_are_those_of_the_last_run(read):
    eve = {**SUBMISSION, "student": "eve"}
    assert read(SUBMISSION, eve).students() == ["ada", "eve"]
    assert read({"kind": "roster", "students": ["eve", "new"]}).students() == ["eve", "new"]
    assert [entry["student"] for entry, _ in read().entries({})] == ["eve"]


def test_a_submission_that_is_unchanged_is_known(read):
    index = read(SUBMISSION)
    assert index.holds(SUBMISSION)
    assert not index.holds({**SUBMISSION, "answers": {}})
    assert not index.holds({**SUBMISSION, "student": "eve"})


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"kind": "head", "version": 99, "secret": ""}, "version 99"),
        ({"kind": "head"}, "no grader wrote"),
        ({"kind": "outcome", "outcome": 3}, "no grader wrote"),
        ({"kind": "submission"}, "no grader wrote"),
    ],
)
def test_what_no_grader_of_this_version_wrote_is_refused(read, record, said):
    with pytest.raises(ValueError, match=said):
        read(record)


def test_sound_json_that_is_no_record_is_passed_over(read):
    assert read([1], 3, {"n": 1}).submissions == {}


# --- the secret ---------------------------------------------------------------------------


def secret(path, seed: str | None = None) -> bytes:
    with Journal(path) as journal:
        return seed_key(journal, JournalIndex.read(path), seed)


def test_the_secret_stays_and_a_seed_gives_the_same_everywhere(path, tmp_path):
    first = secret(path)
    assert len(first) == 32
    assert secret(path) == first
    assert secret(tmp_path / "other", "s") == secret(tmp_path / "third", "s") != first
    with pytest.raises(ValueError, match="another --seed"):
        secret(path, "s")
