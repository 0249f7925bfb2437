"""What the tests of the plain notebooks share: labels of two chapters, and some works."""

from __future__ import annotations

import pytest
from pybtex.database import parse_string

from tools.colab.references import Citations, Context, Label

LABELS = {
    "fig-relu-bend": Label("figure", "relu", "2.1"),
    "eq-relu-max": Label("equation", "relu", "2.1"),
    "ex-relu-slope": Label("exercise", "relu", "2.1", "The slope"),
    "why-bend": Label("section", "relu", title="Why a bend"),
    "fig-sums-plane": Label("figure", "sums", "1.4"),
}
WORKS = r"""
@article{one1958first, author = {B{\"u}rger, Ann}, title = {First {ReLU}}, journal = {J_1},
  year = {1958}, doi = {10.1/(a)_b}}
@book{two2001pair, author = {de la Cruz, Bo and Day, Cy}, title = {Two}, publisher = {P},
  year = {2001}}
@article{many2017a, author = {Dee, A. and Eff, B. and Gee, C.}, title = {Attention},
  journal = {J}, year = {2017}}
@article{many2017b, author = {Dee, A. and Eff, B. and Aitch, D.}, title = {Bias},
  journal = {J}, year = {2017}}
@misc{some2020team, author = {{The Team} and others}, title = {Tool}, year = {2020}}
"""


@pytest.fixture
def works():
    return parse_string(WORKS, "bibtex")


@pytest.fixture
def make_context(works):
    """Return a function that makes a context; everything can be replaced."""

    def make(**others) -> Context:
        cited = ["one1958first", "two2001pair", "many2017a"]
        values = {
            "chapter": "relu",
            "chapters": {"sums": "Weighted sums", "relu": "ReLU"},
            "labels": LABELS,
            "citations": Citations(works, cited),
        }
        return Context(**(values | others))

    return make


@pytest.fixture
def context(make_context):
    return make_context()
