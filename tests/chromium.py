"""Find a real browser and start it: what every browser test shares."""

from __future__ import annotations

import atexit
import functools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing beyond this machine is reached. Intercepting requests instead would switch the
    # browser's cache off, and with it what it has compiled of the pages' Python.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


def find_browser() -> str:
    """Return the path of a Chromium; skip the test where there is none.

    With ``DLBOOK_REQUIRE_BROWSER=1`` in the environment the test fails instead.
    """
    for name in NAMES:
        if path := shutil.which(name):
            return path
    reason = f"no browser: none of {', '.join(NAMES)} is on the PATH"
    if os.environ.get("DLBOOK_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{reason}, and DLBOOK_REQUIRE_BROWSER=1 asks for one")
    pytest.skip(reason)


@contextmanager
def launch() -> Iterator[Browser]:
    """Start the browser without a window, and stop it at the end of the block."""
    browser = driver().chromium.launch(executable_path=find_browser(), args=list(ARGUMENTS))
    try:
        yield browser
    finally:
        browser.close()


@functools.cache
def driver() -> Playwright:
    """Return the one Playwright of this process: a second one beside it is refused."""
    playwright = sync_playwright().start()
    atexit.register(playwright.stop)
    return playwright
