"""A bar on a terminal that leaves nothing behind."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator


def progress(steps: Iterable, total: int, label: str = "training") -> Iterator:
    """Give out the same items, with a bar on the terminal meanwhile.

    Parameters
    ----------
    steps : iterable
        Such as what :func:`~dlbook.train.training_steps` gives.
    total : int
        How many there will be.
    label : str
        Stands before the bar.

    Notes
    -----
    Where standard error is no terminal, as in a notebook or a file, nothing is printed: only a
    terminal can wipe the bar away, and what a notebook prints stays in it.
    """
    from tqdm import tqdm

    return iter(
        tqdm(steps, desc=label, total=total, leave=False, file=sys.stderr, disable=None)
    )
