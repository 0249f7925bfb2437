from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from dlbook.grade.results.charts import histogram, scatter, share_bar


def rectangles(svg: str) -> list[dict[str, str]]:
    return [element.attrib for element in ET.fromstring(svg).iter("rect")]


def test_bars_are_as_high_as_their_counts():
    svg = histogram([0, 2, 4], ["0", "1", "2", "3"], "Bars & more.", "points")
    heights = [float(bar["height"]) for bar in rectangles(svg)]
    assert heights[0] == 0
    assert heights[2] == 2 * heights[1] > 100
    bottoms = {round(float(b["y"]) + float(b["height"]), 1) for b in rectangles(svg)}
    assert len(bottoms) == 1


def test_nobody_is_an_empty_chart():
    assert {bar["height"] for bar in rectangles(histogram([0, 0], "abc", "None.", "x"))} == {
        "0.0"
    }


def test_every_chart_says_in_words_what_it_shows():
    for svg in (
        histogram([1], ["0", "1"], "Words <1>.", "x"),
        scatter([(0.5, 0.5, "a")], "Words <1>.", "x", "y"),
        share_bar(0.5, "Words <1>."),
    ):
        root = ET.fromstring(svg)
        assert (root.get("role"), root.get("aria-label")) == ("img", "Words <1>.")


def test_points_stand_where_they_belong():
    svg = scatter([(0, -1, "low"), (1, 1, "high"), (0.5, 0, "mid")], "Points.", "x", "y")
    dots = [(float(e.get("cx")), float(e.get("cy"))) for e in ET.fromstring(svg).iter("circle")]
    (x0, y0), (x1, y1), (xm, ym) = dots
    assert x0 < xm < x1
    assert y0 > ym > y1
    assert ym == (y0 + y1) / 2


def test_no_color_is_fixed_so_that_light_and_dark_both_work():
    svg = histogram([1], ["0", "1"], "w", "x") + scatter([(0, 0, "a")], "w", "x", "y")
    assert not re.search(r"#[0-9a-f]{3}|fill=|stroke=|style=", svg)


def test_a_share_stays_within_its_bar():
    assert [rectangles(share_bar(s, "w"))[0]["width"] for s in (-1, 0.5, 2)] == [
        "0.0",
        "60.0",
        "120.0",
    ]


def test_names_that_would_overlap_are_shown_once_and_told_by_their_dots():
    points = [
        (0.5, 0.5, "first"),
        (0.5, 0.5, "second"),
        (0.5, -0.5, "third"),
        (0.95, 0, "right"),
    ]
    root = ET.fromstring(scatter(points, "Points.", "x", "y"))
    shown = {element.text for element in root.iter("text")}
    assert {"first", "third", "right"} <= shown
    assert "second" not in shown
    assert [e.text for e in root.iter("title")] == ["first", "second", "third", "right"]
