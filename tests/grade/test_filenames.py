from __future__ import annotations

import os
import unicodedata

import pytest

from dlbook.grade import filenames
from dlbook.grade.filenames import Owner, attempt_key, attempt_of, parse_filename


def canvas(name: str, user: str, late: bool = False) -> Owner:
    return Owner(f"{name}_{user}", name, "canvas", user, late)


def moodle(name: str, user: str) -> Owner:
    return Owner(f"{name}_{user}", name, "moodle", user)


# What Canvas's content_zipper.rb and Moodle's assignment write.
OWNERS = {
    "ada.ipynb": Owner("ada", "ada"),
    "Ada Lovelace.TAR.GZ": Owner("Ada Lovelace", "Ada Lovelace"),
    "v1.2": Owner("v1.2", "v1.2"),
    ".py": Owner(".py", ".py"),
    "anna.ipynb.txt": Owner("anna", "anna"),
    "bert.ipynb.json": Owner("bert", "bert"),
    "cleo.py.txt": Owner("cleo", "cleo"),
    "doejane_12345_678901_homework-1.ipynb": canvas("doejane", "12345"),
    "doejane_LATE_12345_678901_hw_1.py": canvas("doejane", "12345", True),
    "team_red_12349_678903_homework.ipynb": canvas("team_red", "12349"),
    "leeann_12347_text.html": canvas("leeann", "12347"),
    "kimbo_LATE_12348_link.html": canvas("kimbo", "12348", True),
    "anon_aB3xY_678904_homework.ipynb": Owner("anon_aB3xY", "anon_aB3xY", "canvas"),
    "LATE_anon_k9ZtQ_678906_a.py": Owner("anon_k9ZtQ", "anon_k9ZtQ", "canvas", "", True),
    # The file's own name is the student's choice: it can claim nobody else's number.
    "mal_1_2_doe_LATE_3_4_hw.py": canvas("mal", "1"),
    "Jane Doe_4711_assignsubmission_file_": moodle("Jane Doe", "4711"),
    "Jane Doe_4711_assignsubmission_file": moodle("Jane Doe", "4711"),
    "Jane Doe_4711_assignsubmission_onlinetext_": moodle("Jane Doe", "4711"),
    "Group A-Zoë O'Hara_4711_assignsubmission_file_hw.zip": moodle(
        "Group A-Zoë O'Hara", "4711"
    ),
    "Mal_1_assignsubmission_file_x_2_assignsubmission_file_hw.py": moodle("Mal", "1"),
}


@pytest.mark.parametrize("filename", OWNERS)
def test_the_owner_of_a_file(filename):
    assert parse_filename(filename) == OWNERS[filename]
    assert filenames.is_lms_name(filename) == bool(OWNERS[filename].platform)


def test_names_are_composed():
    decomposed = unicodedata.normalize("NFD", "Müller Jürgen_1_assignsubmission_file_")
    assert parse_filename(decomposed).name == "Müller Jürgen"


def test_names_that_cannot_be_printed_stay_distinct_and_can_be():
    raw = [os.fsdecode(b"\xff.py"), os.fsdecode(b"\xfe.py"), "a\r.py", "a\n.py", "a\u202e.py"]
    names = [parse_filename(name).student for name in raw]
    assert names[:2] == ["\\xff", "\\xfe"]
    assert len(set(names)) == len(raw)
    assert all(name.isprintable() for name in names)


@pytest.mark.parametrize(
    "paths",
    [
        ["hw.ipynb", "hw (1).ipynb", "hw (9).ipynb", "hw (10).ipynb"],
        ["doe_1_99999_hw.ipynb", "doe_1_100000_hw-1.ipynb"],
        ["doe_LATE_1_5_z.py", "doe_1_40_a.py"],
        ["week2/a.py", "week10/a.py"],
        ["a" + "9" * 5000, "b"],  # int() refuses that many digits
    ],
)
def test_attempts_sort_from_the_oldest_to_the_latest(paths):
    assert sorted(reversed(paths), key=attempt_key) == paths


@pytest.mark.parametrize(
    ("paths", "common"),
    [
        (["hw.ipynb", "hw (1).ipynb", "hw(12).ipynb.txt"], "hw"),
        (["doe_1_2_hw.py", "doe_LATE_1_3_hw-1.py"], "hw"),
        (["part-1.ipynb"], "part-1"),
        (["x/hw (2).py"], "x/hw"),
    ],
)
def test_attempts_have_a_name_in_common(paths, common):
    assert {attempt_of(path) for path in paths} == {common}


def test_kinds_of_files():
    assert all(map(filenames.is_archive, ("a.tgz", "A.ZIP", "a.tar.xz")))
    assert all(map(filenames.is_code, ("a.IPYNB", "a.py", "a.py.txt", "a.ipynb.json")))
    assert not any(map(filenames.is_code, ("a.txt", "a.json", "py", "a.pyc")))
    assert not filenames.is_archive("zip")
    ignored = (".git", "__MACOSX", ".DS_Store", "Thumbs.db", "venv", "._a.py")
    assert all(map(filenames.is_ignored, ignored))
    assert not any(map(filenames.is_ignored, ("my.git", "venvs", "a.py")))
