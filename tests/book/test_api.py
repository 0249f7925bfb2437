"""The API pages: objects are found by name, listed, linked to chapters, and mentioned."""

from __future__ import annotations

from types import SimpleNamespace
from typing import NamedTuple

import pytest
from bs4 import BeautifulSoup
from dlbook_book import api
from dlbook_book.api import Entry, find_object

from dlbook import scratch

RELU_MODULE = scratch.relu.__module__


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("dlbook.scratch", scratch),
        ("dlbook.scratch.relu", scratch.relu),
        (f"{RELU_MODULE}.relu", scratch.relu),
        ("dlbook.scratch.Tensor.backward", scratch.Tensor.backward),
    ],
)
def test_modules_functions_and_methods_are_found(name, expected):
    assert find_object(name) is expected


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("dlbook.scratch.rellu", "dlbook.scratch has no 'rellu'; did you mean 'relu'"),
        ("dlbook.scratch.Tensor.backwards", "Tensor has no 'backwards'.*'backward'"),
        ("dlbook.nowhere.relu", "dlbook has no 'nowhere'"),
        ("nosuchpackage.x", "no package 'nosuchpackage'"),
    ],
)
def test_an_unknown_name_says_what_is_near(name, message):
    with pytest.raises(api.UnknownObjectError, match=message):
        find_object(name)


NAMES = ("relu", "gelu", "Tensor", "Tensor.backward")
ENTRIES = [
    Entry(f"dlbook.scratch.{n}", "book/api", f"id-{n}", find_object(f"dlbook.scratch.{n}"))
    for n in NAMES
]


@pytest.mark.parametrize(
    ("explained", "expected"),
    [
        ("dlbook.scratch.relu", {"relu"}),
        (f"{RELU_MODULE}.relu", {"relu"}),
        (RELU_MODULE, {"relu", "gelu"}),
        ("dlbook.scratch.tensor", {"Tensor"}),
        ("dlbook.scratch.Tensor.backward", {"Tensor.backward"}),
        ("dlbook.scratch.tanh", set()),
    ],
)
def test_entries_of_what_is_explained(explained, expected):
    found = {
        e.name.removeprefix("dlbook.scratch.") for e in api.entries_for(explained, ENTRIES)
    }
    assert found == expected


def test_entries_are_read_from_sphinx_and_those_of_instances_left_out():
    entry = SimpleNamespace(docname="book/api", node_id="there")
    objects = {"dlbook.scratch.relu": entry, "dlbook.scratch.Tensor.only_instances": entry}
    env = SimpleNamespace(get_domain=lambda name: SimpleNamespace(objects=objects))
    expected = Entry("dlbook.scratch.relu", "book/api", "there", scratch.relu)
    assert api.api_entries(env) == [expected]


def test_the_index_lists_what_packages_offer_with_links():
    claim = Entry("dlbook.notebook.claim", "book/api/around", "claim", None)
    packages = api.by_package([*ENTRIES, claim])
    html = api.write_index(packages, lambda docname: f"{docname}.html")
    page = BeautifulSoup(html, "html.parser")
    assert [dt.get_text() for dt in page.find_all("dt")] == [
        "dlbook.scratch",
        "dlbook.notebook",
    ]
    links = {a.get_text(): a["href"] for a in page.find_all("a")}
    assert list(links) == ["relu", "gelu", "Tensor", "claim"]  # methods have none
    assert links["relu"] == "book/api.html#id-relu"
    assert all(dd.p.get_text() for dd in page.find_all("dd"))


def test_an_entry_links_to_every_chapter_that_explains_it(make_chapter):
    chapters = [
        make_chapter("neurons", explains=(RELU_MODULE,)),
        make_chapter("backpropagation", explains=("dlbook.scratch.relu",)),
    ]
    assert api.explained_in(scratch.relu, chapters) == chapters
    assert api.explained_in(scratch.gelu, chapters) == chapters[:1]
    assert api.chapter_links(api.explained_in(scratch.Tensor, chapters)) == []
    text = "\n".join(api.chapter_links(chapters))
    assert ":doc:`Neurons </book/part/neurons>`" in text
    assert ":doc:`Backpropagation </book/part/backpropagation>`" in text


class Pair(NamedTuple):
    """Two numbers."""

    first: int


def test_fields_of_named_tuples_are_left_out_and_nothing_else():
    assert api._skip_fields(None, "class", "first", Pair.first, False, {}) is True
    assert api._skip_fields(None, "class", "Pair", Pair, False, {}) is None
    assert api._skip_fields(None, "class", "f", lambda: None, False, {}) is None


@pytest.mark.parametrize(
    ("reference", "known"),
    [
        ((f"{RELU_MODULE}.relu",), True),
        (("numpy.ndarray",), True),
        (("gelu", f"{RELU_MODULE}.relu"), True),
        (("backward", "dlbook.scratch.tensor.Tensor"), True),
        (("dlbook.scratch.tensor.make_resutl",), False),
        (("numpy.ndarry",), False),
        (("gellu", f"{RELU_MODULE}.relu"), False),
        (("os.path",), False),
    ],
)
def test_docstrings_may_mention_what_exists_and_is_ours(reference, known):
    assert api.exists(*reference) is known


def test_the_docstring_that_holds_a_reference_is_known():
    source = "dlbook/scratch/__init__.py:docstring of dlbook.scratch.relu"
    assert api.scope_of(source) == "dlbook.scratch.relu"
    assert api.scope_of("book/api.md") == api.scope_of(None) == ""


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [
        ("dlbook.scratch.Tensor", "dlbook.scratch.Tensor"),
        ("dlbook.scratch.make_result", "dlbook.scratch.tensor.make_result"),
        ("dlbook.scratch.hidden", None),
    ],
)
def test_a_link_back_from_source_leads_to_an_entry_or_is_left_out(anchor, expected):
    link = '<a class="viewcode-back" href="../api.html#{}">[docs]</a>'
    documented = {"dlbook.scratch.Tensor", "dlbook.scratch.tensor.make_result"}
    body = f"<pre>{link.format(anchor)}code</pre>"
    kept = link.format(expected) if expected else ""
    fixed = api.fix_links_back(body, "dlbook.scratch.tensor", documented)
    assert fixed == f"<pre>{kept}code</pre>"
