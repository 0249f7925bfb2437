"""Hinge loss: known answers, the kink, wrong calls."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812

from dlbook.scratch import Tensor, multi_margin_loss
from tests.scratch.parity import assert_parity


def test_known_answer():
    x = Tensor([[2.0, 1.5, 0.0]], requires_grad=True)
    loss = multi_margin_loss(x, [0])  # class 1 is 0.5 short of the margin
    loss.backward()
    np.testing.assert_allclose(loss.item(), 0.5 / 3, rtol=1e-6)
    np.testing.assert_allclose(x.grad, [[-1 / 3, 1 / 3, 0]], rtol=1e-6)


@pytest.mark.parametrize(
    "options",
    list(itertools.product([1, 2], [0.5, 1.0, 3.0], ["mean", "sum", "none"])),
    ids=str,
)
def test_every_combination_equals_torch(options, rng):
    p, margin, reduction = options
    classes = rng.integers(0, 5, 7)
    assert_parity(
        lambda x: multi_margin_loss(x, classes, p, margin, reduction),
        lambda x: F.multi_margin_loss(x, torch.tensor(classes), p, margin, reduction=reduction),
        (7, 5),
        rng=rng,
    )


def test_exactly_at_the_margin_there_is_no_loss_and_no_slope():
    x = Tensor([[2.0, 1.0]], requires_grad=True)
    loss = multi_margin_loss(x, [0])
    loss.backward()
    assert loss.item() == 0
    np.testing.assert_array_equal(x.grad, [[0, 0]])


@pytest.mark.parametrize(
    ("shape", "classes", "options", "message"),
    [
        ((3,), [0], {}, r"expected scores of shape \(B, C\) .* got \(3,\) and \(1,\)"),
        ((2, 3), [0], {}, r"got \(2, 3\) and \(1,\)"),
        ((2, 3), [0.0, 1.0], {}, "classes must be integers"),
        ((2, 3), [0, 3], {}, r"classes must lie in 0 \.\. 2"),
        ((2, 3), [0, 0], {"p": 3}, "p must be 1 or 2, got 3"),
        ((2, 3), [0, 0], {"reduction": "avg"}, "reduction must be one of"),
        ((0, 3), np.ones(0, int), {}, "there are no entries"),
    ],
)
def test_wrong_calls_are_named(shape, classes, options, message):
    with pytest.raises(ValueError, match=f"multi_margin_loss: .*{message}"):
        multi_margin_loss(np.ones(shape), classes, **options)
