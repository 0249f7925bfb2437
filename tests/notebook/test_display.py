from __future__ import annotations

import json
import sys
from types import SimpleNamespace

import nbformat
import pytest
from nbclient import NotebookClient

from dlbook.notebook.display import show, to_html

BUNDLE = {"text/html": "<b>rich</b>", "text/plain": "plain"}


@pytest.fixture
def ipython(monkeypatch):
    """A stand-in for IPython that records what is displayed."""
    shown = []
    module = SimpleNamespace(
        shown=shown,
        get_ipython=lambda: object(),
        display=SimpleNamespace(
            display=lambda bundle, metadata, raw: shown.append((bundle, raw))
        ),
    )
    monkeypatch.setitem(sys.modules, "IPython", module)
    return module


def test_without_ipython_the_text_is_printed(monkeypatch, capsys):
    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    show(BUNDLE)
    assert capsys.readouterr().out == "plain\n"


def test_with_ipython_loaded_but_not_running_the_text_is_printed(ipython, capsys):
    ipython.get_ipython = lambda: None
    show(BUNDLE)
    assert capsys.readouterr().out == "plain\n"
    assert ipython.shown == []


def test_in_a_notebook_everything_is_displayed(ipython, capsys):
    show(BUNDLE)
    assert ipython.shown == [(BUNDLE, True)]
    assert capsys.readouterr().out == ""


def test_a_kernel_stores_every_form(tmp_path):
    cells = [
        "from dlbook.notebook import claim, predict, show_source",
        "predict('Which?', ['a', 'b'], answer=0, why='c')",
        "show_source(claim)",
        "claim('accuracy', 0.9, at_least=0.8)",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    NotebookClient(
        notebook, kernel_name="python3", resources={"metadata": {"path": tmp_path}}
    ).execute()
    _, question, source, claimed = (cell.outputs for cell in notebook.cells)
    assert set(question[0].data) == {"text/html", "text/plain"}
    assert set(source[0].data) == {"text/markdown", "text/plain"}
    assert claimed[0].text == "claim: accuracy ≥ 0.8 ✓ (measured 0.9)\n"
    assert "answer=0" not in json.dumps(question)


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
