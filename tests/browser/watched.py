"""A browser page that can reach this machine alone, and remembers what went wrong."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Request

HERE = "127.0.0.1"
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}

# MathJax typesets after the page has loaded; a page without formulas has none.
TYPESET = "() => window.MathJax?.startup?.promise"


class Watched:
    """One page, in a fresh profile if no context is given.

    Parameters
    ----------
    browser : playwright.sync_api.Browser
        The browser.
    viewport : dict
        Width and height in pixels.
    theme : {"light", "dark"}
        What the reader's system asks for.
    context : playwright.sync_api.BrowserContext, optional
        A profile to open the page in; viewport and theme are then its own.
    **options
        What else a new profile has, such as ``has_touch``.

    Attributes
    ----------
    page : playwright.sync_api.Page
        The page.
    outside : list of str
        Addresses beyond this machine that were asked for, and refused.
    failed : list of str
        Requests to this machine that failed, or were answered with an error.
    errors : list of str
        Errors in the console, and exceptions that no script caught.
    """

    def __init__(
        self,
        browser: Browser,
        viewport: dict = DESKTOP,
        theme: str = "light",
        context: BrowserContext | None = None,
        **options,
    ):
        self.context = context or browser.new_context(
            viewport=viewport, color_scheme=theme, service_workers="block", **options
        )
        self.page: Page = self.context.new_page()
        self.outside: list[str] = []
        self.failed: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", self._note_request)
        self.page.on("requestfailed", self._note_failure)
        self.page.on("response", self._note_answer)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._note_message)

    def open(self, url: str) -> None:
        """Open an address and wait until it has loaded and its formulas are set."""
        self.page.goto(url, wait_until="load")
        self.page.evaluate(TYPESET)
        self.page.wait_for_load_state("networkidle")

    def close(self) -> None:
        """Close the page and forget its profile."""
        self.context.close()

    def unfold(self) -> None:
        """Open everything that is folded."""
        self.page.evaluate(
            """() => {
              document.querySelectorAll("details").forEach((d) => { d.open = true; });
              document.querySelectorAll(".toggle-hidden button, .folded-below button")
                .forEach((b) => b.click());
            }"""
        )
        self.settle()

    def settle(self) -> None:
        """End what fades and slides: half of it has other colors."""
        self.page.evaluate(
            """() => Promise.all(document.getAnimations().map((a) => {
              if (a.effect.getComputedTiming().endTime === Infinity) a.cancel();
              else a.finish();
            }))"""
        )

    def _note_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https") and address.hostname != HERE:
            self.outside.append(request.url)

    def _note_failure(self, request: Request) -> None:
        # A page that is left while it loads cancels what it asked for.
        if request.failure != "net::ERR_ABORTED" and request.url not in self.outside:
            self.failed.append(f"{request.url}: {request.failure}")

    def _note_answer(self, response) -> None:
        if response.status >= 400:
            self.failed.append(f"{response.url}: {response.status}")

    def _note_message(self, message) -> None:
        if message.type == "error":
            self.errors.append(message.text)
