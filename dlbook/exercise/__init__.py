"""The book's exercises: find one, check an answer to it, ask for a hint.

    from dlbook.exercise import check, hint
    check("backpropagation/linear-backward", linear_backward)
    hint("backpropagation/linear-backward")

Needs NumPy alone, and runs in a web page as in a notebook.
"""

from dlbook.exercise.check import check
from dlbook.exercise.display import hint, show_exercise
from dlbook.exercise.format import Exercise, FormatError
from dlbook.exercise.library import find, ids
from dlbook.exercise.report import Report
from dlbook.exercise.source import check_source

__all__ = [
    "Exercise",
    "FormatError",
    "Report",
    "check",
    "check_source",
    "find",
    "hint",
    "ids",
    "show_exercise",
]
