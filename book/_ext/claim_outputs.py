"""Set claims apart from what else a cell printed, so that pages show them as checks."""

from __future__ import annotations

from itertools import groupby

from docutils import nodes
from sphinx.application import Sphinx

PREFIX = "claim: "


def split(text: str) -> list[tuple[bool, str]]:
    """Return the runs of lines that are claims (True) and that are not (False)."""
    runs = groupby(text.strip("\n").splitlines(), lambda line: line.startswith(PREFIX))
    return [(claims, "\n".join(lines)) for claims, lines in runs]


def _part(block: nodes.literal_block, claims: bool, text: str) -> nodes.literal_block:
    part = nodes.literal_block(text, text, **block.attributes)
    part["classes"] = [*block["classes"], *(["claims"] if claims else [])]
    return part


def _set_apart(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for block in list(doctree.findall(nodes.literal_block)):
        runs = split(block.astext())
        if "output" in block["classes"] and any(claims for claims, _ in runs):
            block.replace_self([_part(block, *run) for run in runs])


def setup(app: Sphinx) -> dict:
    """Split the outputs once all of them are in place."""
    app.connect("doctree-resolved", _set_apart)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
