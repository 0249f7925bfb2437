"""The built site holds together and stands alone; each check fails on a page that does not."""

from __future__ import annotations

import importlib

import pytest
from sphinx.util.inventory import InventoryFile

from tests.book import site_checks as checks
from tools import chapters
from tools.chapters import ROOT
from tools.remote import find_remote


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
    assert [f for f in chapters.pages() if not (site / f"{f}.html").exists()] == []


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
    hosts = ("colab.research.google.com", "mybinder.org")
    links = [
        href for page in pages for href, in_aside in checks.read(page).links
        if any(host in href for host in hosts) and not in_aside
    ]  # fmt: skip
    assert links == []


def test_the_site_holds_mathjax_and_not_the_tools_of_the_tests(site):
    assert (site / "_static/mathjax/tex-mml-chtml.js").exists()
    assert list(site.rglob("*.woff"))
    assert list(site.rglob("axe*")) == []


# --- each check notices a faulty page ----------------------------------------------

GOOD = """<html><head><title>T</title><meta name="description" content="d"></head><body>
<article><h1 id="top">T</h1><img src="a.png" alt="A curve">
<a href="#top">up</a> <a href="other.html#there">other</a> <a href="https://example.org">out</a>
<a href="file.ipynb" download>file</a></article></body></html>"""


@pytest.fixture
def page(tmp_path):
    """Return a function that writes a page into a small site."""
    (tmp_path / "other.html").write_text('<p id="there"></p>')
    for name in ("file.ipynb", "a.png"):
        (tmp_path / name).touch()
    numbers = iter(range(99))

    def write(text):
        path = tmp_path / f"page{next(numbers)}.html"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_good_page_passes_every_check(page, tmp_path):
    good = page(GOOD)
    assert checks.outside_requests(good) == []
    assert checks.missing_files(good) == []
    assert checks.dead_links(good, tmp_path) == []
    assert checks.images_without_alt(good) == []
    assert checks.repeated_ids(good) == []
    assert checks.unnamed_pages(good) == []


@pytest.mark.parametrize(
    "element",
    [
        '<script src="https://cdn.example.org/x.js"></script>',
        '<script src="//cdn.example.org/x.js"></script>',
        '<link rel="stylesheet" href="https://fonts.example.org/css">',
        '<img src="http://example.org/a.png" alt="a">',
        '<img srcset="a.png 1x, https://example.org/b.png 2x" alt="a">',
        '<iframe src="https://example.org"></iframe>',
        "<style>@import 'https://example.org/a.css';</style>",
        '<p style="background: url(//example.org/a.png)"></p>',
        '<script>const URL = "https://unpkg.com/thebe"</script>',
    ],
)
def test_an_outside_request_is_found(page, element):
    assert checks.outside_requests(page(element))


@pytest.mark.parametrize(
    "element",
    [
        '<script src="gone.js"></script>',
        '<link rel="stylesheet" href="gone.css?v=1">',
        '<img src="gone.png" alt="Gone">',
    ],
)
def test_a_missing_file_is_found(page, element):
    (path,) = checks.missing_files(page(element))
    assert path.startswith("gone.")


def test_an_outside_style_is_found(tmp_path):
    sheet = tmp_path / "a.css"
    sheet.write_text("@font-face { src: url('https://example.org/font.woff2') }")
    assert checks.outside_styles(sheet) == ["https://example.org/font.woff2"]
    sheet.write_text("@font-face { src: url('fonts/font.woff2') }")
    assert checks.outside_styles(sheet) == []


@pytest.mark.parametrize(
    "href", ["gone.html", "other.html#gone", "#gone", "../secret.html", "folder/", "gone.ipynb"]
)
def test_a_dead_link_is_found(page, tmp_path, href):
    assert checks.dead_links(page(f'<a href="{href}">x</a>'), tmp_path) == [href]


@pytest.mark.parametrize("image", ['src="a.png"', 'src="a.png" alt=" "', 'src="a" alt="a"'])
def test_an_image_without_alt_is_found(page, image):
    assert checks.images_without_alt(page(f"<article><img {image}></article>"))


def test_a_repeated_id_is_found(page):
    assert checks.repeated_ids(page('<p id="a"></p><p id="a"></p><p id="b"></p>')) == ["a"]


def test_a_page_without_title_and_description_is_found(page):
    html = "<html><head><title> </title></head></html>"
    assert checks.unnamed_pages(page(html)) == ["title", "description"]
