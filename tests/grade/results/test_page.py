from __future__ import annotations

import re
from itertools import product

import pytest

from dlbook.grade.results.page import STYLE, number, page, table, text, tiles


def luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def themes() -> list[dict[str, str]]:
    colors = re.findall(r"--([\w-]+): (#\w{6})", STYLE)
    half = len(colors) // 2
    return [dict(colors[:half]), dict(colors[half:])]


@pytest.mark.parametrize("theme", themes(), ids=["light", "dark"])
def test_every_text_can_be_read_on_every_ground(theme):
    grounds = ("paper", "shade", "good-shade", "bad-shade")
    for word, ground in product(("ink", "quiet", "link", "good", "bad", "warn"), grounds):
        assert contrast(theme[word], theme[ground]) >= 4.5, (word, ground)
    assert contrast(theme["bar"], theme["paper"]) >= 3


def test_contrast_is_measured():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") < 4.5


def test_a_page_loads_nothing_and_runs_nothing():
    html = page("<Title>", "<p>body</p>")
    assert html.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "<title>&lt;Title&gt;</title>" in html
    assert "default-src 'none'" in html
    assert not re.search(r"https?://|<script|<link|@import|url\(", html)


def test_texts_are_escaped():
    assert text("<script>&\"'\udc80") == "&lt;script&gt;&amp;&quot;&#x27;?"
    assert "<b>" not in tiles({"<b>": "<b>"})


def test_a_table_has_heads_for_columns_and_rows():
    html = table("Marks", ["name", "points"], [["ada", "1"]], 1)
    assert '<th scope="row">ada</th><td class="number">1</td>' in html
    assert 'aria-label="Marks"' in html
    with pytest.raises(ValueError, match="zip"):
        table("Marks", ["name", "points"], [["ada"]], 1)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1.0, "1"), (0.5, "0.5"), (-0.25, "−0.25"), (2 / 3, "0.67"), (None, "–"), (100.0, "100")],
)
def test_numbers_are_short(value, shown):
    assert number(value) == shown
