"""Both ends of the ranges are read from pyproject.toml, and each gets its environment."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tools import versions

PROJECT = {
    "dependencies": ["numpy>=2.0"],
    "optional-dependencies": {"torch": ["torch >= 2.6"], "book": ["jupyterlab>=4.3"]},
}


def test_both_ends():
    wanted = versions.ranges(PROJECT)
    assert versions.oldest(wanted) == ["numpy==2.0", "torch==2.6"]
    assert versions.newest(wanted) == ["numpy", "torch"]


@pytest.mark.parametrize("requirement", ["torch", "torch>=2,<3", "torch==2.6"])
def test_what_has_no_lower_bound_alone_is_refused(requirement):
    with pytest.raises(ValueError, match="expected NAME>=VERSION"):
        versions.name_of(requirement)


@pytest.fixture
def commands(monkeypatch):
    """Note the commands in place of running them; the notebooks fail on old packages."""
    noted = []

    def run(command, **kwargs):
        assert "PIP_CONSTRAINT" not in kwargs["env"]
        noted.append([str(part) for part in command[1:]])
        failed = "tools.run_notebooks" in command and "numpy==2.0" in str(noted)
        return subprocess.CompletedProcess(command, int(failed))

    monkeypatch.setenv("PIP_CONSTRAINT", "constraints.txt")
    monkeypatch.setattr(versions.subprocess, "run", run)
    monkeypatch.setattr(versions.venv, "create", lambda folder, with_pip: None)
    monkeypatch.setattr(versions, "build_wheel", lambda folder: Path("dlbook.whl"))
    return noted


def test_packages_and_wheel_are_installed_and_the_notebooks_run(commands):
    assert versions.check(["numpy"], [Path("one.ipynb")]) == 0
    install, shown, ran = commands
    assert install[3:] == ["--quiet", "numpy", "ipykernel", "nbclient", "dlbook.whl"]
    assert shown[2:] == ["numpy"]
    assert ran == ["-m", "tools.run_notebooks", "one.ipynb"]


def test_a_notebook_that_fails_is_told_by_the_status(commands):
    assert versions.check(["numpy==2.0"], [Path("one.ipynb")]) == 1


def test_both_ends_are_tried_even_if_the_first_fails(commands):
    assert versions.main() == 1
    assert sum("install" in command for command in commands) == 2
    notebooks = commands[-1][2:]
    assert len(notebooks) >= 9
    assert all(name.endswith(".ipynb") for name in notebooks)
