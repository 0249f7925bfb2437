"""The plain notebooks: cells of chapters and exercises, numbers, and what is stored."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
import venv
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from packaging.requirements import Requirement

from dlbook.exercise import find, ids
from dlbook.exercise.format import read
from tests.exercise import samples
from tools.chapters import ROOT, chapters, shown_exercise
from tools.colab import notebooks as tool
from tools.colab.cells import (
    ASK,
    FOLDED,
    RESULT,
    Cell,
    chapter_cells,
    reader_cells,
    solution_cells,
    with_ids,
)
from tools.colab.myst import ConversionError, remains
from tools.colab.notebooks import PUBLISHED, install_cell, source_of, stored_source
from tools.colab.references import Label, collect
from tools.prepare_build import build_wheel
from tools.remote import Remote

SITE = Path(os.environ.get("DLBOOK_SITE", ROOT / "build" / "book" / "_build" / "html"))
SOURCE = "dlbook[torch] @ git+https://github.com/reader/book"
EXERCISE = "backpropagation/linear-backward"
LINK = re.compile(r"\]\(((?!\w+://)[^()\s]+)\)")


class Chapter:
    """A chapter made of cells."""

    def __init__(self, *cells, slug="one", number=1):
        self.cells, self.slug, self.number = cells, slug, number

    def notebook(self):
        return new_notebook(cells=list(self.cells))


def made(*cells) -> list[Cell]:
    chapter = Chapter(*cells)
    return list(chapter_cells(chapter, collect([chapter])))


def code(source="x = 1", *tags, **metadata):
    return new_code_cell(source, metadata={"tags": list(tags), **metadata})


def figure(name, **others):
    return code("plot()", mystnb={"figure": {"name": name, **others}})


# --- cells of a chapter -------------------------------------------------------------


def test_code_stays_and_outputs_go():
    output = new_output("stream", name="stdout", text="1\n")
    source = "x = '{eq}`a`'\nprint(1)"
    (cell,) = made(new_code_cell(source, outputs=[output], execution_count=3))
    assert cell.as_json("a") == {
        "cell_type": "code", "execution_count": None, "id": "a", "metadata": {},
        "outputs": [], "source": source,
    }  # fmt: skip


def test_hidden_code_is_folded_and_tags_of_the_page_go():
    for tag in ("remove-input", "hide-input", "hide-cell"):
        (cell,) = made(code("plot(...)", tag, "solution"))
        assert cell.as_json("a")["metadata"] == {"tags": ["solution"], **FOLDED}
    cells = made(code("a", "live"), code("b", "derive", "raises-exception"))
    assert [cell.tags for cell in cells] == [(), ("derive", "raises-exception")]
    assert not any(cell.folded for cell in cells)


def test_what_follows_a_prediction_is_folded_up_to_the_next_heading(context):
    question = code("predict(...)", "remove-input")
    made_cells = made(new_markdown_cell("## A"), question, code("x"))
    _, asked, heading, after = made_cells
    assert asked.source == f"{ASK}\npredict(...)"
    assert (heading.source, after.source) == (f"### {RESULT}", "x")
    written = json.loads(tool.write(made_cells, context, SOURCE))
    cell = next(c for c in written["cells"] if c["source"] == [heading.source])
    assert cell["metadata"] == {"jp-MarkdownHeadingCollapsed": True, "id": cell["id"]}
    assert written["metadata"]["colab"] == {"collapsed_sections": [cell["id"]]}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("# T\n\ntext", ["# T\n\ntext"]),
        ("a\n\n## B\nb\n### C", ["a", "## B\nb", "### C"]),
        ("a\n\n(b)=\n## B", ["a", "(b)=\n## B"]),
        ("a\n````\n```\n# a comment\n````\n# B", ["a\n````\n```\n# a comment\n````", "# B"]),
    ],
)
def test_a_cell_ends_above_a_heading(text, parts):
    assert [cell.source for cell in made(new_markdown_cell(text))] == parts


def test_a_figure_gets_its_caption_below():
    _, caption = made(figure("fig-a", caption="By {eq}`a`.\n"))
    assert (caption.kind, caption.source) == ("markdown", "**Fig. 1.1** By {eq}`a`.")
    with pytest.raises(ConversionError, match=r"one.ipynb, cell 1: a figure needs"):
        made(code("y"), figure("fig-a"))


def test_exercises_are_introduced_once_and_stand_below_their_heading():
    cells = made(
        new_markdown_cell("# Title\n\n## Exercises\n\n### Easy"),
        code(f'show_exercise("{EXERCISE}")', "exercise"),
        new_markdown_cell("no heading"),
        code('show_exercise("backpropagation/maximum-operation")', "exercise"),
    )
    assert sum("dlbook.exercise" in cell.source for cell in cells) == 1
    assert "exercises/one-solutions.ipynb" in cells[3].source
    titles = [cell.source.partition(":")[0] for cell in cells if "Exercise 1." in cell.source]
    assert titles == ["#### Exercise 1.1", "#### Exercise 1.2"]
    statement, starter, check = cells[5:8]
    expected = reader_cells(find(EXERCISE))
    assert statement.source.partition("\n")[2] == expected[0].source.partition("\n")[2]
    assert [starter.source, check.source] == [cell.source for cell in expected[1:]]


def test_an_experiment_finds_the_names_of_the_chapter_again():
    (experiment,) = [i for i in ids("backpropagation") if i.endswith("sigmoid-depth")]
    cells = made(
        new_markdown_cell("# Title"),
        code("x = 1\ndef of_chapter():\n    return x"),
        *(code(f'show_exercise("{i}")', "exercise") for i in (EXERCISE, experiment)),
    )
    _, begun, starter, _, tried = [c.source for c in cells if c.kind == "code"]
    names = {}
    exec(f"{cells[1].source}\n{begun}\n{starter}", names)
    exec("x = 2", names)  # as an exercise may do
    exec(f"{tried}\nfound = of_chapter()", names)
    assert names["found"] == 1


def test_an_id_follows_from_the_text_and_is_given_once():
    cells = [Cell("code", text) for text in ("a", "b", "a")]
    first = [cell["id"] for cell in with_ids(cells)]
    assert len(set(first)) == 3
    assert [cell["id"] for cell in with_ids([Cell("code", "new"), *cells])[1:]] == first


# --- cells of exercises -------------------------------------------------------------


def sources(cells, kind="") -> list[str]:
    return [c.source for c in cells if not kind or kind == c.cell_type]


def test_the_cells_of_code():
    exercise = samples.sample()
    _, starter, check = reader_cells(exercise)
    assert starter.source.endswith('    """Return the mean of each row."""\n    ...')
    assert check.source == 'check("chapter/means", means)'
    assert (starter.tags, check.tags) == (("starter",), ("check",))
    _, solution, _ = solution_cells(exercise)
    assert "return X.mean(axis=1)" in solution.source


def test_the_cells_of_other_kinds():
    choice = read(samples.CHOICE, "a/pick")
    number = read(samples.NUMBER, "a/guess")
    assert sources(reader_cells(choice))[1:] == [
        "answer = ...  # a letter, as in answer = 'a'",
        'check("a/pick", answer)',
    ]
    assert sources(solution_cells(choice))[1:] == [
        "check(\"a/pick\", 'b')",
        "- (a) No: rows go.\n- (b) Yes.\n- (c) No.",
    ]
    assert sources(solution_cells(number))[1:] == ['check("a/guess", 12)', "Three times four."]
    question = read(samples.OPEN, "a/explore")
    assert sources(reader_cells(question))[1:] == ["# Your experiment"]
    assert sources(solution_cells(question))[1:] == ["Several seeds."]
    text = samples.CHOICE + '\n# %% tags=["starter"]\nprint("see")\n'
    for cells_of in (reader_cells, solution_cells):  # the code comes after the prediction
        assert sources(cells_of(read(text, "a/pick")))[-1] == 'print("see")'


# --- numbers ------------------------------------------------------------------------


def test_each_kind_is_counted_by_itself_in_each_chapter():
    first = Chapter(figure("fig-a"), new_markdown_cell("$$\nx\n$$ (eq-a)\n"))
    second = Chapter(
        new_markdown_cell("(why)=\n## Why\n\n$$\nx\n$$\n\n```{math}\n:label: eq-b\ny\n```"),
        figure("fig-b"),
        new_markdown_cell("```{exercise} Title\n:label: ex-b\nx\n```\n\n$$\nz\n$$ (eq-c)"),
        figure("fig-c"),
        code(f"show_exercise('{EXERCISE}')", "exercise"),
        slug="two",
        number=2,
    )
    found = collect([first, second])
    assert {name: (label.chapter, label.text) for name, label in found.items()} == {
        "fig-a": ("one", "Fig. 1.1"),
        "eq-a": ("one", "(1.1)"),
        "why": ("two", "Why"),
        "eq-b": ("two", "(2.1)"),
        "fig-b": ("two", "Fig. 2.1"),
        "ex-b": ("two", "Exercise 2.1"),
        "eq-c": ("two", "(2.2)"),
        "fig-c": ("two", "Fig. 2.2"),
        "ex-backpropagation-linear-backward": ("two", "Exercise 2.2"),
    }
    assert found["ex-b"] == Label("exercise", "two", "2.1", "Title")
    with pytest.raises(ConversionError, match="two: the label 'why' is given twice"):
        collect([second, second])
    with pytest.raises(ConversionError, match="no heading follows the label 'why'"):
        collect([Chapter(new_markdown_cell("(why)=\ntext"))])


def numbers_in_page(html: str) -> dict[str, str]:
    """Return the numbers that a page of the built book shows, by label."""
    page, found = BeautifulSoup(html, "html.parser"), {}
    for element in page.select(".caption-number"):
        parent = element.find_parent(id=True)
        if parent["id"].startswith("fig-"):
            found[parent["id"]] = element.get_text().strip()
    for element in page.select(".eqno"):
        found[element.find_parent(id=True)["id"].removeprefix("equation-")] = (
            element.get_text().strip().rstrip("#¶").strip()
        )
    for element in page.select("div.exercise[id]"):
        title = element.find(class_="admonition-title").get_text()
        found[element["id"]] = " ".join(title.split()[:2])
    return found


def test_the_numbers_are_those_of_the_built_book():
    ours = {name: label for name, label in collect(chapters()).items() if label.number}
    shown = {}
    for chapter in chapters():
        page = SITE / f"{chapter.docname}.html"
        if not page.exists():
            pytest.fail(f"there is no {page}: run `make book` first")
        shown |= numbers_in_page(page.read_text(encoding="utf-8"))
    assert len(shown) > 50
    assert {name: label.text for name, label in ours.items()} == shown


# --- all notebooks ------------------------------------------------------------------


@pytest.fixture(scope="module")
def notebooks():
    """All plain notebooks, made anew, by name."""
    texts = tool.make_notebooks(ROOT, SOURCE)
    return {name: nbformat.reads(text, as_version=4) for name, text in texts.items()}


def test_there_is_one_of_each_chapter_and_two_of_its_exercises(notebooks):
    bank = sorted({exercise_id.partition("/")[0] for exercise_id in ids()})
    exercises = [f"exercises/{s}{end}.ipynb" for s in bank for end in ("", "-solutions")]
    assert list(notebooks) == [f"{c.slug}.ipynb" for c in chapters()] + exercises


@pytest.mark.parametrize("chapter", chapters(), ids=lambda c: c.slug)
def test_a_copy_runs_all_that_its_chapter_runs_and_sets_its_exercises(chapter, notebooks):
    cells = chapter.notebook()["cells"]
    plain = [c for c in cells if c["cell_type"] == "code" and not shown_exercise(c)]
    expected = ["".join(c["source"]) for c in plain]
    copied = sources(notebooks[f"{chapter.slug}.ipynb"].cells, "code")
    copied = [source.removeprefix(f"{ASK}\n") for source in copied]
    ours = iter(copied)
    assert next(ours) == install_cell(SOURCE)
    assert [source for source in expected if source not in ours] == []  # in this order
    asked = [i for c in cells if (i := shown_exercise(c)) and find(i).kind != "investigate"]
    text = "\n".join(copied)
    assert [i for i in asked if f'check("{i}", ' not in text] == []


def test_text_is_plain_outputs_are_gone_and_links_lead_to_notebooks(notebooks):
    folder = ROOT / tool.FOLDER
    for name, notebook in notebooks.items():
        texts = sources(notebook.cells, "markdown")
        assert [p for text in texts for p in remains(text)] == [], name
        targets = {target for text in texts for target in LINK.findall(text)}
        paths = {((folder / name).parent / t).resolve().relative_to(folder) for t in targets}
        assert {p.as_posix() for p in paths} <= set(notebooks), name
        ran = [(c.outputs, c.execution_count) for c in notebook.cells if c.cell_type == "code"]
        assert ran == [([], None)] * len(ran)
        keys = {key for c in notebook.cells for key in c.metadata}
        assert keys <= {"tags", "cellView", "jupyter", "jp-MarkdownHeadingCollapsed", "id"}


def test_no_solution_is_in_a_readers_notebook(notebooks):
    for name in notebooks:
        if name.startswith("exercises/") and not name.endswith("-solutions.ipynb"):
            text = "\n".join(sources(notebooks[name].cells))
            codes = [e for e in map(find, ids(Path(name).stem)) if e.is_code]
            assert [e.id for e in codes if e.solution.strip() in text] == []
            assert not re.search(r"### BEGIN|def inputs|def wrong_", text)


def test_the_notebooks_in_the_repository_are_current():
    """Compared under the address that they hold: a fork's copies may point to its origin."""
    stored, current = tool.stored(), tool.make_notebooks(ROOT, tool.known_source())
    outdated = [n for n in {*stored, *current} if stored.get(n) != current.get(n)]
    assert sorted(outdated) == [], "run `make colab`"
    assert tool.known_source() or not source_of(ROOT), "run `make colab`"


def test_an_error_tells_its_place_and_code_is_not_converted(context):
    cell = Cell("markdown", "{abbr}`x`", origin="one.ipynb, cell 7")
    with pytest.raises(ConversionError, match=r"one.ipynb, cell 7: unknown role \{abbr\}"):
        tool.write([cell], context, SOURCE)
    text = tool.write([Cell("code", "x = '{abbr}`x`'")], context, SOURCE)
    assert nbformat.reads(text, as_version=4).cells[1].source == "x = '{abbr}`x`'"


def test_a_notebook_of_exercises_that_cites_lists_its_references(works):
    book = tool.Book({}, {}, works, "")
    listed = tool.with_references([Cell("markdown", "See {footcite:t}`one1958first`.")])
    text = tool.write(listed, book.context("one", listed), SOURCE)
    last = nbformat.reads(text, as_version=4).cells[-1].source
    assert last.startswith("## References\n\n- Ann Bürger")
    assert tool.with_references([]) == []


def test_the_address_of_files():
    assert tool.files_address(None) == ""
    assert tool.files_address(Remote("gitlab.com", "a/b", "main")) == ""
    github = tool.files_address(Remote("github.com", "a/b", "main"))
    assert github == "https://github.com/a/b/blob/main/"


# --- the command --------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    """Return a repository with one old notebook, which knows an address."""
    (tmp_path / "colab").mkdir()
    old = json.dumps({"cells": with_ids([Cell("code", install_cell(SOURCE))])})
    (tmp_path / "colab" / "gone.ipynb").write_text(old)
    return tmp_path


def test_notebooks_are_written_and_old_ones_go(folder, monkeypatch, capsys):
    texts, given = {"one.ipynb": "{}", "exercises/one.ipynb": "{1}"}, []
    monkeypatch.setattr(tool, "make_notebooks", lambda r, source: given.append(source) or texts)
    assert tool.main(folder) == 0
    assert tool.stored(folder) == texts
    assert given == [SOURCE]  # an address that is stored stays if there is no other
    assert "2 plain notebooks" in capsys.readouterr().out


def test_after_an_error_everything_is_as_it_was(folder, monkeypatch, capsys):
    def fail(root, source):
        raise ConversionError("one.ipynb, cell 7: unknown role {abbr}")

    monkeypatch.setattr(tool, "make_notebooks", fail)
    assert tool.main(folder) == 1
    assert list(tool.stored(folder)) == ["gone.ipynb"]
    assert "one.ipynb, cell 7: unknown role {abbr}" in capsys.readouterr().err


# --- the cell that installs ---------------------------------------------------------


@pytest.mark.parametrize("source", [SOURCE, ""])
def test_if_dlbook_is_there_nothing_happens(source, monkeypatch, capsys):
    monkeypatch.setattr(subprocess, "run", lambda *args, **kwargs: pytest.fail("pip is called"))
    exec(install_cell(source), {})
    assert capsys.readouterr() == ("", "")


@pytest.fixture
def pip(monkeypatch):
    """Hide dlbook, and stand in for pip: note the calls, and fail if told to."""
    calls, status = [], {"returncode": 0}

    def install(command, **kwargs):
        calls.append(command)
        return subprocess.CompletedProcess(command, **status, stderr="no route to host\n")

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(subprocess, "run", install)
    return calls, status


def test_if_dlbook_is_missing_pip_installs_it_and_failures_are_explained(pip, capsys):
    calls, status = pip
    exec(install_cell(SOURCE), {})
    assert calls == [[sys.executable, "-m", "pip", "install", "--quiet", SOURCE]]
    assert capsys.readouterr() == ("", "")
    status["returncode"] = 1
    with pytest.raises(ModuleNotFoundError, match="no route to host") as raised:
        exec(install_cell(SOURCE), {})
    assert SOURCE in str(raised.value)
    assert "pip install '.[torch]'" in str(raised.value)


def test_the_address_is_that_of_the_repository(tmp_path):
    def git(*arguments):
        subprocess.run(["git", "-C", tmp_path, *arguments], check=True)

    assert stored_source(install_cell(SOURCE)) == SOURCE
    git("init", "-q")
    assert source_of(tmp_path) == PUBLISHED
    assert source_of(tmp_path, SOURCE) == SOURCE
    git("remote", "add", "origin", "git@gitlab.com:other/fork.git")
    source = source_of(tmp_path, SOURCE)
    assert source == "dlbook[torch] @ git+https://gitlab.com/other/fork"
    assert Requirement(source).url == "git+https://gitlab.com/other/fork"  # as pip reads it


def test_the_first_cell_installs_the_package_in_an_empty_environment(tmp_path):
    index, env = tmp_path / "index", tmp_path / "env"
    index.mkdir()
    build_wheel(index)
    venv.create(env, with_pip=True)
    # Nothing but the wheel: the packages that it needs cannot be had without a network.
    bare = {"PATH": "", "PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "HOME": str(tmp_path)}
    cell = install_cell(PUBLISHED)

    def run(code, **variables):
        command = [env / "bin" / "python", "-c", code]
        surroundings = {**bare, **variables}
        return subprocess.run(
            command, capture_output=True, text=True, cwd=tmp_path, env=surroundings
        )

    where = f"{cell}\nimport dlbook; print(dlbook.__file__)"
    gone = run(where)
    assert gone.returncode == 1
    assert f"dlbook could not be installed from {PUBLISHED}" in gone.stderr
    done = run(where, PIP_FIND_LINKS=str(index))
    assert done.stderr == ""
    assert done.stdout.startswith(str(env))
    again = run(where)
    assert (again.stdout, again.stderr) == (done.stdout, "")
    # With NumPy from here, the installed package has its data and its exercises.
    used = run(
        "from dlbook.data import load; from dlbook.exercise import ids; "
        "print(len(load('mnist').X_test) > 0, len(ids()))",
        PYTHONPATH=os.pathsep.join([str(Path(done.stdout).parents[1]), *sys.path]),
    )
    assert used.stdout == f"True {len(ids())}\n", used.stderr
