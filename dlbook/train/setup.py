"""Set up a run: choose a device, seed the generators."""

from __future__ import annotations

import operator
import random

import numpy as np
import torch


def pick_device() -> torch.device:
    """Return the fastest device of this machine: a CUDA GPU, an Apple GPU, or the CPU.

    Small models are often faster on the CPU: launching an operation on a GPU takes longer than
    a small operation itself. Apple GPUs have no float64.
    """
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")


def seed_everything(seed: int) -> np.random.Generator:
    """Seed the global generators of Python, NumPy and torch, and return a new one.

    Parameters
    ----------
    seed : int
        From 0 to 2**32 - 1, the range of NumPy's global generator.

    Returns
    -------
    numpy.random.Generator
        With the same seed, and used by nobody else: pass it to what takes an ``rng``.

    Notes
    -----
    With the same seed, program, versions and machine, computations on the CPU repeat exactly.
    These do *not* repeat:

    - On other machines, versions, or numbers of threads, sums are added in another order, and
      the last digits differ.
    - Some operations on a GPU add in whatever order their threads finish
      (``torch.use_deterministic_algorithms(True)`` forbids them, at a cost in speed), and cuDNN
      may pick the fastest algorithm by timing (``torch.backends.cudnn.benchmark``).
    - Generators created before, as in a ``DataLoader`` with its own ``generator``, and other
      processes.
    - The order of a Python set of strings, which ``PYTHONHASHSEED`` sets before Python starts.
    """
    seed = operator.index(seed)
    if not 0 <= seed < 2**32:
        raise ValueError(f"seed must be from 0 to 2**32 - 1, and is {seed}")
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 - other people's code draws from it
    torch.manual_seed(seed)  # also those of the GPUs
    return np.random.default_rng(seed)
