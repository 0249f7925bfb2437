from __future__ import annotations

import csv

import pytest

from dlbook.grade.results.atomic import csv_text, filename, write_text


def test_a_file_is_written_with_its_folder_and_nothing_is_left_beside(tmp_path):
    path = tmp_path / "a" / "b.txt"
    write_text(path, "é \udc80")
    assert path.read_text("utf-8") == "é \\udc80"
    write_text(path, "new")
    assert [p.name for p in path.parent.iterdir()] == ["b.txt"]
    assert path.read_text() == "new"


def test_a_file_that_is_the_same_is_left_alone(tmp_path):
    path = tmp_path / "b.txt"
    write_text(path, "x")
    before = path.stat().st_ino
    write_text(path, "x")
    assert path.stat().st_ino == before
    write_text(path, "y")
    assert path.stat().st_ino != before


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2", "@x", "\tx"])
def test_a_text_is_never_a_formula(text):
    assert list(csv.reader([csv_text([[text]]).rstrip("\n")])) == [[f"'{text}"]]


def test_numbers_and_quotes_stay_as_they_are():
    assert csv_text([[-1.5, 'a "b"', ""]]) == '-1.5,"a ""b""",\n'


def test_no_two_students_have_the_same_file():
    names = ["ada", "Ada L.", "Ada L", "../ada", "ada/", "/", "..", "x" * 300, "x" * 301, "Zoë"]
    files = [filename(name) for name in names]
    assert len({file.lower() for file in files}) == len(names)
    assert not any("/" in file or file.startswith(".") or len(file) > 80 for file in files)
    assert filename("ada_12-3") == "ada_12-3"
