"""Limits to what a reader's code may take: time, and what it prints."""

from __future__ import annotations

import contextlib
import io
import signal
import sys
import threading
from collections.abc import Iterator

MOST_PRINTED = 100_000  # characters


class OutOfTime(BaseException):
    """The code took too long. No Exception: the code's own ``except`` shall not stop it."""


class TooMuchOutput(BaseException):
    """The code printed too much."""


def can_interrupt() -> bool:
    """Say whether running code can be stopped from here: not in a page, nor in a thread."""
    return (
        hasattr(signal, "setitimer")
        and sys.platform != "emscripten"
        and threading.current_thread() is threading.main_thread()
    )


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise :class:`OutOfTime` in the code below after that time, where this can be done."""
    if not can_interrupt():
        yield
        return
    running = True

    def stop(signum, frame):
        if running:
            raise OutOfTime

    before = signal.signal(signal.SIGALRM, stop)
    # Again and again: a bare `except:` in a loop would swallow the first.
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.2)
    try:
        yield
    finally:
        running = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class Printed(io.StringIO):
    """Keeps what is printed, up to a limit."""

    def write(self, text: str) -> int:
        """Keep ``text``.

        Raises
        ------
        TooMuchOutput
            Where all texts together exceed the limit.
        """
        if self.tell() + len(text) > MOST_PRINTED:
            raise TooMuchOutput
        return super().write(text)
