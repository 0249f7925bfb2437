"""Print the built book as one PDF: ``python -m tools.pdf [FILE]``."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.chapters import ROOT, pages
from tools.pdf.bind import bind
from tools.pdf.press import PrintError, Sheets, press

SITE = ROOT / "build" / "book" / "_build" / "html"
TO = ROOT / "build" / "deep-learning-executed.pdf"
# A first page that leads into the web book, what a reader does there, and the reference of
# the package, which links to its source.
NOT_PRINTED = ("book/index", "book/progress", "book/api")


def printed(listed: dict[str, str]) -> dict[str, str]:
    """Return the pages that are printed, with their parts."""
    return {
        name: part
        for name, part in listed.items()
        if not any(name == page or name.startswith(f"{page}/") for page in NOT_PRINTED)
    }


def report(number: int, total: int, sheets: Sheets) -> None:
    """Say what was printed."""
    title, count = sheets.headings[0].text, len(sheets.pdf.pages)
    print(f"[{number}/{total}] {title}: {count} pages", flush=True)


def print_book(site: Path, to: Path, listed: dict[str, str], tell=report) -> None:
    """Write pages of a built site as one PDF.

    Parameters
    ----------
    site : Path
        The folder of the site.
    to : Path
        The file to write.
    listed : dict
        The parts of the pages by their names, in order.
    tell : callable
        Takes number, total and :class:`Sheets` after each page.

    Raises
    ------
    PrintError
        If there is no browser, or a page is not built.
    """
    with press(site) as machine:
        book = []
        for number, (name, part) in enumerate(listed.items(), start=1):
            book.append(machine.print_page(name, part, sum(len(s.pdf.pages) for s in book)))
            tell(number, len(listed), book[-1])
        front = machine.print_front(book)
    to.parent.mkdir(parents=True, exist_ok=True)
    bind(front, book).write(to)


def main(arguments: list[str]) -> int:
    """Print the book, or say why not."""
    to = Path(arguments[0]) if arguments else TO
    try:
        print_book(SITE, to, printed(pages()))
    except PrintError as error:
        print(error, file=sys.stderr)
        return 1
    shown = to.relative_to(Path.cwd()) if to.is_relative_to(Path.cwd()) else to
    print(f"The book is printed: {shown}, {to.stat().st_size / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
