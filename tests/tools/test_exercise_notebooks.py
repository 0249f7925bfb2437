"""The notebooks of the exercises are current, run, and give nothing away."""

from __future__ import annotations

import ast
import importlib.util

import nbformat
import pytest

from dlbook.exercise import find, ids
from dlbook.exercise.format import read
from tests.exercise import samples
from tools import exercise_notebooks as tool

NOTEBOOKS = tool.notebooks()
HAS_TORCH = importlib.util.find_spec("torch") is not None
OPEN = [path for path in NOTEBOOKS if not path.stem.endswith("-solutions")]
SOLVED = [path for path in NOTEBOOKS if path not in OPEN]


def stem(path) -> str:
    return path.stem


def code_cells(path) -> list:
    notebook = nbformat.reads(NOTEBOOKS[path], as_version=4)
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def reports(path) -> dict:
    """Run a notebook and return what its checks report, by exercise."""
    names, found = {}, {}
    for cell in code_cells(path):
        tree = ast.parse(cell.source)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "<cell>", "exec"), names)
        if last and "check" in cell.metadata.get("tags", []):
            report = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
            found[report.exercise] = report
    return found


def checked(path) -> list[str]:
    chapter = path.stem.removesuffix("-solutions")
    return [id for id in ids(chapter) if find(id).kind != "investigate"]


def test_the_notebooks_in_the_repository_are_current():
    stored = {p: p.read_text(encoding="utf-8") for p in tool.FOLDER.glob("*.ipynb")}
    outdated = [p.name for p in {*stored, *NOTEBOOKS} if stored.get(p) != NOTEBOOKS.get(p)]
    assert outdated == [], "run `make exercises`"


def test_they_are_the_same_each_time():
    assert tool.notebooks() == NOTEBOOKS


@pytest.mark.parametrize("path", OPEN, ids=stem)
def test_a_fresh_notebook_runs_and_nothing_passes(path):
    found = reports(path)
    assert sorted(found) == checked(path)
    assert [id for id, report in found.items() if report.passed] == []


@pytest.mark.parametrize("path", SOLVED, ids=stem)
@pytest.mark.skipif(not HAS_TORCH, reason="some exercises need torch")
def test_the_solutions_pass(path):
    found = reports(path)
    assert sorted(found) == checked(path)
    assert [str(report) for report in found.values() if not report.passed] == []


@pytest.mark.parametrize("path", OPEN, ids=stem)
def test_no_solution_is_in_a_readers_notebook(path):
    text = "\n".join(cell.source for cell in nbformat.reads(NOTEBOOKS[path], 4).cells)
    for exercise in map(find, ids(path.stem)):
        assert not exercise.is_code or exercise.solution.strip() not in text
    assert "### BEGIN" not in text
    assert "def inputs" not in text
    assert "def wrong_" not in text


def sources(cells) -> list[str]:
    return [cell.source for cell in cells]


def test_the_cells_of_code():
    exercise = samples.sample()
    _, starter, check = tool.reader_cells(exercise)
    assert starter.source.endswith('    """Return the mean of each row."""\n    ...')
    assert check.source == 'check("chapter/means", means)'
    _, solution, _ = tool.solution_cells(exercise)
    assert "return X.mean(axis=1)" in solution.source
    assert [cell.id for cell in tool.reader_cells(exercise)] == [
        "means-statement", "means-starter", "means-check"
    ]  # fmt: skip


def test_the_cells_of_other_kinds():
    choice, number = read(samples.CHOICE, "a/pick"), read(samples.NUMBER, "a/guess")
    assert sources(tool.reader_cells(choice))[1:] == [
        "answer = ...  # a letter, as in answer = 'a'",
        'check("a/pick", answer)',
    ]
    assert sources(tool.solution_cells(choice))[1:] == [
        "check(\"a/pick\", 'b')",
        "- (a) No: rows go.\n- (b) Yes.\n- (c) No.",
    ]
    assert sources(tool.solution_cells(number))[1:] == [
        'check("a/guess", 12)',
        "Three times four.",
    ]
    question = read(samples.OPEN, "a/explore")
    assert sources(tool.reader_cells(question))[1:] == ["# Your experiment"]
    assert sources(tool.solution_cells(question))[1:] == ["Several seeds."]


def test_the_code_that_a_prediction_is_about_comes_after_it():
    text = samples.CHOICE + '\n# %% tags=["starter"]\nprint("see")\n'
    for cells in (tool.reader_cells, tool.solution_cells):
        assert sources(cells(read(text, "a/pick")))[-1] == 'print("see")'


def test_the_title_of_a_chapter(tmp_path):
    assert tool.chapter_title("not-written-yet") == "Not written yet"
    path = tmp_path / "part" / "relu.ipynb"
    path.parent.mkdir()
    path.write_text('{"metadata": {"dlbook": {"title": "On ReLU"}}}')
    assert tool.chapter_title("relu", tmp_path) == "On ReLU"


def test_notebooks_are_written_and_old_ones_go(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    monkeypatch.setattr(tool, "FOLDER", tmp_path / "notebooks")
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "gone.ipynb").touch()
    assert tool.main() == 0
    written = {path.name: path.read_text() for path in (tmp_path / "notebooks").iterdir()}
    assert written == {path.name: text for path, text in NOTEBOOKS.items()}
    assert f"{len(NOTEBOOKS)} notebooks of {len(ids())} exercises" in capsys.readouterr().out
