"""The wheel carries the exercises, and installed they work as in the repository."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from dlbook.exercise import ids

ROOT = Path(__file__).resolve().parents[2]
BANK = "dlbook/exercise/bank/"
SESSION = """
from dlbook.exercise import library, check_source, ids
print(library.folder())
print(*ids())
right = "def linear_backward(g, X, W):\\n    return g @ W, g.T @ X, g.sum(axis=0)\\n"
assert check_source("backpropagation/linear-backward", right).passed
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    (path,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    with zipfile.ZipFile(path) as opened:
        yield opened


def test_the_wheel_carries_every_exercise_and_nothing_beside(wheel):
    carried = {name.removeprefix(BANK) for name in wheel.namelist() if name.startswith(BANK)}
    assert carried == {f"{id}.py" for id in ids()}


def test_the_wheel_has_the_command_and_the_plugin(wheel):
    (name,) = (n for n in wheel.namelist() if n.endswith("entry_points.txt"))
    text = wheel.read(name).decode()
    assert "dlbook = dlbook.grade.cli:main" in text
    assert "dlbook_exercises = dlbook.exercise.plugin" in text
    assert "dlbook/exercise/templates/implement.txt" in wheel.namelist()
    assert "dlbook/grade/templates/page.html" in wheel.namelist()


def test_installed_the_exercises_work(wheel, tmp_path):
    wheel.extractall(tmp_path / "site")
    shown = subprocess.run(
        [sys.executable, "-c", SESSION],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "site")},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    assert shown == [str(tmp_path / "site" / BANK.rstrip("/")), " ".join(ids())]
