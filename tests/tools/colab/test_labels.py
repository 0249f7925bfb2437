"""Labels are found and counted as the web book counts them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tools.colab import ROOT
from tools.colab.errors import ConversionError
from tools.colab.labels import Label, chapter_files, collect, shown_exercise

SITE = Path(os.environ.get("DLBOOK_SITE", ROOT / "build" / "book" / "_build" / "html"))


def figure(name, **others):
    return new_code_cell("x", metadata={"mystnb": {"figure": {"name": name}}, **others})


def test_each_kind_is_counted_by_itself_in_each_chapter():
    first = new_notebook(cells=[figure("fig-a"), new_markdown_cell("$$\nx\n$$ (eq-a)\n")])
    second = new_notebook(
        cells=[
            new_markdown_cell("(why)=\n## Why\n\n$$\nx\n$$\n\n```{math}\n:label: eq-b\ny\n```"),
            figure("fig-b"),
            new_markdown_cell("```{exercise} Title\n:label: ex-b\nx\n```\n\n$$\nz\n$$ (eq-c)"),
            figure("fig-c"),
            new_code_cell(
                "show_exercise('backpropagation/linear-backward')",
                metadata={"tags": ["exercise"]},
            ),
        ]
    )
    found = collect({"one": first, "two": second})
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


def test_a_label_given_twice_is_an_error():
    notebook = new_notebook(cells=[figure("fig-a")])
    with pytest.raises(ConversionError, match="two: the label 'fig-a' is given twice"):
        collect({"one": notebook, "two": notebook})


def test_a_name_without_a_heading_is_an_error():
    notebook = new_notebook(cells=[new_markdown_cell("(why)=\ntext")])
    with pytest.raises(ConversionError, match="no heading follows the label 'why'"):
        collect({"one": notebook})


def test_a_cell_that_sets_no_exercise():
    assert shown_exercise(new_code_cell("show_exercise('a/b')")) == ""
    with pytest.raises(ConversionError, match="calls show_exercise"):
        shown_exercise(new_code_cell("x", metadata={"tags": ["exercise"]}))


def test_chapters_come_in_the_order_of_the_table_of_contents(tmp_path):
    (tmp_path / "_toc.yml").write_text(
        "root: a\nparts:\n- chapters:\n  - file: b/two\n    sections:\n    - file: b/one\n"
        "  - file: b/gone\n- chapters:\n  - file: c/page\n"
    )
    for name in ("b/one.ipynb", "b/two.ipynb", "b/other.ipynb", "c/page.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [path.stem for path in chapter_files(tmp_path)] == ["two", "one"]


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
    files = chapter_files(ROOT)
    chapters = {p.stem: json.loads(p.read_text(encoding="utf-8")) for p in files}
    ours = {name: label for name, label in collect(chapters).items() if label.number}
    shown = {}
    for path in files:
        page = SITE / path.relative_to(ROOT).with_suffix(".html")
        if not page.exists():
            pytest.fail(f"there is no {page}: run `make book` first")
        shown |= numbers_in_page(page.read_text(encoding="utf-8"))
    assert len(shown) > 50
    assert {name: label.text for name, label in ours.items()} == shown
