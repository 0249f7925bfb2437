"""Tools for chapters: claims, predictions, movable figures, source code, recorded runs.

Works in JupyterLab, in Colab and in the web book; outside a notebook everything
is printed as plain text. Imports neither NumPy nor IPython.
"""

from dlbook.notebook import draw
from dlbook.notebook.claim import ClaimError, claim
from dlbook.notebook.explore import explore, guess
from dlbook.notebook.explore_controls import slider
from dlbook.notebook.predict import predict
from dlbook.notebook.runs import show_runs
from dlbook.notebook.source import show_source

__all__ = [
    "ClaimError",
    "claim",
    "draw",
    "explore",
    "guess",
    "predict",
    "show_runs",
    "show_source",
    "slider",
]
