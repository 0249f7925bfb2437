"""What a step keeps in memory, against sums by hand."""

from __future__ import annotations

import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from dlbook.efficient import MemoryTracker, saved_bytes


@pytest.mark.parametrize("device", ["cpu", "meta"])
def test_saved_are_inputs_and_outputs_once_and_no_parameters(device):
    model = nn.Sequential(nn.Linear(5, 7), nn.ReLU(), nn.Linear(7, 3)).to(device)
    x, y = torch.ones(11, 5, device=device), torch.zeros(11, device=device).long()
    saved = saved_bytes(model, lambda: cross_entropy(model(x), y))
    # Data, ReLU's output, log-probabilities; the classes; the total weight of the mean.
    assert saved == 4 * 11 * (5 + 7 + 3) + 8 * 11 + 4


def test_the_peak_counts_what_is_alive_at_once():
    x = torch.ones(1000)
    with MemoryTracker([x]) as tracker:
        a = x + 1
        del a
        b = x + 1
        c = b.view(10, 100)  # no memory of its own
    assert tracker.peak == 2 * 4000
    assert sum(tracker.alive.values()) == 2 * 4000
    del b, c
    assert sum(tracker.alive.values()) == 4000


def test_two_results_at_once_count_both():
    x = torch.ones(1000)
    with MemoryTracker([x]) as tracker:
        results = [x + 1, x + 2]
    assert tracker.peak == 3 * 4000
    del results
