"""The directive ``{api-index}``: every entry of the API pages, by package."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from html import escape

from api_entries import Entry, api_entries
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


class ApiIndexNode(nodes.General, nodes.Element):
    """Stands for the index until the page is written, when all entries are known."""


class ApiIndex(SphinxDirective):
    """List the entries."""

    def run(self) -> list[nodes.Node]:
        """Leave the index's place."""
        return [ApiIndexNode()]


def by_package(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Return the functions and classes that packages offer, under each package's name."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        package, _, name = entry.name.rpartition(".")
        if name in _offered(package):
            found.setdefault(package, []).append(entry)
    return found


def _offered(name: str) -> Iterable[str]:
    """Return what a package's ``__all__`` names; nothing of what is no package."""
    try:
        return getattr(importlib.import_module(name), "__all__", ())
    except ImportError:  # the owner of a method: a class
        return ()


def write_index(packages: dict[str, list[Entry]], address: Callable[[str], str]) -> str:
    """Return the index as HTML, each name linked to its entry.

    Parameters
    ----------
    packages : dict
        From the name of a package to its entries.
    address : callable
        From docname to the address of its page.
    """
    rows = []
    for package, entries in packages.items():
        promise = (importlib.import_module(package).__doc__ or "").partition("\n")[0]
        links = ", ".join(
            f'<a href="{escape(address(e.docname))}#{escape(e.anchor)}">'
            f"<code>{escape(e.name.rpartition('.')[2])}</code></a>"
            for e in entries
        )
        rows.append(
            f"<dt><code>{package}</code></dt><dd><p>{escape(promise)}</p><p>{links}</p></dd>"
        )
    return f'<dl class="api-index">{"".join(rows)}</dl>'


def _visit(translator, node: ApiIndexNode) -> None:
    builder = translator.builder

    def address(docname: str) -> str:
        return builder.get_relative_uri(builder.current_docname, docname)

    packages = by_package(api_entries(builder.env))
    translator.body.append(write_index(packages, address))
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict:
    """Offer the directive, for HTML alone."""
    app.add_node(ApiIndexNode, html=(_visit, None))
    app.add_directive("api-index", ApiIndex)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
