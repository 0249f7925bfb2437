"""What the tests of grading share: a bank of small exercises, and a grader in its sandbox."""

from __future__ import annotations

import os
import sys

import pytest

from tests.exercise import samples
from tests.grade.small_class import SmallClass


def why_no_sandbox() -> str:
    """Return why there can be no sandbox here, or an empty text."""
    if sys.platform != "linux":
        return "students' code runs in a sandbox on Linux alone"
    from dlbook.grade import preflight

    missing = [str(f) for f in preflight.preflight() if f.needed and not f.holds]
    return "; ".join(missing)


@pytest.fixture(scope="session")
def sandbox():
    """Skip where there can be no sandbox; but not on a machine that is here to test."""
    if why := why_no_sandbox():
        if os.environ.get("DLBOOK_REQUIRE_SANDBOX"):
            pytest.fail(why)
        pytest.skip(why)


@pytest.fixture(scope="session")
def exercises_folder(tmp_path_factory):
    """Return a folder of small exercises, quick to give up on code that does not end."""
    folder = tmp_path_factory.mktemp("exercises")
    samples.write(folder, "chapter/means", samples.text(header="seconds = 0.5"))
    samples.write(folder, "chapter/strict", samples.text(header='forbidden = ["numpy.mean"]'))
    samples.write(folder, "chapter/pick", samples.CHOICE)
    samples.write(folder, "chapter/guess", samples.NUMBER)
    samples.write(folder, "chapter/explore", samples.OPEN)
    return folder


@pytest.fixture(scope="session")
def grader(sandbox, exercises_folder):
    """Return a grader of the small exercises."""
    from dlbook.grade.grader import Grader
    from dlbook.grade.limits import Limits

    with Grader(bank=exercises_folder, limits=Limits(load=1.0, total=20.0)) as grader:
        yield grader


@pytest.fixture
def small_class(tmp_path) -> SmallClass:
    """Return what writes the journal of a small class, and gives its gradebook."""
    return SmallClass(tmp_path / "journal.jsonl")


@pytest.fixture
def write_table(tmp_path):
    """Return what writes a table, as an instructor gives it, and returns its path."""

    def write(text: str, encoding: str = "utf-8"):
        path = tmp_path / "table.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write
