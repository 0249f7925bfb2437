"""What torch's initializers ask its generator for."""

from __future__ import annotations

import torch


def asked_of_torch(monkeypatch, function, *args, **kwargs) -> tuple[float, float]:
    """Return the bounds, or mean and deviation, that ``function`` draws with."""
    seen = []

    def note(tensor, first, second, generator=None):
        seen.append((first, second))
        return tensor

    monkeypatch.setattr(torch.Tensor, "uniform_", note)
    monkeypatch.setattr(torch.Tensor, "normal_", note)
    function(*args, **kwargs)
    (pair,) = seen
    return pair
