"""Limits: what one answer may take, and a clock that counts it."""

from __future__ import annotations

import time
from dataclasses import dataclass

from dlbook.exercise.execution import LOAD_SECONDS, PATIENCE

MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What one answer may take; the time of one call stands in the exercise."""

    load: float = LOAD_SECONDS  # seconds to run the student's text, imports included
    total: float = 120.0  # seconds for everything
    # seconds for all answers of one student together; after that, each further answer gets the
    # reduced time
    submission: float = 600.0
    reduced: float = 10.0
    # bytes of address space that judging one answer may take
    checker_memory: int = 6144 * MEGABYTE
    # bytes of address space, without torch and with it; of real memory the same, if there is a
    # cgroup
    memory: int = 2048 * MEGABYTE
    torch_memory: int = 8192 * MEGABYTE
    scratch: int = 64 * MEGABYTE  # bytes of files
    files: int = 4096  # number of files
    threads: int = 64  # number of threads
    frame: int = 64 * MEGABYTE  # bytes of arrays in one result

    def memory_for(self, needs_torch: bool) -> int:
        """Return the bytes of memory that an exercise may take."""
        return self.torch_memory if needs_torch else self.memory


class TimeUpError(Exception):
    """The time allowed is over."""


def processor_clock(pid: int) -> int:
    """Return the id of the clock that counts the processor time of a process."""
    return (~pid << 3) | 2


class Clock:
    """Counts down from now: processor time, with a bound on the clock on the wall.

    The time is that of the process ``pid``, as long as it has not slept most of it.
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

        Raises TimeUpError if nothing is left.
        """
        wall = time.monotonic() - self.start
        if wall < self.seconds:
            return self.seconds - wall
        own = self._used() - self.used
        if self.pid is None or own >= self.seconds or wall >= PATIENCE * self.seconds:
            raise TimeUpError
        return min(self.seconds - own, PATIENCE * self.seconds - wall) + 0.001
