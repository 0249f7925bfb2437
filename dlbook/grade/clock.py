"""How long something may take: processor time, with a bound on the clock on the wall."""

from __future__ import annotations

import time

# A busy machine may take this many times as long. A program that sleeps is stopped then.
PATIENCE = 4


class TimeUpError(Exception):
    """The time allowed is over."""


def processor_clock(pid: int) -> int:
    """Return the id of the clock that counts the processor time of a process."""
    return (~pid << 3) | 2


class Clock:
    """Counts down from now.

    Parameters
    ----------
    seconds : float
        The time allowed. It counts as the process' own, as long as ``pid`` is given and
        has not slept most of it.
    pid : int, optional
        The process at work.
    """

    def __init__(self, seconds: float, pid: int | None = None):
        self.seconds, self.pid = seconds, pid
        self.start, self.used = time.monotonic(), self._used()

    def _used(self) -> float:
        if self.pid is None:
            return 0.0
        try:
            return time.clock_gettime(processor_clock(self.pid))
        except OSError:  # it is gone: what it left in the pipe can still be read
            self.pid = None
            return 0.0

    def left(self) -> float:
        """Return for how many seconds to wait before asking again.

        Raises
        ------
        TimeUpError
            Where nothing is left.
        """
        wall = time.monotonic() - self.start
        if wall < self.seconds:
            return self.seconds - wall
        own = self._used() - self.used
        if self.pid is None or own >= self.seconds or wall >= PATIENCE * self.seconds:
            raise TimeUpError
        return min(self.seconds - own, PATIENCE * self.seconds - wall) + 0.001
