"""What the browser tests share: the built site behind a local server, and a browser."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.watched import Watched
from tests.chromium import launch
from tools.browser import SITE, serve
from tools.chapters import ROOT, chapters, pages

AXE = ROOT / "build" / "vendor" / "tests" / "axe.min.js"


def listed_pages() -> list[str]:
    """Return the pages of the table of contents, in reading order."""
    return [f"{name}.html" for name in pages()]


CHAPTERS = [f"{chapter.docname}.html" for chapter in chapters()]


def sample(names: list[str], size: int) -> list[str]:
    """Return some of the names: others on the next day, all of them in turn."""
    start = datetime.date.today().toordinal() * size
    return [names[i % len(names)] for i in range(start, start + min(size, len(names)))]


@pytest.fixture(scope="session")
def site() -> Path:
    """Return the folder of the built site."""
    if not (SITE / "index.html").exists():
        pytest.fail(f"there is no site in {SITE}: run `make book` first")
    return SITE


@pytest.fixture(scope="session")
def address(site) -> Iterator[str]:
    """Serve the site and return its address."""
    with serve(site) as found:
        yield found


@pytest.fixture(scope="session")
def browser():
    """Start the browser."""
    with launch() as found:
        yield found


@pytest.fixture(scope="session")
def axe() -> str:
    """Return the code of axe-core."""
    if not AXE.exists():
        pytest.fail(f"{AXE} is missing: run `make book` first")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture
def visit(browser):
    """Return a function that opens an address in a fresh browser profile."""
    opened = []

    def visit(url: str, **options) -> Watched:
        watched = Watched(browser, **options)
        opened.append(watched)
        watched.open(url)
        return watched

    yield visit
    for watched in opened:
        watched.close()


@pytest.fixture
def broken(visit, tmp_path):
    """Return a function that opens a small page written for the test."""
    with serve(tmp_path) as found:

        def open_broken(body: str, **options) -> Watched:
            icon = '<link rel="icon" href="data:,">'  # or the browser asks for one
            html = (
                f'<!doctype html><html lang="en"><head>{icon}</head><body>{body}</body></html>'
            )
            (tmp_path / "page.html").write_text(html, encoding="utf-8")
            return visit(f"{found}/page.html", **options)

        yield open_broken
