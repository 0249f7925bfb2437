"""Compute what a figure shows that the reader moves."""

from __future__ import annotations

import sys

from dlbook_page import cells


def frame(code: str, above: list[list[str]], at: list[int]) -> dict:
    """Return what a figure shows at some positions of its controls.

    Parameters
    ----------
    code : str
        The cell that calls ``explore``.
    above : list of [name, text]
        The cells above it; those that have not been run in this Python are run first.
    at : list of int
        A position of each control.

    Returns
    -------
    dict
        ``frame``, and ``also``, the number of other cells that were run.
    """
    also = cells.run_missing(above)
    figure = _figure(code)
    return {"frame": figure.encode(figure.frame(at)), "also": also}


def _figure(code: str):
    """Run the cell anew, as the function may have changed, and return its figure."""
    # The module, which has the name of the function that the package offers.
    module = sys.modules["dlbook.notebook.explore"]
    taken = []
    module.recorder = taken.append
    try:
        cells.execute_here(code)
    finally:
        module.recorder = None
    return taken[-1]
