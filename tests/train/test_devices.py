"""The fastest device that is there is picked."""

from __future__ import annotations

import pytest
import torch

from dlbook.train import pick_device


@pytest.mark.parametrize(
    ("cuda", "mps", "picked"),
    [
        (True, True, "cuda"),
        (True, False, "cuda"),
        (False, True, "mps"),
        (False, False, "cpu"),
    ],
)
def test_the_order_is_cuda_mps_cpu(cuda, mps, picked, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
    assert pick_device() == torch.device(picked)


def test_the_device_of_this_machine_computes():
    device = pick_device()
    assert isinstance(device, torch.device)
    assert (torch.full((3,), 2.0, device=device) ** 2).sum().item() == 12.0
