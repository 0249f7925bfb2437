"""Call a reader's code, and tell whatever comes of it."""

from __future__ import annotations

import contextlib
import copy
import linecache
import sysconfig
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from dlbook.exercise.limits import OutOfTime, Printed, TooMuchOutput, time_limit
from dlbook.exercise.values import identical

PACKAGE = str(Path(__file__).resolve().parents[1])
LIBRARIES = tuple({sysconfig.get_path(key) for key in ("stdlib", "platstdlib", "purelib")})


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
    warned: tuple[str, ...] = field(default=())


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
            with contextlib.redirect_stdout(printed), time_limit(seconds):
                outcome.result = function(*given)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            outcome.error, outcome.line = error, readers_line(error)
    outcome.args = given
    outcome.changed = tuple(
        i for i, pair in enumerate(zip(args, given, strict=True)) if not identical(*pair)
    )
    outcome.printed = printed.getvalue()
    outcome.warned = tuple(dict.fromkeys(str(warning.message) for warning in caught))
    return outcome


def readers_line(error: BaseException) -> str:
    """Return the innermost line of the reader's code in a traceback, or ``""``."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if _is_readers(frame.filename)]
    if not own:
        return ""
    last = own[-1]
    code = last.line or linecache.getline(last.filename, last.lineno).strip()
    return f"line {last.lineno}: {code}"


def _is_readers(filename: str) -> bool:
    return not filename.startswith((PACKAGE, "<exercise ", "<frozen ", *LIBRARIES))


def name_of(error: BaseException) -> str:
    """Return the name by which a failure of this kind is known."""
    names = {
        OutOfTime: "timeout",
        TooMuchOutput: "output",
        RecursionError: "recursion",
        MemoryError: "memory",
    }
    return next((name for kind, name in names.items() if isinstance(error, kind)), "exception")
