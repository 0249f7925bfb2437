"""An exception, told to the reader of a page: the own lines, and what to do."""

from __future__ import annotations

import re
import traceback

from dlbook.exercise.execution import MOST_PRINTED, TooMuchOutput
from dlbook_page.code import FILE

# What chapters import and the page does not have, or not all of.
ELSEWHERE = ("dlbook", "matplotlib", "pooch", "scipy", "sklearn", "torch")
PLACE = re.compile(rf'File "{FILE.pattern}", line')


def describe(error: BaseException) -> str:
    """Return the traceback through the reader's own lines, and advice where there is some."""
    if isinstance(error, TooMuchOutput):
        return (
            f"Stopped: the code printed more than {MOST_PRINTED:,} characters. "
            "Is there a print inside a loop that does not end?"
        )
    told = traceback.TracebackException.from_exception(error)
    told.__cause__ = told.__context__ = None
    own = [frame for frame in told.stack if FILE.fullmatch(frame.filename)]
    told.stack = traceback.StackSummary.from_list(own)
    text = PLACE.sub("line", "".join(told.format())).rstrip()
    return "\n".join(filter(None, [text, advice(error)]))


def advice(error: BaseException) -> str:
    """Return what to do about an error that has to do with the page, else ``""``."""
    missing = (getattr(error, "name", "") or "") if isinstance(error, ImportError) else ""
    if missing.partition(".")[0] not in ELSEWHERE:
        return ""
    return (
        f"The page runs Python with NumPy and parts of dlbook, without {missing}. "
        "The notebook has it."
    )
