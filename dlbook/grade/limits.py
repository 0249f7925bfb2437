"""What one answer may take."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What one answer may take; the time of one call stands in the exercise.

    Attributes
    ----------
    load : float
        Seconds to run the student's text, imports included.
    total : float
        Seconds for everything.
    memory, torch_memory : int
        Bytes of address space, without torch and with it; of real memory the same, where
        there is a cgroup.
    scratch : int
        Bytes of files.
    files : int
        Number of files.
    threads : int
        Number of threads.
    frame : int
        Bytes of arrays in one result.
    """

    load: float = 15.0
    total: float = 120.0
    memory: int = 2048 * MEGABYTE
    torch_memory: int = 8192 * MEGABYTE
    scratch: int = 64 * MEGABYTE
    files: int = 4096
    threads: int = 64
    frame: int = 64 * MEGABYTE

    def memory_for(self, needs_torch: bool) -> int:
        """Return the bytes of memory that an exercise may take."""
        return self.torch_memory if needs_torch else self.memory
