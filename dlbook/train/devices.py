"""Where to compute."""

from __future__ import annotations

import torch


def pick_device() -> torch.device:
    """Return the fastest device of this machine: a CUDA GPU, an Apple GPU, or the CPU.

    Returns
    -------
    torch.device
        ``cuda``, ``mps`` or ``cpu``, the first that is there.

    Notes
    -----
    Small models are often faster on the CPU: starting an operation on a GPU
    takes longer than a small operation itself. Apple GPUs know no float64.
    """
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")
