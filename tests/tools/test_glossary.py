"""Terms: the passages that define them, and the words that stand for them in a text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools.chapters import Chapter, chapters
from tools.glossary import Finder, Place, Term, find_passage, read_terms, tidy

TEXT = """# One

A **gradient** is a list {footcite:p}`a2000`, says
[Two](two.ipynb). A `loss` falls.

## Steps

A step is *small*:

$$
x = 1
$$ (eq-one-x)

## Steps

It is told twice. A gradient is a list again.

```{footbibliography}
## No heading
```
"""


@pytest.fixture
def chapter(tmp_path) -> Chapter:
    path = tmp_path / "one.ipynb"
    cells = [{"cell_type": "markdown", "metadata": {}, "source": TEXT}]
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return Chapter("book/one", "Part", 1, "one", "One", "", (), (), 1, 5, path)


@pytest.mark.parametrize(
    ("quoted", "passage", "place"),
    [
        ("A step is *small*", "A step is *small*", Place("Steps")),
        ("A **gradient** … falls.", None, Place("One")),
        ("A step … (eq-one-x)", None, Place("Steps")),
        ("It is told twice.", "It is told twice.", Place("Steps", 1)),
    ],
)
def test_a_passage_is_found_by_its_first_and_last_words(chapter, quoted, passage, place):
    found, where = find_passage(chapter, quoted)
    assert where == place
    assert passage is None or found == passage
    first, _, last = quoted.partition(" … ")
    assert found.startswith(first)
    assert found.endswith(last)


@pytest.mark.parametrize("quoted", ["not there", "It is told … nor there", "is a list"])
def test_a_passage_that_is_missing_or_not_the_only_one_is_an_error(chapter, quoted):
    with pytest.raises(ValueError, match=r"one\.ipynb"):
        find_passage(chapter, quoted)


@pytest.mark.parametrize(
    ("passage", "sentence"),
    [
        ("a list {footcite:p}`a2000`:", "A list."),
        ("*small*, see [Two](two.ipynb)", "*Small*, see Two."),
        ("$x$ is small: $$ x = 1 $$ (eq-one-x)", "$x$ is small: $$ x = 1 $$"),
        ("A list, $$ x = 1, $$", "A list, $$ x = 1 $$"),
        ("Is it?", "Is it?"),
    ],
)
def test_a_passage_becomes_a_sentence(passage, sentence):
    assert tidy(passage) == sentence


def write(root: Path, entries: list[dict]) -> None:
    (root / "book").mkdir(exist_ok=True)
    (root / "book" / "glossary.yml").write_text(json.dumps(entries), encoding="utf-8")


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ({"in": "one"}, "says"),
        ({"in": "one", "means": "a list"}, "at"),
        ({"in": "two", "says": "A step"}, "two"),
        ({"in": "one", "says": "A step", "see": "x"}, "see"),
        ({"in": "one", "says": "gone"}, "gone"),
    ],
)
def test_a_faulty_entry_is_reported_by_its_term(chapter, tmp_path, entry, problem):
    write(tmp_path, [{"term": "step", **entry}])
    terms, wrong = read_terms([chapter], tmp_path)
    assert terms == []
    assert len(wrong) == 1
    assert "step" in wrong[0]
    assert problem in wrong[0]


def test_one_word_for_two_terms_is_reported(chapter, tmp_path):
    entry = {"in": "one", "says": "A step"}
    write(tmp_path, [{"term": "a", "also": ["both"], **entry}, {"term": "both", **entry}])
    _, wrong = read_terms([chapter], tmp_path)
    assert len(wrong) == 1
    write(
        tmp_path,
        [{"term": "a", "also": ["both"], **entry}, {"term": "both", "loose": True, **entry}],
    )
    assert read_terms([chapter], tmp_path)[1] == []


def term(name: str, *forms: str, **others) -> Term:
    return Term(name, (name, *forms), None, "", Place(""), **others)


@pytest.mark.parametrize(
    ("terms", "text", "found"),
    [
        ([term("epoch")], "An epoch. Epochs pass, and an\nepoch.", ["epoch"] * 3),
        ([term("entropy")], "entropies", ["entropy"]),
        ([term("batch")], "batches", ["batch"]),
        ([term("loss")], "losses lossy glossy loss-free", ["loss"]),
        (
            [term("batch"), term("batch norm")],
            "a batch\nnorm, a batch",
            ["batch norm", "batch"],
        ),
        ([term("cross-entropy")], "cross entropy", ["cross-entropy"]),
        ([term("Adam")], "Adam adam", ["Adam"]),
        ([term("logit", "score")], "scores", ["logit"]),
        ([term("bias"), term("bias (of a model)", "bias", only=("one",))], "bias", [None]),
        ([term("key", loose=True)], "a key", []),
        ([term("filter", "kernel", unmarked=("kernel",))], "kernel, filter", ["filter"]),
        ([term("key", only=("two",))], "a key", []),
    ],
)
def test_terms_are_found_in_a_text(terms, text, found):
    names = [t.name for _, t in Finder(terms, "one")(text)]
    assert names == ["bias (of a model)" if name is None else name for name in found]


def test_the_glossary_of_the_book_is_whole():
    terms, wrong = read_terms(chapters())
    assert wrong == []
    slugs = [term.slug for term in terms]
    assert len(set(slugs)) == len(slugs)
    assert {term.chapter.slug for term in terms} == {chapter.slug for chapter in chapters()}
