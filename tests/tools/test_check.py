"""``make check`` finds the tests of what changed, nearest first."""

from __future__ import annotations

import subprocess

import pytest

from tools.chapters import chapters
from tools.check import arguments, changed_files, distances


@pytest.fixture
def tree(tmp_path):
    files = {
        "dlbook/a.py": "",
        "dlbook/b.py": "from dlbook import a",
        "tests/test_a.py": "import dlbook.a",
        "tests/test_b.py": "from dlbook.b import x",
        "tests/test_none.py": "import json",
        "tests/shared/conftest.py": "import dlbook.a",
        "tests/shared/test_fixture.py": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


TESTS = [
    "tests/test_a.py",
    "tests/test_b.py",
    "tests/test_none.py",
    "tests/shared/test_fixture.py",
]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"dlbook/a.py"}, {TESTS[0]: 1, TESTS[1]: 2, TESTS[3]: 2}),
        ({"dlbook/b.py"}, {TESTS[1]: 1}),
        ({"tests/test_none.py"}, {TESTS[2]: 0}),
        ({"README.md"}, {}),
    ],
)
def test_tests_reach_what_they_import_directly_or_not(tree, changed, expected):
    assert distances(TESTS, changed, tree) == expected


def test_what_changed_is_committed_edited_or_new(tmp_path):
    def git(*words):
        identity = ["-c", "user.name=a", "-c", "user.email=a@b.c"]
        subprocess.run(
            ["git", *identity, *words], cwd=tmp_path, check=True, capture_output=True
        )

    git("init", "-q", "-b", "main")
    for name in ("kept.py", "edited.py", "committed ü.py"):
        (tmp_path / name).write_text("1")
    git("add", "-A")
    git("commit", "-q", "-m", "first")
    git("checkout", "-q", "-b", "work")
    (tmp_path / "committed ü.py").write_text("2")
    git("commit", "-q", "-a", "-m", "second")
    (tmp_path / "edited.py").write_text("2")
    (tmp_path / "new.py").write_text("2")
    assert changed_files(tmp_path) == ["committed ü.py", "edited.py", "new.py"]


def test_a_chapter_is_executed_an_exercise_proved_and_the_browser_left_out():
    chapter = chapters()[0]
    runs = arguments([f"{chapter.docname}.ipynb", "exercises/neurons/softplus.py"])
    assert ["tests/exercises", "-k", "softplus"] in runs
    assert [run for run in runs if "--nbval" in run and run[-1] == str(chapter.path)]
    assert arguments(["docs.txt"]) == []
    (near,) = arguments(["tools/chapters.py"])
    assert near[:2] == ["-m", "not browser"]
    # It imports the module; the other reaches it through tools.check.
    assert near.index("tests/tools/test_chapters.py") < near.index("tests/tools/test_check.py")
