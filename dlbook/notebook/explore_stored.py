"""Compute a movable figure at some positions of its controls, and pack what it shows there.

So a page can move the figure before it has loaded any Python.
"""

from __future__ import annotations

import base64
import itertools
import json
import math
import zlib

MOST_FRAMES = 300
MOST_CHARACTERS = 40_000
"""How long the packed text may be: a page loads it, and the repository holds it."""


def store(figure) -> tuple[list[list[int]], list, str]:
    """Return positions of each control, the frames of all their combinations, and a text.

    If all positions are too many, every other one of the longest control is left out, again
    and again; its ends, the start, and where a guess is answered stay. The text holds the
    same, packed; it is empty if even the fewest frames are too large.
    """
    grid = [list(range(len(control.values))) for control in figure.controls]
    while math.prod(map(len, grid)) > MOST_FRAMES:
        if not _thin(grid, figure):
            break
    frames = {at: figure.frame(at) for at in itertools.product(*grid)}
    while True:
        kept = [frames[at] for at in itertools.product(*grid)]
        text = pack(grid, [figure.encode(frame) for frame in kept])
        if len(text) <= MOST_CHARACTERS:
            return grid, kept, text
        if not _thin(grid, figure):  # too large still: the page holds the picture alone
            return grid, kept, ""


def _thin(grid: list[list[int]], figure) -> bool:
    """Leave out positions of one control; return False if none can go.

    Those of a choice stay as long as others can go: there is nothing in between them.
    """
    ordered = [k for k, control in enumerate(figure.controls) if control.ordered]
    ordered.sort(key=lambda k: -len(grid[k]))
    choices = [k for k in range(len(grid)) if k not in ordered]
    for k in ordered:
        row, (start, target) = grid[k], _needed(figure, k)
        kept = {row[0], row[-1], start, target, *row[row.index(start) % 2 :: 2]}
        if len(kept) < len(row):
            grid[k] = sorted(kept)
            return True
    for k in [*choices, *ordered]:
        kept = {*_needed(figure, k)}
        if len(kept) < len(grid[k]):
            grid[k] = sorted(kept)
            return True
    return False


def _needed(figure, k: int) -> tuple[int, int]:
    """Return the positions of a control at the start, and where a guess is answered."""
    return figure.start[k], figure.target()[k]


def pack(grid: list[list[int]], frames: list[dict]) -> str:
    """Return a text from which a page makes the frames again.

    Lists that occur in several frames are held once; the frames refer to them by number, as
    ``{"n": 3}``. All is compressed and written in base 64.
    """
    lists: dict[str, int] = {}

    def refer(value):
        if isinstance(value, list) and not any(isinstance(v, dict) for v in value):
            return {"n": lists.setdefault(json.dumps(value, separators=(",", ":")), len(lists))}
        if isinstance(value, list):
            return [refer(v) for v in value]
        return {k: refer(v) for k, v in value.items()} if isinstance(value, dict) else value

    told = json.dumps([refer(frame) for frame in frames], separators=(",", ":"))
    text = f'{{"grid":{json.dumps(grid)},"lists":[{",".join(lists)}],"frames":{told}}}'
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()
