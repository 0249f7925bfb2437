"""The side of a live page that is written in Python: run the reader's code, check an answer.

It runs in a web worker, where a page that is left or a Stop button ends it at any
time. It needs ``dlbook``, NumPy and nothing of the browser: tests run it as it is.
"""

from dlbook_page.data import use_samples
from dlbook_page.requests import answer

__all__ = ["answer", "use_samples"]
