"""Bind printed pages: one file with an outline, links within the book, page numbers."""

from __future__ import annotations

from urllib.parse import unquote, urldefrag

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    Fit,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    TextStringObject,
)

from tools.pdf.press import OUTLINE_DEPTH, Sheets

TITLE, AUTHOR = "Deep Learning, Executed", "The authors of Deep Learning, Executed"
Place = tuple[int, float, float]
"""Index of a sheet, and the distances of a place from its left and lower edge."""


class Places:
    """Where the pages of the site, and the places in them, are in the book."""

    def __init__(self, front: int, book: list[Sheets]):
        self.found: dict[tuple[str, str], Place] = {}
        for sheets in book:
            offset = front + sheets.first - 1
            height = float(sheets.pdf.pages[0].mediabox.height)
            self.found[sheets.address, ""] = offset, 0.0, height
            for name, target in sheets.pdf.named_destinations.items():
                index = sheets.pdf.get_destination_page_number(target)
                if index is not None:
                    place = offset + index, float(target.left or 0), float(target.top or height)
                    self.found[sheets.address, name.removeprefix("/")] = place

    def get(self, address: str, name: str = "") -> Place | None:
        """Return a place in a page, or the page's beginning; None if it is not in the book."""
        return self.found.get((address, name)) or self.found.get((address, ""))


def bind(front: PdfReader, book: list[Sheets]) -> PdfWriter:
    """Return the whole book: the front matter, then the pages."""
    writer = PdfWriter()
    places = Places(len(front.pages), book)
    for pdf, address in [(front, ""), *((sheets.pdf, sheets.address) for sheets in book)]:
        for page in pdf.pages:
            _join_links(writer.add_page(page), address, places)
    # Only now are all sheets there that a link may lead to.
    for page in writer.pages:
        for link in page.get("/Annots", []):
            _aim(writer, link.get_object())
    _add_outline(writer, book, places)
    writer.set_page_label(0, len(front.pages) - 1, style="/r")
    writer.set_page_label(len(front.pages), len(writer.pages) - 1, style="/D", start=1)
    writer.page_mode = "/UseOutlines"
    writer.add_metadata({"/Title": TITLE, "/Author": AUTHOR})
    writer.root_object[NameObject("/Lang")] = TextStringObject("en")
    writer.compress_identical_objects()
    return writer


# --- links --------------------------------------------------------------------------


def _join_links(page: PageObject, address: str, places: Places) -> None:
    """Keep links to the world, note where those within the book lead, drop all others."""
    kept = ArrayObject()
    for reference in page.get("/Annots", []):
        link = reference.get_object()
        target = _target(link, address)
        if target is None:
            kept.append(reference)
        elif place := places.get(*target):
            link.pop("/A", None)
            link[NameObject("/Dest")] = ArrayObject(map(FloatObject, place))
            kept.append(reference)
    page[NameObject("/Annots")] = kept


def _target(link: DictionaryObject, address: str) -> tuple[str, str] | None:
    """Return page and place within the site to which a link leads; None if it leads out."""
    if "/Dest" in link:
        return address, str(link["/Dest"]).removeprefix("/")
    uri = str(link.get("/A", {}).get("/URI", ""))
    if not uri.startswith("http://127.0.0.1"):
        return None
    page, place = urldefrag(uri)
    return page, unquote(place)


def _aim(writer: PdfWriter, link: DictionaryObject) -> None:
    if "/Dest" not in link:
        return
    index, left, top = link["/Dest"]
    sheet = writer.pages[int(index)].indirect_reference
    link[NameObject("/Dest")] = ArrayObject(
        [sheet, NameObject("/XYZ"), left, top, NullObject()]
    )


# --- outline ------------------------------------------------------------------------


def _add_outline(writer: PdfWriter, book: list[Sheets], places: Places) -> None:
    """Add parts, chapters and sections, as the side bar of a viewer shows them."""
    parts: dict[str, IndirectObject] = {}
    for sheets in book:
        above: list[IndirectObject] = []
        for heading in sheets.headings:
            if heading.level > OUTLINE_DEPTH:
                continue
            index, left, top = places.get(sheets.address, heading.id)
            at = {"page_number": index, "fit": Fit.xyz(left, top)}
            if heading.level == 1 and sheets.part not in parts:
                parts[sheets.part] = writer.add_outline_item(title=sheets.part, **at)
            above = above[: heading.level - 1]
            parent = above[-1] if above else parts[sheets.part]
            number = f"{sheets.number}  " if heading.level == 1 and sheets.number else ""
            entry = {"title": number + heading.text, "parent": parent, "is_open": False}
            above.append(writer.add_outline_item(**entry, **at))
