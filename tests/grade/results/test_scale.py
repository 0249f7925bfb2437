from __future__ import annotations

import pytest

from dlbook.grade.results.scale import Scale, read_late, read_points

IDS = ["a/x", "a/y", "b/z"]
SUBMISSION = {"student": "doe_1", "name": "doe", "user": "1", "late": False}


@pytest.fixture
def write(tmp_path):
    def write(text: str):
        path = tmp_path / "table.csv"
        path.write_text(text, encoding="utf-8-sig")
        return path

    return write


def test_points_of_patterns_and_single_exercises(write):
    points = read_points(write("exercise,points\na/*,2\na/y, 0.5\n\n"), IDS)
    assert points == {"a/x": 2.0, "a/y": 0.5}
    assert Scale(points).points_of("b/z") == 1.0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "first line"),
        ("id,points\na/x,1\n", "first line"),
        ("exercise,points\nc/*,1\n", "line 2: no exercise fits"),
        ("exercise,points\na/x,-1\n", "number from 0, got '-1'"),
        ("exercise,points\na/x,inf\n", "number from 0"),
        ("exercise,points\na/x\n", "two columns"),
    ],
)
def test_points_that_cannot_be_meant(write, text, said):
    with pytest.raises(ValueError, match=said):
        read_points(write(text), IDS)


def test_a_percentage_is_for_what_is_marked_as_late():
    scale = Scale({}, *read_late("20%"))
    assert scale.percent_off(SUBMISSION) == 0
    assert scale.percent_off({**SUBMISSION, "late": True}) == 20


@pytest.mark.parametrize("name", ["doe_1", "doe", "1"])
def test_a_file_is_for_single_students_by_any_of_their_names(write, name):
    scale = Scale({}, *read_late(str(write(f"student,percent\n{name},35%\n"))))
    assert scale.percent_off({**SUBMISSION, "late": True}) == 35
    other = {"student": "roe", "name": "roe", "user": "", "late": True}
    assert scale.percent_off(other) == 0


@pytest.mark.parametrize("rule", ["20", "x%", "101%", "-1%", "none.csv"])
def test_rules_that_cannot_be_meant(rule):
    with pytest.raises(ValueError, match="--late"):
        read_late(rule)
