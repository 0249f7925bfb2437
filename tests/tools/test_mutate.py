"""The mutation test tells changes that tests notice from those they miss."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"

PART = """
LIMIT = 3


class Box:
    size = 1

    @property
    def double(self):
        return self.size + self.size


def add(a, b=1):
    return a + b


def less(a, b):
    return a < b


def below(a):
    return a < LIMIT


def forever(n):
    while n > 0:
        n -= 1
    return n
"""
TESTS = """
from dlbook.part import Box, add, below, forever  # by reference: a swap must reach them


def test_add():
    assert add(2) == 3
    assert Box().double == 2


def test_below():
    assert below(2)
    assert not below(3)


def test_forever():
    assert forever(3) == 0
"""


@pytest.fixture
def project(tmp_path):
    """Return a folder with one module, its tests, and the tools."""
    for name, text in {
        "dlbook/__init__.py": "",
        "dlbook/part.py": PART,
        "tests/test_part.py": TESTS,
        "tests/test_more.py": "from dlbook.part import less\n\n\ndef test_less():\n"
        "    assert not less(1, 1)\n",
        "pyproject.toml": '[tool.pytest.ini_options]\naddopts = "-ra"\npythonpath = ["."]\n',
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "tools").mkdir()
    for name in ("__init__.py", "mutate.py", "mutants.py"):
        shutil.copy(TOOLS / name, tmp_path / "tools")
    text = (tmp_path / "tools" / "mutate.py").read_text(encoding="utf-8")
    assert "SECONDS = 60" in text
    (tmp_path / "tools" / "mutate.py").write_text(text.replace("SECONDS = 60", "SECONDS = 2"))
    return tmp_path


def run(project, *arguments: str, file: str = "dlbook/part.py") -> list[str]:
    command = [sys.executable, "tools/mutate.py", file, *arguments]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    result = subprocess.run(
        command, cwd=project, capture_output=True, text=True, timeout=120, env=environment
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.splitlines()


def test_what_no_test_notices_is_printed(project):
    assert run(project) == [
        "dlbook/part.py:18: a < b  ->  a <= b",
        "# dlbook/part.py: 11 of 12 caught",
        "11 of 12 mutants caught",
    ]


def test_other_tests_may_notice_it(project):
    assert run(project, "--also", "tests/test_more.py")[-1] == "12 of 12 mutants caught"


BINDING = """
from dlbook.part import Box

Box.twice = lambda self: 2 * self.size
Box.thrice = lambda self: 3 * self.size
"""
BINDING_TEST = """
from dlbook.bind import Box


def test_twice():
    assert Box().twice() == 2
    assert Box().thrice
"""


def test_a_module_that_acts_when_imported_is_tried_afresh(project):
    (project / "dlbook/bind.py").write_text(BINDING)
    (project / "tests/test_bind.py").write_text(BINDING_TEST)
    missed = run(project, "--fresh", file="dlbook/bind.py")[:-1]
    assert "dlbook/bind.py:5: 3  ->  4" in missed  # nobody calls it
    assert all(" 3 " in line or "size" in line for line in missed)  # no binding is missed
