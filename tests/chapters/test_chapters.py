"""Every chapter keeps the rules of a chapter."""

from __future__ import annotations

import ast
from itertools import pairwise
from pathlib import Path

import yaml

from dlbook.exercise import ids
from tests.chapters import checks

ROOT = Path(__file__).resolve().parents[2]


def earlier_slugs(path: Path) -> list[str]:
    """Return the slugs of the chapters that _toc.yml lists before ``path``."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    files = [entry["file"] for part in toc["parts"] for entry in part["chapters"]]
    return [
        Path(f).name for f in files[: files.index(str(path.relative_to(ROOT).with_suffix("")))]
    ]


def package_names() -> set[str]:
    """Return the names of all functions and classes of dlbook at a module's top."""
    trees = [ast.parse(p.read_text(encoding="utf-8")) for p in ROOT.glob("dlbook/**/*.py")]
    found = (n for tree in trees for n in tree.body)
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


def test_metadata_is_complete(chapter, path):
    assert checks.metadata_problems(chapter, earlier_slugs(path)) == []
    assert chapter.metadata.dlbook.slug == path.stem


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
