"""No submission gains a point by anything but a right answer, or harms another."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from dlbook.grade.grader import Grader
from dlbook.grade.outcome import Task, digest_of

FOLDER = Path(__file__).parent / "attacks"
ATTACKS = sorted(FOLDER.glob("*.py"))
HONEST = "def means(X):\n    return X.mean(axis=1)\n"
HALF = "def means(X):\n    return X.sum(axis=1)\n"
LEAKS = sorted(path.stem for path in ATTACKS if path.stem.startswith("leak"))
LONGEST = 30.0  # seconds, on a busy machine


def graded(grader, source: str, name: str = "mallory"):
    outcome = grader.grade(Task(name, "chapter/means", source, digest_of(source), 11))
    assert outcome.state == "graded", outcome.message
    return outcome


def test_there_are_many():
    assert len(ATTACKS) >= 60


@pytest.fixture(scope="module")
def canary():
    """Return a file that an attack would make, if it could."""
    file = Path("/tmp/pwned")
    file.unlink(missing_ok=True)
    yield file
    assert not file.exists()


@pytest.mark.parametrize("path", ATTACKS, ids=lambda path: path.stem)
def test_an_attack_gains_nothing_and_harms_nobody(grader, canary, path):
    source = path.read_text(encoding="utf-8")
    start = time.monotonic()
    attack = graded(grader, source)
    assert attack.score == 0.0
    assert attack.failure
    assert time.monotonic() - start < LONGEST
    # The next in the batch is another student, whose grade is what it would be alone.
    assert graded(grader, HONEST, "ada").score == 1.0


@pytest.mark.parametrize("name", LEAKS)
def test_an_attack_brings_nothing_home(grader, name):
    said = graded(grader, source_of(name)).message
    assert "secret" not in said
    assert not re.search(r"\d{5}", said)


@pytest.mark.parametrize("name", ["read_secrets", "memory_search"])
def test_without_a_sandbox_some_attacks_would_score(exercises_folder, name):
    with Grader(bank=exercises_folder, sandbox=False) as grader:
        outcome = graded(grader, source_of(name))
    assert (outcome.score, outcome.trusted) == (1.0, False)


def source_of(name: str) -> str:
    return (FOLDER / f"{name}.py").read_text(encoding="utf-8")


def test_the_batch_ends_as_it_began(grader):
    outcomes = [graded(grader, source) for source in (HONEST, HALF, HONEST)]
    assert [outcome.score for outcome in outcomes] == [1.0, 0.0, 1.0]
    assert outcomes[1].wrong == "wrong_sum"


def test_the_control_would_notice_an_attack_that_scores(grader):
    source = "def means(X):\n    return sum(X.T) / X.shape[1]\n"
    assert graded(grader, source).score == 1.0
