"""What the tests of live pages share: a small book with every kind of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.book.live import small_book
from tests.browser.conftest import serve


@pytest.fixture(scope="session")
def live_site(tmp_path_factory) -> Path:
    """Build the book, and return the site."""
    folder = tmp_path_factory.mktemp("live")
    small_book.lay_out(folder)
    status, said = small_book.build(folder)
    assert status == 0, said
    return small_book.site(folder)


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
