"""What the browser tests share: the built site behind a local server, and a browser."""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.browser.watched import Watched
from tests.chromium import launch
from tools.chapters import ROOT, pages

SITE = Path(os.environ.get("DLBOOK_SITE", ROOT / "build" / "book" / "_build" / "html"))
AXE = ROOT / "build" / "vendor" / "tests" / "axe.min.js"


def listed_pages() -> list[str]:
    """Return the pages of the table of contents, in reading order."""
    return [f"{name}.html" for name in pages()]


def pytest_generate_tests(metafunc) -> None:
    """Give ``page_name`` every page of the book in turn, the search page included."""
    if "page_name" in metafunc.fixturenames:
        metafunc.parametrize("page_name", [*listed_pages(), "search.html"], scope="module")


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files and logs nothing."""

    def log_message(self, *arguments) -> None:
        """Stay silent."""


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on a free local port and yield its address."""
    handler = functools.partial(QuietHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


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
            html = f'<!doctype html><html lang="en"><body>{body}</body></html>'
            (tmp_path / "page.html").write_text(html, encoding="utf-8")
            return visit(f"{found}/page.html", **options)

        yield open_broken
