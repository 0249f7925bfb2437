from __future__ import annotations

from dlbook_page.checks import check, for_page

from dlbook.exercise import Report, find

EXERCISE = "backpropagation/linear-backward"


def test_the_solution_passes():
    report = check(EXERCISE, find(EXERCISE).solution)["report"]
    assert report["passed"] is True


def test_a_known_mistake_is_named_in_a_paragraph_that_is_said():
    code = find(EXERCISE).solution.replace("sum(axis=0)", "sum(axis=1)")
    report = check(EXERCISE, code)["report"]
    assert report["passed"] is False
    said = {p["label"]: p["text"] for p in report["paragraphs"] if p["said"]}
    assert "over the features" in said["what it looks like"]
    literal = {p["label"] for p in report["paragraphs"] if p["literal"]}
    assert "input" in literal


def test_the_starter_fails():
    assert check(EXERCISE, find(EXERCISE).starter)["report"]["passed"] is False


def test_prose_becomes_html_and_literals_stay_text():
    report = Report(
        "a/b",
        "Title",
        False,
        "`x` < 1",
        facts=(("input", "a < b"), ("note", "a < b")),
        diagnosis="You took $x$.",
    )
    page = for_page(report)
    assert page["headline"] == "<code>x</code> &lt; 1"
    texts = {p["label"]: p["text"] for p in page["paragraphs"]}
    assert texts["input"] == "a < b"
    assert texts["note"] == "a &lt; b"
    assert texts["what it looks like"] == "You took \\(x\\)."
