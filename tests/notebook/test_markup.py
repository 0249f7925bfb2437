from __future__ import annotations

import pytest

from dlbook.notebook.markup import to_html

DOLLAR = '<span class="tex2jax_ignore mathjax_ignore">$</span>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain", "plain"),
        ("<b>&\"'</b>", "&lt;b&gt;&amp;&quot;&#x27;&lt;/b&gt;"),
        ("`x < 1`", "<code>x &lt; 1</code>"),
        ("**not** bold", "<strong>not</strong> bold"),
        ("**`x` and $y$**", r"<strong><code>x</code> and \(y\)</strong>"),
        ("$a < b$", r"\(a &lt; b\)"),
        (r"$\mathbf{W}^{(1)}$ twice: $x$", r"\(\mathbf{W}^{(1)}\) twice: \(x\)"),
        ("costs $5 or $6", f"costs {DOLLAR}5 or {DOLLAR}6"),
        ("`$x$ **y**`", "<code>$x$ **y**</code>"),
        ("2**3 times 4**5", "2**3 times 4**5"),
        ("a ` alone and ** too", "a ` alone and ** too"),
        ("*no* _no_ [no](x)", "*no* _no_ [no](x)"),
    ],
)
def test_code_bold_and_maths_are_html_and_the_rest_is_escaped(text, html):
    assert to_html(text) == html
