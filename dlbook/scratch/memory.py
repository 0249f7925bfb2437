"""Keep freed memory at hand for the next training step."""

from __future__ import annotations

import numpy as np

# Largest block from which glibc learns (DEFAULT_MMAP_THRESHOLD_MAX), less its own header.
LARGEST = 32 * 2**20 - 2**13


def keep_freed_memory() -> None:
    """Have the C library keep freed arrays of up to 32 MiB for the next ones.

    Every training step frees its arrays, and asks for as many again. By default
    the GNU C library returns large freed blocks to the operating system, which
    must clear every page that it gives out anew; that cost a third of a step of
    the networks in ``tools/bench``. The library stops returning blocks as large
    as one that it has seen freed (``man mallopt``, M_MMAP_THRESHOLD), and so one
    large array, never touched and freed at once, teaches it. Elsewhere this does
    nothing.

    Notes
    -----
    Called when ``dlbook.scratch`` is imported. The process keeps up to 64 MiB of
    freed memory that it would otherwise return.
    """
    np.empty(LARGEST, np.uint8)
