"""A report as HTML is well formed, and nothing in it is run."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from dlbook.exercise.report import Report
from dlbook.exercise.report_html import prose


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


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain", "plain"),
        ("a `b < c` d", "a <code>b &lt; c</code> d"),
        ("`$x$`", "<code>$x$</code>"),
        ("$x < y$ and $z$", r"\(x &lt; y\) and \(z\)"),
        ("$5 or $6", "$5 or $6"),
        ("`a` and `b`", "<code>a</code> and <code>b</code>"),
    ],
)
def test_prose(text, html):
    assert prose(text) == html
