"""Find a real browser and start it, or skip: what every browser test shares."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser

from tools import browser


def find_browser() -> str:
    """Return the path of a Chromium; skip the test if there is none.

    With ``DLBOOK_REQUIRE_BROWSER=1`` in the environment the test fails instead.
    """
    try:
        return browser.find_browser()
    except browser.NoBrowserError as error:
        if os.environ.get("DLBOOK_REQUIRE_BROWSER") == "1":
            pytest.fail(f"{error}, and DLBOOK_REQUIRE_BROWSER=1 asks for one")
        pytest.skip(str(error))


@contextmanager
def launch() -> Iterator[Browser]:
    """Start the browser, and stop it at the end of the block."""
    with browser.launch(find_browser()) as found:
        yield found
