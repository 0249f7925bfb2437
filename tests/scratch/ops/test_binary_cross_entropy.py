"""Binary cross-entropy: known answers, hostile logits, weights, wrong calls."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812

from dlbook.scratch import Tensor
from dlbook.scratch import binary_cross_entropy_with_logits as bce
from tests.scratch.parity import assert_parity

theirs = F.binary_cross_entropy_with_logits


def test_known_answer():
    x = Tensor([0.0, np.log(3)], requires_grad=True)  # probabilities 1/2 and 3/4
    loss = bce(x, [1.0, 0.0])
    np.testing.assert_allclose(loss.item(), (np.log(2) + np.log(4)) / 2, rtol=1e-6)
    loss.backward()
    np.testing.assert_allclose(x.grad, [-0.25, 0.375], rtol=1e-6)


@pytest.mark.parametrize("pos_weight", [None, 0.3, 7.0])
@pytest.mark.parametrize("y", [0.0, 0.3, 1.0])
def test_hostile_logits_equal_torch(pos_weight, y, rng):
    x = np.array([-1000.0, -50.0, -1e-9, 0.0, 1e-9, 50.0, 1000.0])

    def expected(x):
        weight = None if pos_weight is None else torch.tensor(pos_weight, dtype=x.dtype)
        return theirs(x, torch.full_like(x, y), reduction="none", pos_weight=weight)

    assert_parity(
        lambda x: bce(x, np.full(7, y), reduction="none", pos_weight=pos_weight),
        expected,
        x,
        rng=rng,
    )


def test_integer_targets():
    loss = bce(Tensor([[0.5], [2.0]]), np.array([[0], [1]]))
    assert loss.dtype == np.float32
    assert loss.item() == bce(Tensor([[0.5], [2.0]]), [[0.0], [1.0]]).item()


def test_float32_stays_float32_whatever_the_weights():
    loss = bce(Tensor([0.5]), np.ones(1), weight=np.ones(1), pos_weight=np.float64(2))
    assert loss.dtype == np.float32


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ((np.ones(2), np.ones((2, 1))), r"input has shape \(2,\) and target \(2, 1\)"),
        ((np.ones(0), np.ones(0)), "there are no entries"),
        ((np.ones(2), np.ones(2), None, "avg"), "reduction must be one of"),
        ((np.ones(2), np.ones(2), np.ones(3)), r"weight: shapes \(2,\) and \(3,\) do not"),
        (
            (np.ones(2), np.ones(2), np.ones((3, 1))),
            r"weight of shape \(3, 1\) does not",
        ),
        ((np.ones(2), np.ones(2), None, "mean", np.ones(3)), "pos_weight: shapes"),
        ((np.ones(2), Tensor([1.0, 1.0], requires_grad=True)), "no gradient .* for target"),
    ],
)
def test_wrong_calls_are_named(args, message):
    with pytest.raises(ValueError, match=f"binary_cross_entropy_with_logits.*{message}"):
        bce(*args)
