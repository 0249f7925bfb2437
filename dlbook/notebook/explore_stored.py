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
    and again; its ends and the start stay. The text holds the same, packed.
    """
    grid = [list(range(len(control.values))) for control in figure.controls]
    starts = figure.start
    while math.prod(map(len, grid)) > MOST_FRAMES:
        if not _thin(grid, figure):
            break
    frames = {at: figure.frame(at) for at in itertools.product(*grid)}
    while True:
        kept = [frames[at] for at in itertools.product(*grid)]
        text = pack(grid, [figure.encode(frame) for frame in kept])
        if len(text) <= MOST_CHARACTERS:
            return grid, kept, text
        if not _thin(grid, figure):  # even the fewest are too large: the start alone
            alone = [[start] for start in starts]
            return alone, [frames[starts]], pack(alone, [figure.encode(frames[starts])])


def _thin(grid: list[list[int]], figure) -> bool:
    """Leave out positions of the longest list; return False if none can go.

    Positions of a choice all stay as long as others can go: there is nothing in between.
    """
    ordered = [k for k, control in enumerate(figure.controls) if control.ordered]
    choices = [k for k in range(len(grid)) if k not in ordered]
    longest = max(ordered, key=lambda k: len(grid[k]), default=None)
    if longest is not None and len(grid[longest]) > 3:
        row, start = grid[longest], figure.start[longest]
        kept = {row[0], row[-1], start} | set(row[row.index(start) % 2 :: 2])
        if len(kept) < len(row):
            grid[longest] = sorted(kept)
            return True
    for k in [*choices, *ordered]:
        if len(grid[k]) > 1:
            grid[k] = [figure.start[k]]
            return True
    return False


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
