"""The README's two commands work in any place: odd paths, homes, encodings, line ends.

Each property is tested by itself, where it could break; a book is built in a folder with
spaces and an umlaut by ``tests/book/small_book.py``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.chapters import ROOT

ODD = "ein Ordner für Bücher"


def run(*command, **options):
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", errors="replace", **options
    )


@pytest.fixture
def folder(tmp_path):
    """Return a folder with an odd name that holds what make and pip read."""
    made = tmp_path / ODD
    made.mkdir()
    for name in ("Makefile", "constraints.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, made)
    return made


def variable(folder, name: str, **environment) -> str:
    """Return a variable as a recipe of the Makefile sees it."""
    inherited = {k: v for k, v in os.environ.items() if k not in (name, "MAKEFLAGS")}
    show = f"show:; @printenv {name}"
    done = run("make", "-s", "--eval", show, "show", cwd=folder, env=inherited | environment)
    return done.stdout.strip()


def test_pip_reads_the_pins_in_a_folder_with_spaces(folder):
    constraint = variable(folder, "PIP_CONSTRAINT")
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--no-index", "numpy"]
    environment = {**os.environ, "PIP_CONSTRAINT": constraint}
    assert run(*command, env=environment).returncode == 0
    (folder / "constraints.txt").write_text("numpy==0.0.1\n")
    assert run(*command, env=environment).returncode != 0  # so the pins are read


@pytest.mark.parametrize("goal", ["book", "test"])
def test_make_understands_both_commands(folder, goal):
    done = run("make", "-n", goal, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "jupyter-book build" in done.stdout


def test_a_home_that_cannot_be_written_is_replaced(folder):
    assert variable(folder, "HOME", HOME="/nonexistent") == str(folder / "build" / "home")
    assert (folder / "build" / "home").is_dir()
    assert variable(folder, "HOME", HOME=str(folder)) == str(folder)


def test_a_clone_has_the_same_bytes_on_windows(tmp_path):
    origin, clone = tmp_path / "origin", tmp_path / "clone"
    texts = {"exercises/a.py": b"x = 1\n", "book/a.ipynb": b"{}\n", "Makefile": b"all:\n"}
    binary = {"a.npz": b"\r\n\n\r", "a.png": b"\x89PNG\r\n\n"}
    for name, content in (texts | binary).items():
        (origin / name).parent.mkdir(parents=True, exist_ok=True)
        (origin / name).write_bytes(content)
    shutil.copy(ROOT / ".gitattributes", origin)
    identity = ["-c", "user.name=a", "-c", "user.email=a@b.c"]
    for words in (["init", "-q"], ["add", "-A"], [*identity, "commit", "-q", "-m", "x"]):
        assert run("git", *words, cwd=origin).returncode == 0
    windows = ["-c", "core.autocrlf=true", "-c", "core.eol=crlf"]
    assert run("git", *windows, "clone", "-q", str(origin), str(clone)).returncode == 0
    assert {name: (clone / name).read_bytes() for name in texts | binary} == texts | binary


def test_the_command_prints_in_an_encoding_without_check_marks(tmp_path):
    answer = tmp_path / "answer.py"
    answer.write_text("# exercise: losses/huber-minimum\nanswer = 1e9\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    command = [Path(sys.executable).with_name("dlbook"), "exercise", "check", answer]
    done = run(*command, env=environment)
    assert done.returncode == 1, done.stderr  # the answer is wrong, and that is said
    assert "Traceback" not in done.stderr
    assert done.stdout.startswith("? ")
