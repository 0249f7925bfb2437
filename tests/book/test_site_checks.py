"""Each check of the site fails on a page that breaks its rule."""

from __future__ import annotations

import pytest

from tests.book import site_checks as checks

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
