"""Mark outputs that are claims, so that pages can show them as what they are: checks."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

PREFIX = "claim: "


def is_claims(text: str) -> bool:
    """Return whether every line of an output is a claim."""
    lines = text.strip().splitlines()
    return bool(lines) and all(line.startswith(PREFIX) for line in lines)


def _mark(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for block in doctree.findall(nodes.literal_block):
        if "output" in block["classes"] and is_claims(block.astext()):
            block["classes"].append("claims")


def setup(app: Sphinx) -> dict:
    """Mark the outputs once all of them are in place."""
    app.connect("doctree-resolved", _mark)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
