"""The directive ``{live-cell}``: code that runs in a page that is no notebook.

Its content is code; what it prints follows after a line of three dashes, and a test compares.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


def split_cell(lines: list[str]) -> tuple[str, str]:
    """Return the code of a cell, and what it prints."""
    code, _, printed = "\n".join(lines).partition("\n---\n")
    return code, printed


class LiveCell(SphinxDirective):
    """Show a cell as a notebook's cells are shown, tagged ``live``."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Make the cell of the elements that a notebook's has."""
        code, printed = split_cell(list(self.content))
        source = nodes.literal_block(code, code, language="python")
        output = nodes.literal_block(printed, printed, language="none")
        output["classes"] += ["output", "stream"]
        cell = nodes.container(classes=["cell", "tag_live"])
        cell += nodes.container("", source, classes=["cell_input"])
        cell += nodes.container("", output, classes=["cell_output"])
        return [cell]


def setup(app: Sphinx) -> None:
    """Offer the directive."""
    app.add_directive("live-cell", LiveCell)
