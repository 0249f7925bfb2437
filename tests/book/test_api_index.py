from __future__ import annotations

import pytest
from api_entries import Entry
from api_index import by_package, write_index
from bs4 import BeautifulSoup

NAMES = (
    "dlbook.scratch.Tensor",
    "dlbook.scratch.Tensor.backward",
    "dlbook.scratch.relu",
    "dlbook.scratch.ops.linalg.matmul",
    "dlbook.notebook.claim",
)


@pytest.fixture
def packages():
    return by_package(Entry(name, "book/api/page", f"id-{name}", None) for name in NAMES)


def test_only_what_a_package_offers_is_listed(packages):
    names = {package: [e.name for e in entries] for package, entries in packages.items()}
    assert names == {
        "dlbook.scratch": ["dlbook.scratch.Tensor", "dlbook.scratch.relu"],
        "dlbook.notebook": ["dlbook.notebook.claim"],
    }


def test_each_name_leads_to_its_entry(packages):
    page = BeautifulSoup(
        write_index(packages, lambda docname: f"{docname}.html"), "html.parser"
    )
    links = {a.get_text(): a["href"] for a in page.find_all("a")}
    assert links["relu"] == "book/api/page.html#id-dlbook.scratch.relu"
    assert list(links) == ["Tensor", "relu", "claim"]


def test_each_package_says_what_it_is(packages):
    page = BeautifulSoup(write_index(packages, str), "html.parser")
    assert [dt.get_text() for dt in page.find_all("dt")] == list(packages)
    assert all(dd.p.get_text().endswith((".", ":")) for dd in page.find_all("dd"))
