"""For pytest: ``pytest --exercises my_answers/`` checks each file as a test."""

from __future__ import annotations

from pathlib import Path

import pytest

from dlbook.exercise.files import check_file, identify


def pytest_addoption(parser) -> None:
    """Add the option ``--exercises``."""
    parser.getgroup("dlbook").addoption(
        "--exercises",
        type=Path,
        metavar="PATH",
        help="check the answers to the book's exercises in this file or folder",
    )


def pytest_configure(config) -> None:
    """Look at the answers, and at nothing else."""
    path = config.getoption("--exercises")
    if path is None:
        return
    if not path.exists():
        raise pytest.UsageError(f"--exercises: there is no {path}")
    config.args = [str(path)]


def pytest_collect_file(file_path: Path, parent):
    """Make a test of each file that answers an exercise."""
    path = parent.config.getoption("--exercises")
    if path is None or file_path.suffix not in (".py", ".ipynb"):
        return None
    return AnswerFile.from_parent(parent, path=file_path)


class AnswerFile(pytest.File):
    """A file with answers."""

    def collect(self):
        """Yield a test for each exercise that the file answers."""
        for exercise_id in identify(self.path):
            yield Answer.from_parent(self, name=exercise_id)


class WrongAnswerError(Exception):
    """An answer did not pass; it carries the report."""


class Answer(pytest.Item):
    """The check of one answer; its name is the exercise's id."""

    def runtest(self) -> None:
        """Check the answer in a process of its own.

        Raises
        ------
        WrongAnswerError
            If it does not pass.
        """
        report = check_file(self.path, self.name)
        if not report.passed:
            raise WrongAnswerError(str(report))

    def repr_failure(self, excinfo) -> str:
        """Return the report, or what went wrong with the check itself."""
        if isinstance(excinfo.value, WrongAnswerError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self):
        """Return the file and the exercise's id."""
        return self.path, None, self.name
