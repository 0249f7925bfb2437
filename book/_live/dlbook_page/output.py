"""What the reader's code prints, sent to the page in pieces."""

from __future__ import annotations

import io
import time
from collections.abc import Callable

from dlbook.exercise.execution import MOST_PRINTED, TooMuchOutput

PAUSE = 0.05
"""Seconds between two pieces: a page that gets thousands a second stops responding."""


class Output(io.TextIOBase):
    """A stream that passes on what is written to it, up to a limit.

    Parameters
    ----------
    send : callable
        Takes a text.
    """

    def __init__(self, send: Callable[[str], None]):
        self.send, self.waiting = send, []
        self.written, self.sent_at = 0, time.monotonic()

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, text: str) -> int:
        """Take ``text``.

        Raises
        ------
        TooMuchOutput
            Where all texts together exceed the limit; what fits is sent.
        """
        room = MOST_PRINTED - self.written
        self.waiting.append(text[:room])
        self.written += len(text)
        if len(text) > room:
            raise TooMuchOutput
        if time.monotonic() - self.sent_at > PAUSE:
            self.flush()
        return len(text)

    def flush(self) -> None:
        """Send what waits."""
        if self.waiting:
            self.send("".join(self.waiting))
        self.waiting, self.sent_at = [], time.monotonic()
