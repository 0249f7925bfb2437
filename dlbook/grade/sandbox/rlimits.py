"""Limits that the kernel keeps for one process."""

from __future__ import annotations

MOST_OPEN_FILES = 128


def limit(memory: int, file_size: int, threads: int, seconds: float) -> None:
    """Limit this process; a privileged one should give up its privileges afterwards.

    Parameters
    ----------
    memory : int
        Bytes of address space.
    file_size : int
        Bytes of one file.
    threads : int
        Threads and processes of the user, in this namespace of users.
    seconds : float
        Processor time; the last resort, as the checker's clock comes first.
    """
    import resource  # of Unix alone, and this package can be imported anywhere

    most = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_FSIZE: file_size,
        resource.RLIMIT_NPROC: threads,
        resource.RLIMIT_CPU: int(seconds) + 1,
        resource.RLIMIT_NOFILE: MOST_OPEN_FILES,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
    }
    for kind, value in most.items():
        _, hard = resource.getrlimit(kind)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))
