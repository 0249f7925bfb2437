"""Charts as SVG, drawn in the colors of the page that they stand in."""

from __future__ import annotations

from collections.abc import Sequence

from dlbook.grade.results.page import text

WIDTH, HEIGHT = 640, 230
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 12, 42
CHARACTER, LINE = 7, 13  # width and height of a letter, about


def histogram(counts: Sequence[int], labels: Sequence[str], what: str, along: str) -> str:
    """Return bars side by side.

    Parameters
    ----------
    counts : sequence of int
        The height of each bar.
    labels : sequence of str
        What stands at the edges of the bars: one more than there are bars.
    what : str
        A sentence that says in words what the chart shows.
    along : str
        What the horizontal axis measures.
    """
    step = (WIDTH - LEFT - RIGHT) / len(counts)
    most = max([*counts, 1])
    scale = (HEIGHT - TOP - BOTTOM) / most
    base = HEIGHT - BOTTOM
    bars = "".join(
        f'<rect class="bar" x="{LEFT + i * step + 1:.1f}" y="{base - n * scale:.1f}" '
        f'width="{step - 2:.1f}" height="{n * scale:.1f}"/>'
        + (_label(LEFT + (i + 0.5) * step, base - n * scale - 4, str(n), "strong") if n else "")
        for i, n in enumerate(counts)
    )
    ticks = "".join(_label(LEFT + i * step, base + 16, label) for i, label in enumerate(labels))
    axis = f'<line class="axis" x1="{LEFT}" y1="{base}" x2="{WIDTH - RIGHT}" y2="{base}"/>'
    title = _label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, along, "strong")
    return _svg(bars + axis + ticks + title, HEIGHT + TOP, what, shift=TOP)


def scatter(points: Sequence[tuple[float, float, str]], what: str, x: str, y: str) -> str:
    """Return points in a square of 0 to 1 along, and -1 to 1 upward, with their names.

    Parameters
    ----------
    points : sequence of (float, float, str)
        Place along, place upward, name.
    what, x, y : str
        What the chart shows in words, and what the two axes measure.
    """
    height = 340
    across, up = WIDTH - LEFT - RIGHT, height - TOP - BOTTOM

    def place(along: float, upward: float) -> tuple[float, float]:
        return LEFT + along * across, TOP + (1 - (upward + 1) / 2) * up

    grid = "".join(_rule(*place(0, v), *place(1, v), v == 0) for v in (-1, -0.5, 0, 0.5, 1))
    rows = "".join(
        _label(LEFT - 6, place(0, v)[1] + 4, f"{v:g}".replace("-", "−"), anchor="end")
        for v in (-1, -0.5, 0, 0.5, 1)
    )
    columns = "".join(
        _label(place(v, -1)[0], height - BOTTOM + 16, f"{v:.0%}")
        for v in (0, 0.25, 0.5, 0.75, 1)
    )
    dots = _dots([(*place(along, upward), name) for along, upward, name in points])
    names = _label(LEFT + across / 2, height - 6, x, "strong")
    names += _label(LEFT + 6, TOP + 14, y, "strong", anchor="start")
    return _svg(grid + rows + columns + dots + names, height, what)


def share_bar(share: float, what: str, kind: str = "bar") -> str:
    """Return a short bar that shows a share of 0 to 1."""
    filled = 120 * min(max(share, 0.0), 1.0)
    return (
        f'<svg width="120" height="12" viewBox="0 0 120 12" role="img" '
        f'aria-label="{text(what)}"><line class="grid" x1="0" y1="11" x2="120" y2="11"/>'
        f'<rect class="{kind}" width="{filled:.1f}" height="10"/></svg>'
    )


def _svg(content: str, height: float, what: str, shift: float = 0) -> str:
    return (
        f'<svg width="{WIDTH}" viewBox="0 {-shift} {WIDTH} {height}" role="img" '
        f'aria-label="{text(what)}">{content}</svg>'
    )


def _label(x: float, y: float, words: str, kind: str = "", anchor: str = "middle") -> str:
    style = f' class="{kind}"' if kind else ""
    return f'<text{style} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text(words)}</text>'


def _rule(x1: float, y1: float, x2: float, y2: float, strong: bool) -> str:
    kind = "axis" if strong else "grid"
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _dots(places: list[tuple[float, float, str]]) -> str:
    """Return dots; each tells its name when pointed at, and shows it where there is room."""
    found, taken = [], []
    for x, y, name in places:
        left = x > WIDTH * 0.6  # near the right edge the name stands on the left of its dot
        begin = x - 8 - CHARACTER * len(name) if left else x + 8
        box = (begin, begin + CHARACTER * len(name), y)
        found.append(
            f'<circle class="bar" cx="{x:.1f}" cy="{y:.1f}" r="5">'
            f"<title>{text(name)}</title></circle>"
        )
        if not any(_overlap(box, other) for other in taken):
            taken.append(box)
            anchor = "end" if left else "start"
            found.append(_label(x - 8 if left else x + 8, y + 4, name, "", anchor))
    return "".join(found)


def _overlap(one: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1] and abs(one[2] - other[2]) < LINE
