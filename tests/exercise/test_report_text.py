"""A report as text fits a page and keeps the lines of arrays."""

from __future__ import annotations

from dlbook.exercise.report import Report
from dlbook.exercise.report_text import WIDTH


def test_the_text_of_a_report():
    report = Report(
        "a/b",
        "Means",
        False,
        "The result has the shape (2,); expected was (3,).",
        facts=(("input", "X =\n[[1., 2.],\n [3., 4.]]"), ("got", "[1.]")),
        advice="word " * 20,
        right=2,
        tried=14,
    )
    assert str(report).splitlines() == [
        "✗ Means: The result has the shape (2,); expected was (3,).",
        "  input:",
        "    X =",
        "    [[1., 2.],",
        "     [3., 4.]]",
        "  got: [1.]",
        "  to try:",
        "    " + " ".join(["word"] * 15),
        "    word word word word word",
        "  right on: 2 of 14 inputs",
    ]


def test_long_lines_are_wrapped():
    report = Report("a/b", "Means", True, "word " * 40, facts=(("input", "X = " + "1, " * 90),))
    assert max(map(len, str(report).splitlines())) <= WIDTH


def test_a_passing_report_is_one_line():
    assert str(Report("a/b", "Means", True, "Right.")) == "✓ Means: Right."
