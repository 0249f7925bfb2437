"""A report is data, and comes back from JSON."""

from __future__ import annotations

import json

from dlbook.exercise.report import Report

FAILED = Report(
    "a/b",
    "Means",
    False,
    "The result has other values than expected.",
    failure="value",
    facts=(("input", "X = 1"), ("printed", "")),
    diagnosis="You summed.",
    mistake="wrong_sum",
    advice="Divide.",
    right=2,
    tried=14,
    seed=3,
)
PASSED = Report("a/b", "Means", True, "As expected on all 14 inputs.", right=14, tried=14)
CHOICE = Report("a/b", "Pick", False, "Not this one.", failure="choice", diagnosis="No.")


def test_the_score():
    assert (PASSED.score, FAILED.score) == (1.0, 0.0)


def test_paragraphs_stand_in_order_and_none_is_empty():
    assert FAILED.paragraphs() == [
        ("input", "X = 1"),
        ("what it looks like", "You summed."),
        ("to try", "Divide."),
        ("right on", "2 of 14 inputs"),
    ]
    assert PASSED.paragraphs() == []
    assert CHOICE.paragraphs() == [("why", "No.")]


def test_a_report_survives_json():
    for report in (FAILED, PASSED, CHOICE):
        assert Report.from_dict(json.loads(json.dumps(report.as_dict()))) == report


def test_it_shows_itself_in_a_notebook_and_as_text():
    assert repr(FAILED) == str(FAILED)
    assert "✗ Means" in str(FAILED)
    assert FAILED._repr_html_().startswith("<style>")
    assert FAILED._repr_html_().endswith(FAILED.html())
