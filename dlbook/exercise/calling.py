"""Call a reader's code, and tell whatever comes of it."""

from __future__ import annotations

import contextlib
import copy
import os
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dlbook.exercise.limits import OutOfTime, Printed, TooMuchOutput, time_limit
from dlbook.exercise.values import identical

# Folders of code that is not the reader's: this package, Python's library, what pip installs.
NOT_THE_READERS = (
    str(Path(__file__).resolve().parents[1]),
    str(Path(os.__file__).resolve().parent),
    str(Path(np.__file__).resolve().parents[1]),
    "<exercise ",
    "<frozen ",
    "<__array_function__",
)
# A reader may have called np.seterr; the reference is not to suffer from it.
USUAL = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}
NAMES = {
    OutOfTime: "timeout",
    TooMuchOutput: "output",
    RecursionError: "recursion",
    MemoryError: "memory",
}


@dataclass
class Outcome:
    """What came of one call.

    Attributes
    ----------
    result
        What was returned.
    error : BaseException or None
        What was raised.
    line : str
        The reader's line that raised it: ``line 3: return a + b``.
    args : tuple
        The arguments as the call left them.
    changed : tuple of int
        The positions of the arguments that it changed.
    printed : str
        What it printed.
    warned : tuple of str
        What Python or NumPy warned of.
    """

    result: object = None
    error: BaseException | None = None
    line: str = ""
    args: tuple = ()
    changed: tuple[int, ...] = ()
    printed: str = ""
    warned: tuple[str, ...] = ()

    @property
    def error_name(self) -> str:
        """What kind of error there was: timeout, recursion ..., exception; or ``""``."""
        if self.error is None:
            return ""
        kinds = (name for kind, name in NAMES.items() if isinstance(self.error, kind))
        return next(kinds, "exception")


def call(function: Callable, args: tuple, seconds: float) -> Outcome:
    """Call ``function(*args)`` with copies of the arguments, within limits.

    Parameters
    ----------
    function : callable
        Whatever it raises, but an interrupt from the keyboard, is caught.
    args : tuple
        The arguments; they stay as they are.
    seconds : float
        The time allowed.
    """
    given, printed, outcome = copy.deepcopy(args), Printed(), Outcome()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            with np.errstate(**USUAL), contextlib.redirect_stdout(printed), time_limit(seconds):
                outcome.result = function(*given)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            outcome.error, outcome.line = error, readers_line(error)
    outcome.args = given
    pairs = enumerate(zip(args, given, strict=True))
    outcome.changed = tuple(i for i, (a, b) in pairs if not identical(a, b))
    outcome.printed = printed.getvalue()
    outcome.warned = tuple(dict.fromkeys(str(warning.message) for warning in caught))
    return outcome


def readers_line(error: BaseException) -> str:
    """Return the innermost line of the reader's code in a traceback, or ``""``."""
    if isinstance(error, SyntaxError) and error.lineno:
        return _line(error.lineno, error.text)
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if not frame.filename.startswith(NOT_THE_READERS)]
    return _line(own[-1].lineno, own[-1].line) if own else ""


def _line(number: int, code: str | None) -> str:
    return f"line {number}: {code.strip()}" if code and code.strip() else f"line {number}"
