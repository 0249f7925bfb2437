"""The gradebooks of Canvas and Moodle, as the platforms' importers read them."""

from __future__ import annotations

import csv
import io
import re

import pytest

from dlbook.grade import gradesheets
from dlbook.grade.tables import csv_text
from tests.grade.small_class import MEANS, PICK
from tests.grade.test_tables import cells

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
def test_canvas_gradebook_is_filled_and_all_else_is_told(write_table, on_canvas, asked):
    path = write_table(CANVAS)
    data, remarks = gradesheets.canvas_gradesheet(path, **asked).fill(on_canvas)
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


def test_rows_without_a_submission_are_listed(write_table, small_class):
    small_class.add("doe_1", {MEANS: 1}, platform="canvas", user="1")
    _, remarks = gradesheets.canvas_gradesheet(write_table(CANVAS), "Homework 1").fill(
        small_class.book()
    )
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
def test_a_gradebook_that_cannot_be_filled_is_refused(write_table, change, title, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        gradesheets.canvas_gradesheet(write_table(CANVAS.replace(*change)), title)


def test_a_gradebook_with_semicolons_and_two_names_is_filled(write_table, on_canvas):
    text = CANVAS.replace('"Doe, Jane"', "Doe Jane").replace("Student", "LastName,FirstName")
    text = "\n".join(
        line if line.startswith("LastName") else line.replace(",", ",,", 1)
        for line in re.sub(r'"(\w+), (\w+)"', r"\1 \2", text).splitlines()
    ).replace(",", ";")
    data, _ = gradesheets.canvas_gradesheet(write_table(text), "Homework 1").fill(on_canvas)
    assert "Doe Jane;;1;s1;jane;A;3;10;50" in data.decode()


def test_a_new_table_for_canvas_imports(small_class):
    small_class.add("doe_1", {MEANS: 1}, name="doe", platform="canvas", user="1")
    small_class.add("anon_x", {MEANS: 1}, name="anon_x", platform="canvas")
    small_class.add("ada", {MEANS: 1})
    text = csv_text(gradesheets.new_canvas(small_class.book(), "Homework (47)"))
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
def test_moodles_worksheet_is_filled_in_its_own_language(write_table, small_class, language):
    words, text = WORKSHEETS[language]
    small_class.add("Jane_4", {MEANS: 1, PICK: 0}, platform="moodle", user="4")
    small_class.add("Gone_9", {MEANS: 1, PICK: 1}, platform="moodle", user="9")
    small_class.add("Max Roe", {MEANS: 1, PICK: 1})
    path = write_table(text, "utf-8-sig")
    data, remarks = gradesheets.moodle_gradesheet(path).fill(small_class.book())
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


def test_a_worksheet_in_another_language_asks_for_its_column(write_table, small_class):
    small_class.add("Jane_4", {MEANS: 1}, platform="moodle", user="4")
    text = WORKSHEETS["german"][1].replace("Bewertung,", "Palautettu,", 1)
    with pytest.raises(ValueError, match="--column; there are: 'ID'"):
        gradesheets.moodle_gradesheet(write_table(text))
    data, _ = gradesheets.moodle_gradesheet(write_table(text), "Palautettu").fill(
        small_class.book()
    )
    assert import_moodle(data, {**GERMAN, "grade": "Palautettu"}) == {"4": 100.0}


@pytest.mark.parametrize(
    "text", ["a,b\n1,2\n", "Identifier,Full name,Grade\nParticipant 4,J,\n"]
)
def test_what_is_no_worksheet_is_refused(write_table, text):
    with pytest.raises(ValueError, match="expected Moodle's grading worksheet"):
        gradesheets.moodle_gradesheet(write_table(text))


def test_a_new_worksheet_imports_into_an_english_site(small_class):
    small_class.add("Jane Doe_4", {MEANS: 1}, name="Jane Doe", platform="moodle", user="4")
    text = csv_text(gradesheets.new_moodle(small_class.book()))
    assert import_moodle(text.encode(), ENGLISH) == {"4": 1.0}
