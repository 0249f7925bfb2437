"""Every chapter keeps the rules of a chapter."""

from __future__ import annotations

import ast
from itertools import pairwise

from dlbook.exercise import ids
from tests.chapters import checks
from tools.chapters import ROOT
from tools.execute import LARGEST_NOTEBOOK

# Chapters import nothing from these, so that their names are free.
NOT_IMPORTED = {"exercise", "grade"}


def package_names() -> set[str]:
    """Return the names of functions and classes that a chapter could import instead."""
    paths = [p for p in ROOT.glob("dlbook/*/**/*.py") if not NOT_IMPORTED & set(p.parts)]
    found = (n for p in paths for n in ast.parse(p.read_text(encoding="utf-8")).body)
    return {n.name for n in found if isinstance(n, ast.FunctionDef | ast.ClassDef)}


def test_every_code_cell_has_run(chapter):
    assert checks.not_executed(chapter) == []


def test_stored_outputs_hold_nothing_of_the_machine(chapter):
    assert checks.unstable_outputs(chapter) == []


def test_outputs_that_are_not_compared_have_a_claim(chapter):
    assert checks.unclaimed(chapter) == []


def test_figures_have_alt_text_and_caption(chapter):
    assert checks.figures_without_alt(chapter) == []


def test_package_code_is_imported_and_not_copied(chapter):
    assert checks.redefinitions(chapter, package_names()) == []


def test_code_cells_are_short(chapter):
    assert checks.long_cells(chapter) == []


def test_the_notebook_is_small(listed, chapter):
    size = listed.path.stat().st_size
    assert size <= LARGEST_NOTEBOOK, f"{size} bytes: run `make execute ONE={listed.path}`"


def test_length(chapter):
    words = len(checks.prose(chapter).split())
    assert 2000 <= words <= 6500, f"{words} words"


def test_words_that_teach_nothing(chapter):
    assert checks.FORBIDDEN_WORDS.findall(checks.prose(chapter)) == []


def test_exercises_come_from_the_bank_and_are_of_several_kinds(chapter):
    assert checks.exercise_problems(chapter, ids()) == []


def test_one_title_and_no_jump_between_headings(chapter):
    levels, fenced = [], False
    for line in checks.markdown(chapter).splitlines():
        fenced ^= line.startswith(("```", ":::"))
        if not fenced and line.startswith("#"):
            levels.append(len(line.split(" ")[0]))
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))
