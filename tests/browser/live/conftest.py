"""What the tests of live pages share: a small book with every kind of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.book import small_book
from tests.browser.watched import DESKTOP, Watched
from tools.browser import serve


@pytest.fixture(scope="session")
def live_site(tmp_path_factory) -> Path:
    """Return the site of the small book."""
    return small_book.shared_site(tmp_path_factory)


@pytest.fixture(scope="session")
def live_address(live_site):
    """Serve the site and return its address."""
    with serve(live_site) as found:
        yield found


@pytest.fixture(scope="module")
def profile(browser):
    """Return a profile that keeps what it has loaded, so that Python starts faster."""
    context = browser.new_context(viewport=DESKTOP, color_scheme="light")
    yield context
    context.close()


@pytest.fixture
def opened(browser, visit, live_address, profile):
    """Return a function that opens a page of the book, and expect a clean console.

    A test's first page shares its profile with other tests, but for what was stored in it;
    every further page has a browser of its own.
    """
    pages = []

    def open_page(name: str, **options):
        url = f"{live_address}/book/{name}.html"
        if pages or options:
            watched = visit(url, **options)
        else:
            watched = Watched(browser, context=profile)
            watched.open(url)
        pages.append(watched)
        return watched

    yield open_page
    for watched in pages:
        if watched.context is profile:
            watched.page.evaluate("() => { try { localStorage.clear(); } catch {} }")
            watched.page.close()
    for watched in pages:
        assert (watched.errors, watched.failed, watched.outside) == ([], [], [])
