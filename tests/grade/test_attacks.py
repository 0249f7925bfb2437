"""No submission gains a point by anything but a right answer, or harms another."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from dlbook.grade.grader import Grader
from dlbook.grade.limits import Limits
from dlbook.grade.task import Task, digest_of
from tests.grade.battery import EXERCISE, attacks

ATTACKS = attacks()
HONEST = "def means(X):\n    return X.mean(axis=1)\n"
HALF = "def means(X):\n    return X.sum(axis=1)\n"
LEAKS = sorted(name for name in ATTACKS if name.startswith("leak"))
LONGEST = 40.0  # seconds, on a busy machine
MOST_MEMORY = 700 << 20  # bytes that judging one answer may add to this process


@pytest.fixture(scope="module")
def both(sandbox, exercises_folder):
    """Return a grader of the small exercises and of the book's."""
    limits = Limits(load=1.0, total=20.0)
    with Grader(private=exercises_folder, limits=limits) as grader:
        yield grader


@pytest.fixture(scope="module")
def canary():
    """Return a file that an attack would make, if it could."""
    file = Path("/tmp/pwned")
    file.unlink(missing_ok=True)
    yield file
    assert not file.exists()


def graded(grader, source: str, name: str = "mallory", exercise: str = EXERCISE):
    outcome = grader.grade(Task(name, exercise, source, digest_of(source), 11))
    assert outcome.state == "graded", outcome.message
    return outcome


def peak_memory() -> int:
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) << 10


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_gains_nothing_and_harms_nobody(both, canary, name):
    start, memory = time.monotonic(), peak_memory()
    attack = graded(both, ATTACKS[name].source, exercise=ATTACKS[name].exercise)
    assert attack.score == 0.0
    assert attack.failure
    assert time.monotonic() - start < LONGEST
    assert peak_memory() - memory < MOST_MEMORY
    # The next in the batch is another student, whose grade is what it would be alone.
    assert graded(both, HONEST, "ada").score == 1.0


@pytest.mark.parametrize("name", LEAKS)
def test_an_attack_brings_nothing_home(both, name):
    said = graded(both, ATTACKS[name].source).message
    assert "secret" not in said
    assert not re.search(r"\d", said)


@pytest.mark.parametrize("name", ["read_secrets", "memory_search"])
def test_without_a_sandbox_some_attacks_would_score(exercises_folder, name):
    with Grader(bank=exercises_folder, sandbox=False) as grader:
        outcome = graded(grader, ATTACKS[name].source)
    assert (outcome.score, outcome.trusted) == (1.0, False)


def test_the_batch_ends_as_it_began(both):
    outcomes = [graded(both, source) for source in (HONEST, HALF, HONEST)]
    assert [outcome.score for outcome in outcomes] == [1.0, 0.0, 1.0]
    assert outcomes[1].wrong == "wrong_sum"
