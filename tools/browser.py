"""A real browser, and the built pages behind a local server: what tests and tools share."""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

from tools.chapters import ROOT

SITE = Path(os.environ.get("DLBOOK_SITE", ROOT / "build" / "book" / "_build" / "html"))
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


class NoBrowserError(Exception):
    """No browser is installed; the message says which were looked for."""


def find_browser() -> str:
    """Return the path of a Chromium.

    Raises
    ------
    NoBrowserError
        If there is none.
    """
    for name in NAMES:
        if path := shutil.which(name):
            return path
    raise NoBrowserError(f"no browser: none of {', '.join(NAMES)} is on the PATH")


@contextmanager
def launch(executable: str | None = None) -> Iterator[Browser]:
    """Start a browser without a window, and stop it at the end of the block."""
    path = executable or find_browser()
    browser = driver().chromium.launch(executable_path=path, args=list(ARGUMENTS))
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
