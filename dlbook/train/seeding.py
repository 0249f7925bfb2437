"""Make a run repeatable."""

from __future__ import annotations

import operator
import random

import numpy as np
import torch


def seed_everything(seed: int) -> np.random.Generator:
    """Seed the global generators of Python, NumPy and torch, and return one of your own.

    Parameters
    ----------
    seed : int
        From 0 to 2**32 - 1, the range of NumPy's global generator.

    Returns
    -------
    numpy.random.Generator
        Seeded the same, and touched by nobody else: pass it to what takes an
        ``rng``.

    Raises
    ------
    TypeError, ValueError
        Where ``seed`` is no whole number, or is out of range.

    Notes
    -----
    With the same seed, program, versions and machine, computations on the CPU
    repeat exactly. This function does *not* make these repeat:

    - Other machines, versions, or numbers of threads: sums are then added in
      another order, and the last digits differ.
    - Some operations on a GPU, which add in whatever order their threads finish
      (``torch.use_deterministic_algorithms(True)`` forbids them, at a price in
      speed), and cuDNN where ``torch.backends.cudnn.benchmark`` picks the
      fastest algorithm by timing.
    - Generators made before, as in a ``DataLoader`` that was given its own
      ``generator``; and other processes, such as those you start yourself.
    - The order of a Python set of strings, which ``PYTHONHASHSEED`` sets before
      Python starts.
    """
    seed = operator.index(seed)
    if not 0 <= seed < 2**32:
        raise ValueError(f"seed must be from 0 to 2**32 - 1, and is {seed}")
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 - other people's code draws from it
    torch.manual_seed(seed)  # also those of the GPUs
    return np.random.default_rng(seed)
