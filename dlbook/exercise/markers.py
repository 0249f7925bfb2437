"""What a reader gets and what the reference keeps, by the markers in the starter's code.

``### BEGIN SOLUTION`` and ``### END SOLUTION`` enclose what the reader is to write;
in its place the reader finds ``...``. In a debugging exercise the broken code stands
beside it, between ``### BEGIN BROKEN`` and ``### END BROKEN``: the reader gets the
broken code, and of the solution nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dlbook.exercise.cells import FormatError

MARKER = re.compile(r"^(?P<indent>\s*)### (?P<edge>BEGIN|END) (?P<block>SOLUTION|BROKEN)\s*$")


def starter(code: str) -> str:
    """Return what the reader gets: broken code stays, a solution becomes ``...``."""
    broken = any(region == "BROKEN" for region, _ in regions(code))
    lines = []
    for region, line in regions(code):
        if region in ("", "BROKEN"):
            lines.append(line)
        elif region == "begin SOLUTION" and not broken:
            lines.append(MARKER.match(line)["indent"] + "...")
    return "\n".join(lines)


def solution(code: str) -> str:
    """Return the code with its solution, and without markers and broken code."""
    return "\n".join(line for region, line in regions(code) if region in ("", "SOLUTION"))


def module(code: str) -> str:
    """Return the code with its solution; each line keeps its number."""
    kept = ("", "SOLUTION")
    return "".join(f"{line if region in kept else ''}\n" for region, line in regions(code))


def regions(code: str, where: str = "exercise") -> Iterator[tuple[str, str]]:
    """Yield each line with its region.

    A region is ``""``, ``"SOLUTION"`` or ``"BROKEN"``, or for a marker ``"begin SOLUTION"``
    and the like.

    Raises
    ------
    FormatError
        Where a block is not closed, closed twice, or opened inside another.
    """
    inside = ""
    for number, line in enumerate(code.splitlines(), start=1):
        match = MARKER.match(line)
        if match is None:
            yield inside, line
            continue
        edge, block = match["edge"], match["block"]
        if inside != ("" if edge == "BEGIN" else block):
            raise FormatError(
                f"{where}, line {number}: '### {edge} {block}' "
                + (f"inside the block {inside}" if inside else f"without its BEGIN {block}")
            )
        yield f"{edge.lower()} {block}", line
        inside = block if edge == "BEGIN" else ""
    if inside:
        raise FormatError(f"{where}: the block {inside} has no '### END {inside}'")
