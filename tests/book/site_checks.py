"""What every page of the built site must satisfy: each check returns what is wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup

# Attributes whose address a browser fetches by itself, without a click.
FETCHED = {
    "audio": "src", "embed": "src", "iframe": "src", "img": "src", "input": "src",
    "link": "href", "object": "data", "script": "src", "source": "src", "track": "src",
    "use": "href", "video": "src",
}  # fmt: skip
# Wherever such a name stands in a page, something would load from there.
CDN = re.compile(
    r"[\w.-]*(?:unpkg|jsdelivr|cdnjs|cloudflare|googleapis|gstatic|bootstrapcdn|polyfill\.io"
    r"|googletagmanager|google-analytics|plausible\.io|mybinder)[\w.-]*",
    re.IGNORECASE,
)
IN_STYLE = re.compile(r"(?:url\(|@import)\s*['\"]?((?:https?:)?//[^'\")\s]+)", re.IGNORECASE)
REMOTE = re.compile(r"(?:https?:)?//", re.IGNORECASE)


@cache
def read(page: Path) -> BeautifulSoup:
    """Return the parsed page."""
    return BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")


def outside_requests(page: Path) -> list[str]:
    """Return addresses outside the site that opening the page would ask for."""
    parsed = read(page)
    found = [
        element[attribute]
        for name, attribute in FETCHED.items()
        for element in parsed.find_all(name, attrs={attribute: True})
        if REMOTE.match(element[attribute])
        and element.get("rel") not in (["canonical"], ["license"])  # these are not fetched
    ]
    sets = [e["srcset"] for e in parsed.find_all(srcset=True)]
    found += [s for s in sets if REMOTE.search(s)]
    styles = [e.get_text() for e in parsed.find_all("style")]
    styles += [e["style"] for e in parsed.find_all(style=True)]
    found += [address for style in styles for address in IN_STYLE.findall(style)]
    scripts = [e.get_text() for e in parsed.find_all("script")]
    return found + [name for script in scripts for name in CDN.findall(script)]


def missing_files(page: Path) -> list[str]:
    """Return files of the site that the page loads and that are not there."""
    addresses = [
        urlsplit(element[attribute])
        for name, attribute in FETCHED.items()
        for element in read(page).find_all(name, attrs={attribute: True})
        if not REMOTE.match(element[attribute])
    ]
    local = [a for a in addresses if a.path and a.scheme not in ("data", "mailto")]
    return [a.path for a in local if not (page.parent / unquote(a.path)).is_file()]


def outside_styles(sheet: Path) -> list[str]:
    """Return addresses outside the site that a style sheet asks for."""
    return IN_STYLE.findall(sheet.read_text(encoding="utf-8"))


@cache
def anchors(page: Path) -> set[str]:
    """Return all that a link into the page can point to."""
    parsed = read(page)
    ids = {e["id"] for e in parsed.find_all(id=True)}
    return ids | {e["name"] for e in parsed.find_all("a", attrs={"name": True})}


def dead_links(page: Path, site: Path) -> list[str]:
    """Return links of the page within the site that lead nowhere."""
    wrong = []
    for link in read(page).find_all("a", href=True):
        address = urlsplit(link["href"])
        if address.scheme or address.netloc:
            continue
        target = (page.parent / unquote(address.path)).resolve() if address.path else page
        inside = target.is_relative_to(site.resolve()) and target.is_file()
        if not inside or not _has(target, unquote(address.fragment)):
            wrong.append(link["href"])
    return wrong


def _has(target: Path, anchor: str) -> bool:
    return not anchor or (target.suffix == ".html" and anchor in anchors(target))


def images_without_alt(page: Path) -> list[str]:
    """Return the images of the page's content that say nothing to who does not see them."""
    article = read(page).find("article") or BeautifulSoup("", "html.parser")
    named = {image["src"]: image.get("alt", "").strip() for image in article.find_all("img")}
    return [src for src, alt in named.items() if not alt or alt == src]


def repeated_ids(page: Path) -> list[str]:
    """Return the ids that the page gives more than once."""
    counts = Counter(e["id"] for e in read(page).find_all(id=True))
    return [i for i, count in counts.items() if count > 1]


def unnamed_pages(page: Path) -> list[str]:
    """Return what the page's head lacks."""
    head = read(page).head
    lacking = [] if head.title and head.title.get_text().strip() else ["title"]
    described = head.find("meta", attrs={"name": "description", "content": True})
    return lacking + ([] if described else ["description"])


def content_pages(site: Path) -> Iterator[Path]:
    """Yield the pages that were written by hand: chapters, notation and the like."""
    yield from sorted((site / "book").rglob("*.html"))
