"""Show something richer than text where a notebook can, and text elsewhere."""

from __future__ import annotations

import sys


def show(bundle: dict[str, str]) -> None:
    """Display ``bundle`` in a notebook; elsewhere print its ``"text/plain"``.

    Parameters
    ----------
    bundle : dict
        From MIME type to content. ``"text/plain"`` is required.
    """
    # A kernel has imported IPython long before: where it is not loaded, there is none.
    ipython = sys.modules.get("IPython")
    if ipython is None or ipython.get_ipython() is None:
        print(bundle["text/plain"])
    else:
        ipython.display.display(bundle, raw=True)
