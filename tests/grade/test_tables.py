"""Lists of instructors, grades.csv, and gradebooks as the platforms' importers read them."""

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


@pytest.fixture
def write(tmp_path):
    def write(text: str, encoding: str = "utf-8"):
        path = tmp_path / "table.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


# --- lists --------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_table_is_read_and_written_as_it_was(write, encoding, separator, line_end):
    text = line_end.join(
        [separator.join(row) for row in (("a", "b"), ("é", '"x y"'), ("", ""))]
    )
    path = write(text + line_end, encoding)
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


def test_points_of_patterns_and_single_exercises(write):
    path = write("Exercise;points\na/*;2\na/y; 0,5\n\n")
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
def test_points_that_cannot_be_meant(write, text, said):
    with pytest.raises(ValueError, match=said):
        read_points(write(text), EXERCISES)


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
def test_a_line_names_a_student_in_any_way(write, name, encoding):
    late = read_late(str(write(f"student,percent\n{name},35%\n", encoding)))
    assert late.students(CLASS) == ({"Müller_1": 35.0}, [])


def test_a_decomposed_name_is_the_same(write):
    late = read_late(str(write("student,percent\nMu\u0308ller,5\n")))
    assert late.students(CLASS)[0] == {"Müller_1": 5.0}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("dora (2)", "line 2: no submission of 'dora (2)' (the nearest is 'dora (1)')"),
        ("jane", "line 2: 'jane' may be any of jane_2, jane_3"),
        ("nobody-like-this", "line 2: no submission of 'nobody-like-this'"),
    ],
)
def test_a_line_that_fits_not_exactly_one_is_told(write, name, said):
    found, remarks = read_late(str(write(f"student,percent\n{name},5\n"))).students(CLASS)
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


# --- Canvas -------------------------------------------------------------------------------


def import_canvas(data: bytes) -> dict[str, dict[str, str]]:
    """Read a gradebook by the rules of Canvas's gradebook_importer.rb, by title and id."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8"))))
    head, *rows = rows
    assert len(head) > 3
    assert "Student" in head[0]
    assert "ID" in head[1]
    info = 3 + ("SIS Login ID" in head[2]) + 2 * ("SIS User ID" in head[2])
    assert "Section" in head[info - 1]
    totals = re.compile("(Current|Final|Override) (Score|Points|Grade|Status)")
    read_only = next(row for row in rows if "Points Possible" in row[0])
    people = [row for row in rows if row[1]]
    return {
        title: {row[1]: row[place].strip() for row in people}
        for place, title in enumerate(head)
        if place >= info and not totals.search(title) and "read only" not in read_only[place]
    }


CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,Quiz (46),Homework 1 (47),Final Score
    Points Possible,,,,,5,10,(read only)
,,,,,Manual Posting,,
"Doe, Jane",1,s1,jane,A,3,,50
"Röe, Max",2,s2,max,A,4,7,60
"Poe, Eva",3,s3,eva,A,,EX,
"Zoe, Zac",4,s4,zac,A,1,2,
"""


@pytest.fixture
def on_canvas(small_class):
    def add(student: str, user: str, mark, platform: str = "canvas") -> None:
        small_class.add(
            student, {MEANS: mark, PICK: 1}, platform=platform, user=user, name=student
        )

    add("doe_1", "1", 1)
    add("roe_2", "2", "error")
    add("poe_3", "3", 1)
    add("anon_xY", "", 1)
    add("zac", "", 0, "")
    return small_class.book()


@pytest.mark.parametrize(
    "asked", [{"title": "Homework 1"}, {"title": "x", "column": "Homework 1 (47)"}]
)
def test_canvas_gradebook_is_filled_and_all_else_is_told(write, on_canvas, asked):
    path = write(CANVAS)
    data, remarks = tables.canvas_gradesheet(path, **asked).fill(on_canvas)
    grades = import_canvas(data)
    # Out of 2 here and out of 10 there; Röe is not complete, Poe excused, Zac known by login.
    assert grades["Homework 1 (47)"] == {"1": "10", "2": "7", "3": "EX", "4": "5"}
    assert grades["Quiz (46)"] == import_canvas(path.read_bytes())["Quiz (46)"]
    said = "\n".join(remarks)
    for part in (
        "asks for 10 points",
        "line 5: Röe, Max",
        "line 6: Poe, Eva",
        "no row for anon_xY",
    ):
        assert part in said
    assert "Doe" not in said


def test_rows_without_a_submission_are_listed(write, small_class):
    small_class.add("doe_1", {MEANS: 1}, platform="canvas", user="1")
    _, remarks = tables.canvas_gradesheet(write(CANVAS), "Homework 1").fill(small_class.book())
    assert sum("no submission" in remark for remark in remarks) == 3


@pytest.mark.parametrize(
    ("change", "title", "said"),
    [
        (("", ""), "Homework", "Name it with --column; there are: 'Quiz"),
        (("Student,ID", "Name,Number"), "Homework 1", "expected Canvas's exported gradebook"),
        (("5,10,", "5,(read only),"), "Homework 1", "does not let the column"),
        (("Quiz (46)", "Homework 1 (46)"), "Homework 1", "Name it with --column"),
    ],
)
def test_a_gradebook_that_cannot_be_filled_is_refused(write, change, title, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        tables.canvas_gradesheet(write(CANVAS.replace(*change)), title)


def test_a_gradebook_with_semicolons_and_two_names_is_filled(write, on_canvas):
    text = CANVAS.replace('"Doe, Jane"', "Doe Jane").replace("Student", "LastName,FirstName")
    text = "\n".join(
        line if line.startswith("LastName") else line.replace(",", ",,", 1)
        for line in re.sub(r'"(\w+), (\w+)"', r"\1 \2", text).splitlines()
    ).replace(",", ";")
    data, _ = tables.canvas_gradesheet(write(text), "Homework 1").fill(on_canvas)
    assert "Doe Jane;;1;s1;jane;A;3;10;50" in data.decode()


def test_a_new_table_for_canvas_imports(small_class):
    small_class.add("doe_1", {MEANS: 1}, name="doe", platform="canvas", user="1")
    small_class.add("anon_x", {MEANS: 1}, name="anon_x", platform="canvas")
    small_class.add("ada", {MEANS: 1})
    text = csv_text(tables.new_canvas(small_class.book(), "Homework (47)"))
    assert import_canvas(text.encode()) == {"Homework (47)": {"1": "1"}}


# --- Moodle -------------------------------------------------------------------------------

ENGLISH = {"id": "Identifier", "grade": "Grade", "modified": "Last modified (grade)",
           "who": "Participant "}  # fmt: skip
GERMAN = {"id": "ID", "grade": "Bewertung", "modified": "Zuletzt geändert (Bewertung)",
          "who": "Teilnehmer/in"}  # fmt: skip


def import_moodle(data: bytes, words: dict, most: float = 100.0) -> dict[str, float]:
    """Read a worksheet by the rules of Moodle's importgradeslib.php: grades by participant."""
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    number, grade = head.index(words["id"]), head.index(words["grade"])
    assert words["modified"] in head
    found = {}
    for row in rows:
        value = row[grade].replace(" ", "").replace(",", ".")
        if value and 0 <= float(value) <= most:
            found[row[number][len(words["who"]) :]] = float(value)
    return found


WORKSHEETS = {
    "english": (ENGLISH, """Identifier,Full name,Email address,Status,Grade,Maximum Grade,\
Grade can be changed,Last modified (submission),Last modified (grade),Feedback comments
Participant 4,Jane Doe,j@x.org,Submitted,,100.00,Yes,"Monday, 2 March",-,
Participant 5,Max Roe,m@x.org,Submitted,,100.00,Yes,"Monday, 2 March",-,
Participant 6,Eva Poe,e@x.org,No submission,,100.00,Yes,-,-,
"""),
    "german": (GERMAN, """ID,Vollständiger Name,Status,Bewertung,Bestwertung,\
Bewertung kann geändert werden,Zuletzt geändert (Abgabe),Zuletzt geändert (Bewertung)
Teilnehmer/in4,Jane Doe,Abgegeben,,"100,00",Ja,-,-
Teilnehmer/in5,Max Roe,Abgegeben,,"100,00",Ja,-,-
Teilnehmer/in6,Eva Poe,Keine Abgabe,,"100,00",Ja,-,-
"""),
}  # fmt: skip


@pytest.mark.parametrize("language", WORKSHEETS)
def test_moodles_worksheet_is_filled_in_its_own_language(write, small_class, language):
    words, text = WORKSHEETS[language]
    small_class.add("Jane_4", {MEANS: 1, PICK: 0}, platform="moodle", user="4")
    small_class.add("Gone_9", {MEANS: 1, PICK: 1}, platform="moodle", user="9")
    small_class.add("Max Roe", {MEANS: 1, PICK: 1})
    path = write(text, "utf-8-sig")
    data, remarks = tables.moodle_gradesheet(path).fill(small_class.book())
    assert import_moodle(data, words) == {"4": 50.0, "5": 100.0}
    before, after = (cells(b.decode("utf-8-sig")) for b in (path.read_bytes(), data))
    changed = {
        before[0][j]
        for i, row in enumerate(before)
        for j, cell in enumerate(row)
        if cell != after[i][j]
    }
    assert changed == {words["grade"]}
    said = "\n".join(remarks)
    assert all(x in said for x in ("asks for 100 points", "line 4", "no row for Gone_9"))


def test_a_worksheet_in_another_language_asks_for_its_column(write, small_class):
    small_class.add("Jane_4", {MEANS: 1}, platform="moodle", user="4")
    text = WORKSHEETS["german"][1].replace("Bewertung,", "Palautettu,", 1)
    with pytest.raises(ValueError, match="--column; there are: 'ID'"):
        tables.moodle_gradesheet(write(text))
    data, _ = tables.moodle_gradesheet(write(text), "Palautettu").fill(small_class.book())
    assert import_moodle(data, {**GERMAN, "grade": "Palautettu"}) == {"4": 100.0}


@pytest.mark.parametrize(
    "text", ["a,b\n1,2\n", "Identifier,Full name,Grade\nParticipant 4,J,\n"]
)
def test_what_is_no_worksheet_is_refused(write, text):
    with pytest.raises(ValueError, match="expected Moodle's grading worksheet"):
        tables.moodle_gradesheet(write(text))


def test_a_new_worksheet_imports_into_an_english_site(small_class):
    small_class.add("Jane Doe_4", {MEANS: 1}, name="Jane Doe", platform="moodle", user="4")
    text = csv_text(tables.new_moodle(small_class.book()))
    assert import_moodle(text.encode(), ENGLISH) == {"4": 1.0}
