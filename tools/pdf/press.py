"""Print pages of the built site with Chromium, each as a PDF of its own.

The pages' own style for paper (``book/_static/print.css``) decides how they look. Chromium
keeps those places of a page to which the page itself links: so a page gets a link to each of
its places that another page, or the contents, leads to.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from playwright.sync_api import Page, sync_playwright
from pypdf import PdfReader

from tools.browser import ARGUMENTS, NoBrowserError, find_browser, serve

PATIENCE = 300_000  # milliseconds for one page, on a busy machine
HREF = re.compile(r'<a\b[^>]*\bhref="([^"]+)"')
CONTENTS_DEPTH, OUTLINE_DEPTH = 2, 3

PREPARE = """async (places) => {
  const links = document.createElement("nav");
  links.hidden = true;
  for (const place of places) {
    const link = document.createElement("a");
    link.href = `#${place}`;
    links.append(link);
  }
  document.body.append(links);
  await window.MathJax?.startup?.promise;
  await document.fonts.ready;
  const pictures = [...document.images];
  pictures.forEach((picture) => { picture.loading = "eager"; });
  await Promise.all(pictures.map((picture) => picture.decode().catch(() => {})));
}"""
HEADINGS = """() => [...document.querySelectorAll("article section > :is(h1, h2, h3)")]
  .filter((heading) => !heading.closest(".admonition"))
  .map((heading) => {
    const text = heading.cloneNode(true);
    text.querySelectorAll(".headerlink, .section-number").forEach((part) => part.remove());
    return [Number(heading.localName[1]), text.textContent.trim(), heading.parentElement.id];
  })"""

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class PrintError(Exception):
    """The book cannot be printed; the message says what to do."""


@dataclass(frozen=True)
class Heading:
    """A heading: its level from 1, its text, and the id of its section."""

    level: int
    text: str
    id: str


@dataclass(frozen=True)
class Sheets:
    """A printed page of the site.

    ``address`` is where the page was printed from, ``first`` the number of its first sheet,
    ``number`` that of the chapter (``""`` if the page is none).
    """

    address: str
    part: str
    number: str
    first: int
    headings: list[Heading]
    pdf: PdfReader

    def sheet_of(self, place: str) -> int:
        """Return the number of the sheet on which a place is."""
        found = self.pdf.named_destinations.get(f"/{place}")
        index = self.pdf.get_destination_page_number(found) if found else None
        return self.first + (index or 0)


class Press:
    """A browser that prints pages of one site."""

    def __init__(self, page: Page, site: Path, address: str):
        self.page, self.site, self.address = page, site, address
        self.linked = linked_places(site)

    def print_page(self, name: str, part: str, before: int) -> Sheets:
        """Print a page; ``before`` sheets come before it."""
        if not (self.site / f"{name}.html").exists():
            raise PrintError(f"there is no {self.site / name}.html: run `make book` first")
        address = f"{self.address}/{name}.html"
        self.page.goto(address, wait_until="load")
        headings = [Heading(*heading) for heading in self.page.evaluate(HEADINGS)]
        places = {h.id for h in headings} | self.linked[f"{name}.html"]
        self.page.evaluate(PREPARE, sorted(filter(None, places)))
        # Counted up on the first sheet, too.
        self.page.add_style_tag(content=f"html {{ counter-reset: page {before} }}")
        number = self.page.locator("article h1 .section-number")
        shown = number.first.inner_text().strip().rstrip(".") if number.count() else ""
        return Sheets(address, part, shown, before + 1, headings, self._pdf())

    def print_front(self, book: list[Sheets]) -> PdfReader:
        """Print the title page and the contents."""
        entries = [
            (sheets, heading, sheets.sheet_of(heading.id))
            for sheets in book
            for heading in sheets.headings
            if heading.level <= CONTENTS_DEPTH
        ]
        html = _templates.get_template("front.html").render(entries=entries)
        # As a page of the site: it uses its style.
        address = f"{self.address}/front.html"
        self.page.route(
            address, lambda route: route.fulfill(body=html, content_type="text/html")
        )
        self.page.goto(address, wait_until="load")
        return self._pdf()

    def _pdf(self) -> PdfReader:
        return PdfReader(
            io.BytesIO(self.page.pdf(prefer_css_page_size=True, print_background=True))
        )


def linked_places(site: Path) -> dict[str, set[str]]:
    """Return by page the places of it to which any page of the site leads."""
    found = defaultdict(set)
    for path in site.glob("book/**/*.html"):
        here = path.relative_to(site).as_posix()
        for href in HREF.findall(path.read_text(encoding="utf-8")):
            page, place = urldefrag(urljoin(here, href))
            if place and "//" not in page:
                found[page].add(unquote(place))
    return found


@contextmanager
def press(site: Path) -> Iterator[Press]:
    """Start a browser that prints a site.

    Raises
    ------
    PrintError
        If there is none.
    """
    try:
        path = find_browser()
    except NoBrowserError as error:
        raise PrintError(f"printing needs Chromium or Chrome: {error}") from None
    with serve(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        page = browser.new_page(color_scheme="light")
        page.set_default_timeout(PATIENCE)
        page.emulate_media(media="print", reduced_motion="reduce")
        yield Press(page, site, address)
        browser.close()
