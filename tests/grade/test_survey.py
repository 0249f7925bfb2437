from __future__ import annotations

import pytest

from dlbook.grade.journal import Journal
from dlbook.grade.ledger import Ledger
from dlbook.grade.outcome import Outcome, digest_of
from dlbook.grade.submissions.layout import submissions_at
from dlbook.grade.survey import readings, survey
from tests.grade.test_run import MEANS, RIGHT, Desk, Reader, desk

__all__ = ["desk"]


@pytest.fixture
def submissions(desk: Desk) -> list:
    starter = desk.course.exercises[MEANS].starter
    desk.write(ada=RIGHT, bob=RIGHT, breaker=RIGHT, eve=starter)
    (desk.folder / "zoe.ipynb").write_text("{")
    return submissions_at(desk.folder)


def test_it_says_what_is_there_and_what_is_to_do(desk, submissions):
    digest = digest_of(RIGHT)
    outcome = Outcome("ada", MEANS, digest, "graded", 1.0, "", "", "", 0.1, True)
    with Journal(desk.out / "journal") as journal:
        check = desk.course.checks[MEANS]
        journal.append({"kind": "outcome", "check": check, "outcome": outcome.as_dict()})
    text = survey(submissions, Reader(), Ledger.read(desk.out / "journal"), desk.course.checks)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert lines[0] == "5 submissions with 2 answers: 1 graded already, 1 to grade."
    assert lines[1] == f"{MEANS} 2 answers 1 untouched starters"
    assert lines[3] == "breaker: cannot be read"
    assert lines[5].startswith("zoe: zoe.ipynb is damaged")


def test_each_submission_is_read_once(submissions):
    found = list(readings(submissions, Reader()))
    assert [handed.owner.student for handed, _ in found] == [
        "ada",
        "bob",
        "breaker",
        "eve",
        "zoe",
    ]
