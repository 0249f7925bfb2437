"""The frame of a page of results: one file, light and dark, for screen and print."""

from __future__ import annotations

from html import escape

# The book's colors; every text has a contrast of at least 4.5 to its ground.
STYLE = """
:root { color-scheme: light dark;
  --paper: #fdfcf9; --ink: #1c2733; --quiet: #55606b; --rule: #e2ddd2; --shade: #f5f2ea;
  --link: #0b5c92; --bar: #3d7fae; --good: #1b6e3c; --good-shade: #eef5ee; --bad: #b83c14;
  --bad-shade: #fbf0ea; --warn: #8a5a00; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #14181d; --ink: #e3e7ea; --quiet: #a6b0b9; --rule: #2e363e; --shade: #1c2229;
  --link: #7cc0ee; --bar: #5a9bc9; --good: #7fd19a; --good-shade: #17241c; --bad: #ff8a5c;
  --bad-shade: #261d19; --warn: #f0c060; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); line-height: 1.55;
  font-family: Charter, "Source Serif 4", Cambria, "DejaVu Serif", serif; font-size: 1.05rem; }
main { max-width: 58rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1, h2, h3, th, .kind, .tile, .verdict, nav, figcaption, svg {
  font-family: "Avenir Next", "Segoe UI", Ubuntu, system-ui, sans-serif; }
h1 { font-size: 2rem; line-height: 1.15; margin: 0 0 0.3rem; text-wrap: balance; }
h2 { font-size: 1.4rem; margin: 2.8rem 0 0.8rem; padding-top: 1.2rem;
  border-top: 1px solid var(--rule); }
h3 { font-size: 1.1rem; margin: 0; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
code { font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: 0.9em; overflow-wrap: anywhere; }
@media (min-width: 45rem) { .math { white-space: nowrap; } }
.quiet { color: var(--quiet); }
.tiles { display: flex; flex-wrap: wrap; gap: 0.8rem; margin: 1.5rem 0; padding: 0;
  list-style: none; }
.tile { background: var(--shade); border-radius: 0.5rem; padding: 0.8rem 1.1rem;
  min-width: 8.5rem; color: var(--quiet); font-size: 0.88rem; }
.tile strong { display: block; color: var(--ink); font-size: 1.65rem; line-height: 1.2;
  font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: 0.45rem 0.7rem 0.45rem 0; text-align: left; vertical-align: baseline;
  border-bottom: 1px solid var(--rule); }
th { font-size: 0.85rem; color: var(--quiet); font-weight: 600; }
td.number, th.number { text-align: right; white-space: nowrap; }
tbody th { color: var(--ink); font-size: 0.95rem; }
.answer tbody th { font: inherit; }
.answer { border: 1px solid var(--rule); border-left: 5px solid var(--bad);
  border-radius: 0.4rem; padding: 0.9rem 1.1rem; margin: 0.9rem 0; }
.answer.right { border-left-color: var(--good); }
.answer.part { border-left-color: var(--warn); }
.answer p { margin: 0.5rem 0 0; }
.head { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0.2rem 1rem; }
.kind { font-size: 0.88rem; color: var(--quiet); }
.right .verdict { color: var(--good); } .wrong .verdict { color: var(--bad); }
.part .verdict { color: var(--warn); }
.verdict { font-weight: 650; white-space: nowrap; }
.note { background: var(--bad-shade); border-radius: 0.4rem; padding: 0.8rem 1.1rem;
  margin: 1rem 0; }
.note p { margin: 0; } .note ul { margin: 0; padding-left: 1.2rem; }
figure { margin: 1rem 0; } figcaption { color: var(--quiet); font-size: 0.9rem; }
svg { display: block; max-width: 100%; height: auto; font-size: 12px; }
svg text { fill: var(--quiet); } svg .strong { fill: var(--ink); }
svg .bar { fill: var(--bar); } svg .good { fill: var(--good); } svg .bad { fill: var(--bad); }
svg .axis { stroke: var(--quiet); } svg .grid { stroke: var(--rule); }
summary { cursor: pointer; }
@media print { body { font-size: 10pt; } .answer, figure, tr { break-inside: avoid; } }
"""


def page(title: str, body: str) -> str:
    """Return a whole page; it loads nothing and runs nothing, and no browser may let it."""
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{text(title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def text(value) -> str:
    """Return a value as text for HTML; what cannot be encoded becomes a question mark."""
    return escape(str(value).encode("utf-8", "replace").decode("utf-8"))


def tiles(entries: dict[str, str]) -> str:
    """Return a row of numbers with their labels."""
    items = "".join(
        f'<li class="tile"><strong>{text(value)}</strong>{text(label)}</li>'
        for label, value in entries.items()
    )
    return f'<ul class="tiles">{items}</ul>'


def table(caption: str, head: list[str], rows: list[list[str]], numbers: int) -> str:
    """Return a table; its cells are HTML, the last ``numbers`` columns are numbers.

    Parameters
    ----------
    caption : str
        What the table shows, for those who hear it.
    """
    kinds = [""] * (len(head) - numbers) + [' class="number"'] * numbers
    titles = zip(head, kinds, strict=True)
    top = "".join(f'<th scope="col"{kind}>{label}</th>' for label, kind in titles)
    body = "".join(f"<tr>{_cells(row, kinds)}</tr>\n" for row in rows)
    # It scrolls sideways on a narrow screen, so that the keyboard must reach it.
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{text(caption)}">'
        f"<table><thead><tr>{top}</tr></thead>\n<tbody>{body}</tbody></table></div>"
    )


def _cells(row: list[str], kinds: list[str]) -> str:
    first, *rest = row
    cells = zip(rest, kinds[1:], strict=True)
    return f'<th scope="row">{first}</th>' + "".join(f"<td{k}>{c}</td>" for c, k in cells)


def number(value: float | None, digits: int = 2) -> str:
    """Return a number as it is written: no zeros at the end, a dash for none."""
    if value is None:
        return "–"
    short = f"{value:.{digits}f}"
    return (short.rstrip("0").rstrip(".") if "." in short else short).replace("-", "−")
