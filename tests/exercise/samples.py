"""Small exercises for the tests of the engine."""

from __future__ import annotations

from pathlib import Path

from dlbook.exercise import Exercise
from dlbook.exercise.check import Checker, spec_of
from dlbook.exercise.execution import InProcess
from dlbook.exercise.format import read

CODE = '''\
# /// exercise
# title = "Means"
# kind = "{kind}"
# difficulty = 2
# minutes = 10
# practices = ["axes"]
# answer = "{answer}"
# hints = ["Which axis?", """Axis
#   one."""]
{header}
# ///

# %% [markdown]
# The mean of each row.
#
# Of `X`, shape `(B, D)`.

# %% tags=["starter"]
import numpy as np


{starter}

# %% tags=["check"]
{check}

# %% tags=["wrong"]
{wrong}
'''
STARTER = '''\
def means(X):
    """Return the mean of each row."""
    ### BEGIN SOLUTION
    return X.mean(axis=1)
    ### END SOLUTION
'''
CHECK = """\
def inputs(rng):
    B, D = rng.choice(np.arange(2, 9), size=2, replace=False)
    return (rng.normal(size=(B, D)),)


def edge_cases():
    return [(np.ones((1, 3)),), (np.full((2, 5), 1000.0),)]
"""
WRONG = '''\
def wrong_axis(X):
    """You took the mean
    of each column."""
    return X.mean(axis=0)


def wrong_sum(X):
    """You summed."""
    return X.sum(axis=1)


def wrong_first(X):
    """You took the first entry."""
    return X[:, 0]
'''
CHOICE = """\
# /// exercise
# title = "Pick"
# kind = "recall"
# difficulty = 1
# minutes = 2
# practices = ["axes"]
# options = ["rows", "columns", "all"]
# answer = 1
# why = ["No: rows go.", "Yes.", "No."]
# ///

# %% [markdown]
# What does the mean over axis 0 keep?
"""
NUMBER = """\
# /// exercise
# title = "Guess"
# kind = "predict"
# difficulty = 1
# minutes = 2
# practices = ["counting"]
# value = 12
# within = 0.5
# slips = [[7, "You added."], [8.2, '''Two times
#   four.''']]
# why = ["Three times four."]
# ///

# %% [markdown]
# How many?
"""
OPEN = """\
# /// exercise
# title = "Explore"
# kind = "investigate"
# difficulty = 4
# minutes = 30
# practices = ["measuring"]
# ///

# %% [markdown]
# Measure it.

# %% [markdown] tags=["rubric"]
# Several seeds.
"""


def text(
    starter: str = STARTER,
    check: str = CHECK,
    wrong: str = WRONG,
    header: str = "",
    kind: str = "implement",
    answer: str = "means",
) -> str:
    """Return the file of an exercise, some of it replaced."""
    header = "\n".join(f"# {line}" for line in header.splitlines()) or "#"
    return CODE.format(**locals())


def sample(**parts: str) -> Exercise:
    """Return an exercise, some of it replaced."""
    return read(text(**parts), "chapter/means")


def checker(answer, **parts) -> Checker:
    """Return what tries an answer to an exercise, some of it replaced."""
    exercise = sample(**parts)
    return Checker(exercise, InProcess(spec_of(exercise), answer))


def write(folder: Path, id: str, content: str) -> Path:
    """Write an exercise into a bank."""
    path = folder / f"{id}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path
