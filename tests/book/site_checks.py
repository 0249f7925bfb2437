"""What every page of the built site must satisfy: each check returns what is wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

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


@dataclass
class Page(HTMLParser):
    """What a page holds, read in one pass: an HTML tree takes ten times as long."""

    fetched: list[str] = field(default_factory=list)
    links: list[tuple[str, bool]] = field(default_factory=list)  # (address, within an aside)
    ids: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    images: dict[str, str] = field(default_factory=dict)  # of the article, with their text
    styles: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    title: str = ""
    description: str = ""

    def __post_init__(self):
        super().__init__()
        self.inside = Counter()

    def handle_starttag(self, tag, attributes):
        """Note the attributes that matter."""
        found = {key: value or "" for key, value in attributes}
        self.inside[tag] += 1
        not_fetched = tag == "link" and found.get("rel") in ("canonical", "license")
        if found.get(FETCHED.get(tag)) and not not_fetched:
            self.fetched.append(found[FETCHED[tag]])
        if REMOTE.search(found.get("srcset", "")):
            self.fetched.append(found["srcset"])
        if "style" in found:
            self.styles.append(found["style"])
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a":
            self.names |= {found["name"]} if "name" in found else set()
            if "href" in found:
                self.links.append((found["href"], self.inside["aside"] > 0))
        if tag == "img" and self.inside["article"] > 0:
            self.images[found.get("src", "")] = found.get("alt", "").strip()
        if tag == "meta" and found.get("name") == "description":
            self.description = found.get("content", "")

    def handle_endtag(self, tag):
        """Leave an element."""
        self.inside[tag] -= 1

    def handle_data(self, data):
        """Note what stands in scripts, styles and the title."""
        last = next((t for t in ("script", "style") if self.inside[t] > 0), "")
        if last == "script":
            self.scripts.append(data)
        elif last == "style":
            self.styles.append(data)
        elif self.inside["title"] > 0 and self.inside["head"] > 0:
            self.title += data


@cache
def read(page: Path) -> Page:
    """Return what a page holds."""
    found = Page()
    found.feed(page.read_text(encoding="utf-8"))
    return found


def outside_requests(page: Path) -> list[str]:
    """Return addresses outside the site that opening the page would ask for."""
    found = read(page)
    fetched = [address for address in found.fetched if not address.startswith("data:")]
    remote = [address for address in fetched if REMOTE.search(address.split(" ")[0])]
    remote += [a for a in fetched if " " in a and a not in remote]  # a srcset
    remote += [address for style in found.styles for address in IN_STYLE.findall(style)]
    return remote + [name for script in found.scripts for name in CDN.findall(script)]


def missing_files(page: Path) -> list[str]:
    """Return files of the site that the page loads and that are not there."""
    addresses = [urlsplit(a) for a in read(page).fetched if not REMOTE.match(a)]
    local = [a for a in addresses if a.path and a.scheme not in ("data", "mailto")]
    return [a.path for a in local if not (page.parent / unquote(a.path)).is_file()]


def outside_styles(sheet: Path) -> list[str]:
    """Return addresses outside the site that a style sheet asks for."""
    return IN_STYLE.findall(sheet.read_text(encoding="utf-8"))


@cache
def anchors(page: Path) -> set[str]:
    """Return all that a link into the page can point to."""
    return read(page).names | set(read(page).ids)


def dead_links(page: Path, site: Path) -> list[str]:
    """Return links of the page within the site that lead nowhere."""
    wrong = []
    for href, _ in read(page).links:
        address = urlsplit(href)
        if address.scheme or address.netloc:
            continue
        target = (page.parent / unquote(address.path)).resolve() if address.path else page
        inside = target.is_relative_to(site.resolve()) and target.is_file()
        if not inside or not _has(target, unquote(address.fragment)):
            wrong.append(href)
    return wrong


def _has(target: Path, anchor: str) -> bool:
    return not anchor or (target.suffix == ".html" and anchor in anchors(target))


def images_without_alt(page: Path) -> list[str]:
    """Return the images of the page's content that have no text instead of them."""
    return [src for src, alt in read(page).images.items() if not alt or alt == src]


def repeated_ids(page: Path) -> list[str]:
    """Return the ids that the page gives more than once."""
    return [i for i, count in Counter(read(page).ids).items() if count > 1]


def unnamed_pages(page: Path) -> list[str]:
    """Return what the page's head lacks."""
    found = read(page)
    lacking = [] if found.title.strip() else ["title"]
    return lacking + ([] if found.description else ["description"])


def content_pages(site: Path) -> Iterator[Path]:
    """Yield the pages that were written by hand: chapters, notation and the like."""
    yield from sorted((site / "book").rglob("*.html"))
