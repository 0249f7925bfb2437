"""Let docstrings mention what the API page does not list, as long as it exists.

A docstring may point to ``dlbook.scratch.tensor.make_result``, which readers of the
source know and users of the package need not, or to ``numpy.ndarray``. Such a
mention stands as plain code; a mention of what does not exist breaks the build.
"""

from __future__ import annotations

from package_objects import UnknownObjectError, find_object
from sphinx.application import Sphinx
from sphinx.util.nodes import get_node_source

PACKAGES = ("dlbook", "matplotlib", "numpy", "torch")


def exists(target: str, scope: str = "") -> bool:
    """Return whether a reference names an object that can be found.

    Parameters
    ----------
    target : str
        The reference: a full name, or one relative to what it stands in.
    scope : str
        Full name of the object whose docstring holds the reference.
    """
    parts = scope.split(".") if scope else []
    scopes = [".".join(parts[:depth]) for depth in range(len(parts), 0, -1)]
    names = [target, *(f"{s}.{target}" for s in scopes)]
    return any(_found(name) for name in names if name.partition(".")[0] in PACKAGES)


def _found(name: str) -> bool:
    try:
        find_object(name)
    except UnknownObjectError:
        return False
    return True


def scope_of(source: str | None) -> str:
    """Return the object whose docstring a node comes from, by autodoc's note of its source."""
    return (source or "").partition("docstring of ")[2]


def _resolve(app: Sphinx, env, node, contnode):
    if node.get("refdomain") != "py":
        return None
    known = exists(node["reftarget"], scope_of(get_node_source(node)))
    return contnode if known else None


def setup(app: Sphinx) -> dict:
    """Resolve what Sphinx finds no entry for."""
    app.connect("missing-reference", _resolve)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
