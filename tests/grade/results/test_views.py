from __future__ import annotations

import csv

from dlbook.grade.results.views import write_results

MEANS = "chapter/means"


def names(folder) -> set[str]:
    return {path.name for path in folder.iterdir() if not path.name.startswith("journal")}


def test_all_views_are_written(small_class, tmp_path):
    small_class.add("ada", {MEANS: 1})
    small_class.add("=bob/..", {MEANS: 0})
    written = write_results(small_class.book(), tmp_path, "Homework")
    assert names(tmp_path) == {"grades.csv", "item-analysis.html", "reports"}
    assert {path.name for path in written} == names(tmp_path)
    assert len(names(tmp_path / "reports")) == 2
    with open(tmp_path / "grades.csv", newline="") as file:
        assert [row[0] for row in csv.reader(file)] == ["student", "'=bob/..", "ada"]


def test_platforms_have_tables_where_students_come_from_them(small_class, tmp_path):
    small_class.add("doe_1", {MEANS: 1}, name="doe", platform="canvas", user="1")
    small_class.add("roe_2", {MEANS: 1}, name="roe", platform="moodle", user="2")
    write_results(small_class.book(), tmp_path, "Homework")
    assert {"canvas.csv", "moodle.csv"} <= names(tmp_path)


def test_reports_of_those_who_are_gone_are_removed(small_class, tmp_path):
    small_class.add("ada", {MEANS: 1})
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "eve.html").write_text("old")
    write_results(small_class.book(), tmp_path, "Homework")
    assert names(tmp_path / "reports") == {"ada.html"}
