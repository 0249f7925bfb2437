from __future__ import annotations

import dataclasses

import pytest

from dlbook.grade.journal import Journal
from dlbook.grade.ledger import Ledger, key_of
from dlbook.grade.outcome import Outcome

DONE = Outcome("ada", "a/b", "d1", "graded", 1.0, "", "", "", 0.1, True)
ERROR = dataclasses.replace(DONE, state="error", score=0.0)
UNSAFE = dataclasses.replace(DONE, trusted=False)
SUBMISSION = {"kind": "submission", "student": "ada", "answers": {"a/b": "d1"}}


def outcome(thing: Outcome, check: str = "c1") -> dict:
    return {"kind": "outcome", "check": check, "outcome": thing.as_dict()}


@pytest.fixture
def read(tmp_path):
    """Return a function that writes records and returns the ledger."""

    def read(*records: dict) -> Ledger:
        with Journal(tmp_path / "journal") as journal:
            for record in records:
                journal.append(record)
        return Ledger.read(tmp_path / "journal")

    return read


KEY = key_of("ada", "a/b", "d1", "c1")


def test_a_grade_is_finished_and_an_error_is_not(read):
    assert read(outcome(ERROR)).finished == set()
    assert read(outcome(DONE)).finished == {KEY}


def test_an_error_after_a_grade_takes_nothing_away(read):
    ledger = read(SUBMISSION, outcome(DONE), outcome(ERROR))
    ((_, outcomes),) = ledger.entries({"a/b": "c1"})
    assert outcomes == {"a/b": DONE}


def test_what_was_made_without_a_sandbox_is_kept_apart(read):
    ledger = read(SUBMISSION, outcome(UNSAFE))
    assert (ledger.finished, ledger.unsafe) == (set(), {KEY})


def test_only_what_belongs_to_the_last_submission_counts(read):
    later = {**SUBMISSION, "answers": {"a/b": "d2"}}
    ledger = read(SUBMISSION, outcome(DONE), later)
    assert list(ledger.entries({"a/b": "c1"})) == [(later, {})]


def test_a_check_that_was_changed_grades_anew(read):
    ledger = read(SUBMISSION, outcome(DONE))
    assert list(ledger.entries({"a/b": "c2"})) == [(SUBMISSION, {})]


def test_the_students_are_those_of_the_last_run(read):
    eve = {**SUBMISSION, "student": "eve"}
    assert read(SUBMISSION, eve).students() == ["ada", "eve"]
    assert read({"kind": "roster", "students": ["eve", "new"]}).students() == ["eve", "new"]
    assert [entry["student"] for entry, _ in read().entries({})] == ["eve"]


def test_a_submission_that_is_unchanged_is_known(read):
    ledger = read(SUBMISSION)
    assert ledger.holds(SUBMISSION)
    assert not ledger.holds({**SUBMISSION, "answers": {}})
    assert not ledger.holds({**SUBMISSION, "student": "eve"})


def test_a_journal_of_another_version_is_refused(read):
    with pytest.raises(ValueError, match="version 99"):
        read({"kind": "head", "version": 99, "secret": ""})


def test_keys_keep_their_parts_apart():
    assert key_of("a", "bc", "d", "e") != key_of("ab", "c", "d", "e")
    assert len(KEY) == 16
