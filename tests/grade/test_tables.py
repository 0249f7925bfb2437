"""Lists of instructors, and grades.csv as spreadsheets read it."""

from __future__ import annotations

import csv
import io
import re

import pytest

from dlbook.grade import tables
from dlbook.grade.gradebook import Scale
from dlbook.grade.tables import csv_text, read_late, read_points, read_table
from tests.grade.small_class import GUESS, MEANS, PICK

EXERCISES = ["a/x", "a/y", "b/z"]


# --- lists --------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_table_is_read_and_written_as_it_was(write_table, encoding, separator, line_end):
    text = line_end.join(
        [separator.join(row) for row in (("a", "b"), ("é", '"x y"'), ("", ""))]
    )
    path = write_table(text + line_end, encoding)
    table = read_table(path)
    assert table.rows[1] == ["é", "x y"]
    assert table.lines == [1, 2]
    table.rows[1][1] = "z"
    assert table.text().decode(encoding).split(line_end)[1] == f"é{separator}z"
    assert table.text().startswith(path.read_bytes()[:3])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"a,b\nx\x81\n", "line 2: expected text in UTF-8"),
        (b"PK\x03\x04\0\0", "expected a CSV file"),
        (b"a,b\n" + b"x" * 200_000 + b",1\n", "line 2: field larger"),
    ],
)
def test_what_is_no_table_is_told_with_file_and_line(tmp_path, data, said):
    path = tmp_path / "t.csv"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=said) as caught:
        read_table(path)
    assert str(path) in str(caught.value)


def test_points_of_patterns_and_single_exercises(write_table):
    path = write_table("Exercise;points\na/*;2\na/y; 0,5\n\n")
    assert read_points(path, EXERCISES) == {"a/x": 2.0, "a/y": 0.5}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,points\na/x,1\n", "line 1: expected exercise,points"),
        ("exercise,points\nc/*,1\n", "line 2: no exercise fits"),
        ("exercise,points\na/x,1\n\nb/zz,1\n", "line 4: .*nearest is 'b/z'"),
        ("exercise,points\na/x,-1\n", "line 2: expected a number from 0, got '-1'"),
        ("exercise,points\na/x,inf\n", "number from 0"),
        ("exercise,points\na/x\n", "line 2: expected two columns"),
    ],
)
def test_points_that_cannot_be_meant(write_table, text, said):
    with pytest.raises(ValueError, match=said):
        read_points(write_table(text), EXERCISES)


def submission(student: str, name: str = "", user: str = "") -> dict:
    return {"student": student, "name": name or student, "user": user}


DOE, JANE1, JANE2 = (
    submission("Müller_1", "Müller", "1"),
    submission("jane_2", "jane", "2"),
    submission("jane_3", "jane", "3"),
)
CLASS = [DOE, JANE1, JANE2, submission("dora (1)")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
@pytest.mark.parametrize("name", ["Müller_1", "Müller", "müller", "1", " Müller "])
def test_a_line_names_a_student_in_any_way(write_table, name, encoding):
    late = read_late(str(write_table(f"student,percent\n{name},35%\n", encoding)))
    assert late.students(CLASS) == ({"Müller_1": 35.0}, [])


def test_a_decomposed_name_is_the_same(write_table):
    late = read_late(str(write_table("student,percent\nMu\u0308ller,5\n")))
    assert late.students(CLASS)[0] == {"Müller_1": 5.0}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("dora (2)", "line 2: no submission of 'dora (2)' (the nearest is 'dora (1)')"),
        ("jane", "line 2: 'jane' may be any of jane_2, jane_3"),
        ("nobody-like-this", "line 2: no submission of 'nobody-like-this'"),
    ],
)
def test_a_line_that_fits_not_exactly_one_is_told(write_table, name, said):
    found, remarks = read_late(str(write_table(f"student,percent\n{name},5\n"))).students(CLASS)
    assert found == {}
    assert said in remarks[0]


def test_a_percentage_is_for_what_is_marked_as_late():
    assert read_late("20%").percent == 20.0


@pytest.mark.parametrize("rule", ["20", "x%", "101%", "-1%", "none.csv"])
def test_rules_that_cannot_be_meant(rule):
    with pytest.raises(ValueError, match="--late"):
        read_late(rule)


# --- grades.csv ---------------------------------------------------------------------------


def cells(text: str, separator: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix(tables.SIGN)), delimiter=separator))


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-2", "@x", "\t=x", "a\r=1+1", "\n=1", "＝1+1", "x;=1+1", "  =1"]
)
def test_no_text_is_a_formula_in_any_spreadsheet(text):
    table = csv_text([["ok", text], [text, "ok"]])
    for separator in ",;\t":
        for row in cells(table, separator):
            for cell in row:
                assert not re.match(r"\s*[=+\-@＝＋－＠]", cell), (separator, row)
    assert len(cells(table)) == 2


def test_numbers_and_quotes_stay_and_excel_knows_the_encoding():
    assert csv_text([[-1.5, 'a "b"', "é", "-"]]) == '\ufeff-1.5,"a ""b""",é,-\r\n'


def test_grades_have_a_row_for_each_student(small_class):
    small_class.add("ada", {MEANS: 1, PICK: 1 / 3}, notes=["x was left out."], late=True)
    small_class.add("bob", {MEANS: "untouched", PICK: "error"})
    scale = Scale({MEANS: 2.0}, late_percent=10.0)
    head, ada, bob = tables.grades(small_class.book(scale, [MEANS, PICK, GUESS]))
    assert head[:5] == ["student", "name", MEANS, PICK, GUESS]
    assert ada == [
        "ada", "ada", 2, 0.33, "missing", 2.1, 4, 52.5, 10, "yes", "x was left out."
    ]  # fmt: skip
    assert bob == ["bob", "bob", "untouched", "error", "missing", "", 4, "", 0, "yes", ""]
