"""A report is data, and comes back from JSON."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from dlbook.exercise.report import WIDTH, Report

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


def report(**entries) -> Report:
    return Report(
        **{"exercise": "a/b", "title": "T", "passed": False, "headline": "No.", **entries}
    )


def test_the_html_is_well_formed_and_says_all():
    shown = report(
        facts=(("input", "X =\n[1, 2]"), ("got", "a < b")),
        diagnosis="Use `X.T` for $\\mathbf{X}^\\top$ & more.",
        right=1,
        tried=2,
    )
    tree = ElementTree.fromstring(shown.html())
    assert tree.get("class") == "dlbook-report failed"
    assert tree.get("role") == "status"
    assert [dt.text for dt in tree.iter("dt")] == [
        "input", "got", "what it looks like", "right on"
    ]  # fmt: skip
    assert [pre.text for pre in tree.iter("pre")] == ["X =\n[1, 2]", "a < b"]
    assert tree.find(".//code").text == "X.T"
    assert r"\(\mathbf{X}^\top\)" in shown.html()


def test_a_passing_report():
    tree = ElementTree.fromstring(report(passed=True, headline="Right on all.").html())
    assert tree.get("class") == "dlbook-report passed"
    assert "".join(tree.itertext()) == "✓ Right. Right on all."
    assert tree.find("dl") is None


HOSTILE = '<script>alert("x")</script>'


@pytest.mark.parametrize(
    "entries",
    [
        {"headline": HOSTILE},
        {"facts": ((HOSTILE, HOSTILE),)},
        {"facts": (("printed", HOSTILE),)},
        {"diagnosis": HOSTILE},
        {"advice": f"`{HOSTILE}`"},
        {"diagnosis": f"${HOSTILE}$"},
    ],
)
def test_what_a_reader_prints_is_not_run(entries):
    html = report(**entries).html()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert list(ElementTree.fromstring(html).iter("script")) == []


def test_sentences_are_typeset_in_html_and_plain_in_text():
    found = report(headline="Not $x^2$.", diagnosis="It is *half*: $\\tfrac12$, `a * b`.")
    assert "half: 1/2, `a * b`." in str(found)
    assert "Not x²." in str(found)
    assert r"<em>half</em>: \(\tfrac12\), <code>a * b</code>." in found.html()
