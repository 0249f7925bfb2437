"""The first cell is silent where dlbook is, installs it where it is not, and says why not."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tools.colab.install import install_cell, source_of, stored_source
from tools.stage import build_wheel

SOURCE = "dlbook[torch] @ git+https://github.com/reader/book"


def run_cell(source: str, python: Path | str = sys.executable, **kwargs):
    """Run the cell in a fresh Python, in which it is to find dlbook, or not."""
    code = install_cell(source) + "\nimport dlbook; print(dlbook.__file__)"
    return subprocess.run([python, "-c", code], capture_output=True, text=True, **kwargs)


@pytest.mark.parametrize("source", [SOURCE, ""])
def test_where_dlbook_is_nothing_happens(source, monkeypatch, capsys):
    monkeypatch.setattr(subprocess, "run", lambda *args, **kwargs: pytest.fail("pip is called"))
    exec(install_cell(source), {})
    assert capsys.readouterr() == ("", "")


@pytest.fixture
def missing(monkeypatch):
    """Hide dlbook, and note what is called in place of pip."""
    calls = []

    def install(command, **kwargs):
        calls.append(command)
        return subprocess.CompletedProcess(command, returncode, stderr="no route to host\n")

    returncode = 0
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(subprocess, "run", install)

    def failing(code: int):
        nonlocal returncode
        returncode = code

    return calls, failing


def test_where_it_is_missing_pip_is_called_and_nothing_is_printed(missing, capsys):
    calls, _ = missing
    exec(install_cell(SOURCE), {})
    assert calls == [[sys.executable, "-m", "pip", "install", "--quiet", SOURCE]]
    assert capsys.readouterr() == ("", "")


def test_where_pip_fails_the_message_says_what_pip_said(missing):
    _, failing = missing
    failing(1)
    with pytest.raises(ModuleNotFoundError, match="no route to host") as raised:
        exec(install_cell(SOURCE), {})
    assert SOURCE in str(raised.value)


def test_without_an_address_the_message_says_what_to_do(missing):
    calls, _ = missing
    with pytest.raises(ModuleNotFoundError, match=r"pip install '\.\[torch\]'"):
        exec(install_cell(""), {})
    assert calls == []


def test_the_cell_says_what_it_installs():
    assert stored_source(install_cell(SOURCE)) == SOURCE
    assert stored_source(install_cell("")) == ""
    assert stored_source("import numpy") == ""


def test_the_address_is_that_of_the_repository(tmp_path):
    def git(*arguments):
        subprocess.run(["git", "-C", tmp_path, *arguments], check=True)

    git("init", "-q")
    assert source_of(tmp_path) == ""
    assert source_of(tmp_path, SOURCE) == SOURCE
    git("remote", "add", "origin", "git@gitlab.com:other/fork.git")
    source = source_of(tmp_path, SOURCE)
    assert source == "dlbook[torch] @ git+https://gitlab.com/other/fork"
    assert Requirement(source).url == "git+https://gitlab.com/other/fork"  # as pip reads it


def test_pip_installs_a_real_wheel_in_a_real_environment(tmp_path):
    # Without the extra: what it names is not to be had without a network.
    wheel = build_wheel(tmp_path)
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    bare = {"PATH": "", "PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "HOME": str(tmp_path)}

    gone = run_cell("dlbook @ file:///gone.whl", python, cwd=tmp_path, env=bare)
    assert gone.returncode == 1
    assert "dlbook could not be installed from dlbook @ file:///gone.whl" in gone.stderr

    done = run_cell(f"dlbook @ {wheel.as_uri()}", python, cwd=tmp_path, env=bare)
    assert done.stderr == ""
    assert done.stdout.startswith(str(tmp_path / "env"))

    again = run_cell("dlbook @ file:///gone.whl", python, cwd=tmp_path, env=bare)
    assert (again.stdout, again.stderr) == (done.stdout, "")
