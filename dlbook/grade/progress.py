"""A line that says how far the grading is, how fast it goes, and when it will be done."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

BAR = 24  # characters


class Progress:
    """Show progress on a terminal; elsewhere write a line every half minute.

    Parameters
    ----------
    total : int
        The number of submissions.
    stream : TextIO, optional
        Where to write; by default standard error.
    clock : function, optional
        Returns seconds.
    """

    def __init__(
        self,
        total: int,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ):
        self._stream = stream or sys.stderr
        self._clock, self._begin = clock, clock()
        self._pause = 0.1 if self._stream.isatty() else 30.0
        self._shown = self._begin
        self.total, self.submissions, self.answers, self.errors = total, 0, 0, 0

    def add(self, submissions: int = 0, answers: int = 0, errors: int = 0) -> None:
        """Count what is done, and show it from time to time."""
        self.submissions += submissions
        self.answers += answers
        self.errors += errors
        if self._clock() - self._shown >= self._pause:
            self._show()

    def close(self) -> None:
        """Show the last state."""
        self._show()
        if self._stream.isatty():
            self._stream.write("\n")

    def text(self) -> str:
        """Return the line."""
        seconds = max(self._clock() - self._begin, 1e-9)
        share = self.submissions / self.total if self.total else 1.0
        filled = round(BAR * share)
        parts = [
            f"{'█' * filled}{'·' * (BAR - filled)} {self.submissions:,}/{self.total:,}",
            f"{self.answers:,} answers",
            f"{self.answers / seconds:.1f} a second",
        ]
        if self.errors:
            parts.append(f"{self.errors:,} errors")
        if 0 < self.submissions < self.total:
            left = (self.total - self.submissions) * seconds / self.submissions
            parts.append(f"{_duration(left)} left")
        return " · ".join(parts)

    def _show(self) -> None:
        self._shown = self._clock()
        # On a terminal the line is written over; what a longer one left is wiped out.
        frame = "\r{}\x1b[K" if self._stream.isatty() else "{}\n"
        self._stream.write(frame.format(self.text()))
        self._stream.flush()


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
