"""Leave out of the API page what says nothing: the fields that a NamedTuple counts."""

from __future__ import annotations

from sphinx.application import Sphinx

COUNTED = "Alias for field number"


def _skip(app: Sphinx, what: str, name: str, member, skip: bool, options) -> bool | None:
    # Their meaning stands in the class's own docstring, under Attributes.
    return True if (getattr(member, "__doc__", "") or "").startswith(COUNTED) else None


def setup(app: Sphinx) -> dict:
    """Skip them."""
    app.connect("autodoc-skip-member", _skip)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
