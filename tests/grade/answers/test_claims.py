from __future__ import annotations

import ast

import pytest

from dlbook.grade.answers.claims import checks_in, ids_named
from dlbook.grade.answers.units import units_of
from dlbook.grade.submissions.document import Document

KNOWN = {"chapter/means", "chapter/pick", "other/pick"}


def test_the_last_check_of_each_exercise():
    text = "check('a/b', f)\nr = ex.check('a/c', 3, seed=1)\ncheck('a/b', g)\nrecheck('a/d', f)"
    found = checks_in(units_of(Document("x", (text,)))[0])
    assert {id: (claim.place, ast.unparse(claim.answer)) for id, claim in found.items()} == {
        "a/b": (2, "g"),
        "a/c": (1, "3"),
    }


@pytest.mark.parametrize("text", ["check('a/b')", "check(x, f)", "'check'", "check"])
def test_what_is_no_check(text):
    assert checks_in(units_of(Document("x", (text,)))[0]) == {}


@pytest.mark.parametrize(
    ("name", "cell", "ids"),
    [
        ("x.py", "# exercise: chapter/means\n", {"chapter/means"}),
        ("x.ipynb", "# exercise: chapter/means\n", {"chapter/means"}),
        ("x.py", "# exercise: no/such\n", set()),
        ("hw/means.py", "", {"chapter/means"}),
        ("other/Pick.py", "", {"other/pick"}),
        ("pick.py", "", set()),  # two exercises have that name
        ("chapter/pick.ipynb", "", set()),
    ],
)
def test_what_comments_and_names_tell(name, cell, ids):
    assert ids_named(Document(name, (cell,)), KNOWN) == ids
