"""What the tests of live pages share: a small book with every kind of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.book import small_book
from tests.browser.conftest import serve


@pytest.fixture(scope="session")
def live_site(tmp_path_factory) -> Path:
    """Return the site of the small book."""
    return small_book.shared_site(tmp_path_factory)


@pytest.fixture(scope="session")
def live_address(live_site):
    """Serve the site and return its address."""
    with serve(live_site) as found:
        yield found


@pytest.fixture
def opened(visit, live_address):
    """Return a function that opens a page of the book, and expect a clean console."""
    pages = []

    def open_page(name: str, **options):
        watched = visit(f"{live_address}/book/{name}.html", **options)
        pages.append(watched)
        return watched

    yield open_page
    for watched in pages:
        assert (watched.errors, watched.failed, watched.outside) == ([], [], [])
