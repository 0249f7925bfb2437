"""Tools for chapters: claims, predictions, the source of the package, recorded runs.

Works in JupyterLab, in Colab and in the web book; outside a notebook everything
is printed as plain text. Imports neither NumPy nor IPython.
"""

from dlbook.notebook.claim import ClaimError, claim
from dlbook.notebook.predict import predict
from dlbook.notebook.runs import show_runs
from dlbook.notebook.source import show_source

__all__ = ["ClaimError", "claim", "predict", "show_runs", "show_source"]
