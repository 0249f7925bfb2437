from __future__ import annotations

import os

import pytest

from dlbook.grade.submissions.names import Owner, is_archive, is_clutter, is_code, owner_of


@pytest.mark.parametrize(
    ("filename", "owner"),
    [
        ("ada.ipynb", Owner("ada", "ada")),
        ("ada", Owner("ada", "ada")),
        ("Ada Lovelace.TAR.GZ", Owner("Ada Lovelace", "Ada Lovelace")),
        ("v1.2", Owner("v1.2", "v1.2")),
        (".py", Owner(".py", ".py")),
        (
            "doejane_12345_678901_homework-1.ipynb",
            Owner("doejane_12345", "doejane", "canvas", "12345"),
        ),
        (
            "doejane_LATE_12345_678901_hw_1.py",
            Owner("doejane_12345", "doejane", "canvas", "12345", True),
        ),
        (
            "Jane Doe_4711_assignsubmission_file_",
            Owner("Jane Doe_4711", "Jane Doe", "moodle", "4711"),
        ),
        (
            "Jane Doe_4711_assignsubmission_file",
            Owner("Jane Doe_4711", "Jane Doe", "moodle", "4711"),
        ),
        (
            "Zoë_O'Hara_4711_assignsubmission_file_hw.zip",
            Owner("Zoë_O'Hara_4711", "Zoë_O'Hara", "moodle", "4711"),
        ),
    ],
)
def test_owner(filename, owner):
    assert owner_of(filename) == owner


def test_a_name_that_is_no_utf8_can_be_written_and_stays_its_own():
    names = [owner_of(os.fsdecode(raw)).student for raw in (b"\xff.py", b"\xfe.py")]
    assert names == ["\\xff", "\\xfe"]


def test_kinds_of_files():
    assert is_archive("a.tgz")
    assert is_archive("A.ZIP")
    assert is_code("a.IPYNB")
    assert not is_code("a.txt")
    assert not is_archive("zip")


@pytest.mark.parametrize("part", [".git", "__MACOSX", ".ipynb_checkpoints", "venv"])
def test_clutter(part):
    assert is_clutter(part)
    assert not is_clutter(f"my{part}")
