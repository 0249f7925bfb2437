"""The built site holds together and stands alone."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
from remote_links import find_remote
from sphinx.util.inventory import InventoryFile

from tests.book import site_checks as checks

ROOT = Path(__file__).resolve().parents[2]


def faults(pages, check, *arguments):
    """Return what a check finds, by page."""
    found = {str(page): check(page, *arguments) for page in pages}
    return {page: wrong for page, wrong in found.items() if wrong}


@pytest.fixture(scope="module")
def pages(site):
    found = sorted(p for p in site.rglob("*.html") if "_static" not in p.parts)
    assert len(found) > 5
    return found


def test_every_page_of_the_table_of_contents_was_built(site):
    toc = (ROOT / "_toc.yml").read_text(encoding="utf-8")
    listed = re.findall(r"(?:file|root): (\S+)", toc)
    assert "book/index" in listed
    assert [f for f in listed if not (site / f"{f}.html").exists()] == []


def test_every_name_that_a_package_offers_has_an_entry(site):
    with (site / "objects.inv").open("rb") as file:
        inventory = InventoryFile.load(file, "", str.__add__)
    entries = {
        name for kind, found in inventory.items() if kind.startswith("py:") for name in found
    }
    offered = {
        f"{package}.{name}"
        for path in (ROOT / "dlbook").rglob("__init__.py")
        if (package := ".".join(path.parent.relative_to(ROOT).parts))
        for name in getattr(importlib.import_module(package), "__all__", ())
    }
    assert len(offered) > 50
    assert offered - entries == set()


def test_no_page_asks_for_anything_outside_the_site(pages):
    assert faults(pages, checks.outside_requests) == {}


def test_every_file_that_a_page_loads_is_there(pages):
    assert faults(pages, checks.missing_files) == {}


def test_no_style_sheet_asks_for_anything_outside_the_site(site):
    sheets = list(site.rglob("*.css"))
    assert sheets
    assert faults(sheets, checks.outside_styles) == {}


def test_every_link_within_the_site_leads_somewhere(pages, site):
    assert faults(pages, checks.dead_links, site) == {}


def test_every_image_has_alternative_text(pages):
    assert faults(pages, checks.images_without_alt) == {}


def test_no_id_is_given_twice_in_a_page(site):
    assert faults(checks.content_pages(site), checks.repeated_ids) == {}


def test_every_page_is_titled_and_described(site):
    assert faults(checks.content_pages(site), checks.unnamed_pages) == {}


def test_without_a_remote_there_is_no_link_to_colab_or_binder(pages):
    if find_remote(ROOT) is not None:
        pytest.skip("the repository has a remote")
    hosts = ("colab.research.google.com", "mybinder.org", "github.com")
    links = [
        a["href"] for page in pages for a in checks.read(page).select("a[href*='://']")
        if any(host in a["href"] for host in hosts) and not a.find_parent("aside")
    ]  # fmt: skip
    assert links == []


def test_the_site_holds_mathjax_and_not_the_tools_of_the_tests(site):
    assert (site / "_static/mathjax/tex-mml-chtml.js").exists()
    assert list(site.rglob("*.woff"))
    assert list(site.rglob("axe*")) == []
