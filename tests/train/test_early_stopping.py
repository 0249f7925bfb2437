"""Patience is counted from the best loss, whose weights come back."""

from __future__ import annotations

import math

import pytest
import torch
from torch import nn

from dlbook.train import EarlyStopping


def stop_after(losses: list[float], patience: int) -> int | None:
    stopping = EarlyStopping(nn.Linear(2, 1), patience)
    for i, loss in enumerate(losses):
        if stopping.should_stop(loss, at=i):
            return i
    return None


@pytest.mark.parametrize(
    ("losses", "patience", "at"),
    [
        ([3, 2, 1, 2, 2, 2], 2, 4),
        ([3, 2, 1, 2, 0, 2, 2], 2, 6),
        ([3, 2, 1], 1, None),
        ([3, 3], 1, 1),  # no better is not better
        ([3, math.nan, math.nan], 2, 2),
        ([math.nan], 1, 0),
    ],
)
def test_it_stops_after_so_many_that_are_no_better(losses, patience, at):
    assert stop_after(losses, patience) == at


def test_the_best_weights_come_back():
    model = nn.Linear(2, 1)
    stopping = EarlyStopping(model, patience=5)
    for step, loss in enumerate([3.0, 1.0, 2.0]):
        nn.init.constant_(model.weight, loss)
        stopping.should_stop(loss, at=step)
    assert (stopping.best, stopping.best_at) == (1.0, 1)
    assert model.weight.unique().item() == 2.0
    stopping.restore()
    assert model.weight.unique().item() == 1.0


def test_restoring_before_any_loss_is_refused():
    with pytest.raises(RuntimeError, match="no loss was noted"):
        EarlyStopping(nn.Linear(2, 1), 1).restore()


def test_patience_must_be_positive():
    with pytest.raises(ValueError, match="at least 1, got 0"):
        EarlyStopping(nn.Linear(2, 1), 0)


def test_a_copy_is_kept_not_the_weights_themselves():
    model = nn.Linear(2, 1)
    stopping = EarlyStopping(model, 1)
    stopping.should_stop(1.0, at=0)
    before = model.weight.detach().clone()
    with torch.no_grad():
        model.weight += 1
    stopping.restore()
    assert torch.equal(model.weight, before)
