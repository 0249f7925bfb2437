"""Let docstrings mention what the API page does not list, as long as it exists.

A docstring may point to ``dlbook.scratch.tensor.record``, which readers of the
source know and users of the package need not, or to ``numpy.ndarray``. Such a
mention stands as plain code; a mention of what does not exist breaks the build.
"""

from __future__ import annotations

from package_objects import UnknownObjectError, find_object
from sphinx.application import Sphinx

PACKAGES = ("dlbook", "matplotlib", "numpy", "torch")


def exists(target: str, module: str | None = None, owner: str | None = None) -> bool:
    """Return whether a reference names an object that can be found.

    Parameters
    ----------
    target : str
        The reference: a full name, or one relative to what it stands in.
    module : str, optional
        The module whose documentation holds the reference.
    owner : str, optional
        The class within ``module`` whose documentation holds the reference.
    """
    scopes = [module] if module else []
    if module and owner:
        # The class is documented where users import it, and refers to its neighbors.
        scopes.append(find_object(f"{module}.{owner}").__module__)
    names = [target, *(f"{scope}.{target}" for scope in scopes)]
    return any(_found(name) for name in names if name.partition(".")[0] in PACKAGES)


def _found(name: str) -> bool:
    try:
        find_object(name)
    except UnknownObjectError:
        return False
    return True


def _resolve(app: Sphinx, env, node, contnode):
    if node.get("refdomain") != "py":
        return None
    known = exists(node["reftarget"], node.get("py:module"), node.get("py:class"))
    return contnode if known else None


def setup(app: Sphinx) -> dict:
    """Resolve what Sphinx finds no entry for."""
    app.connect("missing-reference", _resolve)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
