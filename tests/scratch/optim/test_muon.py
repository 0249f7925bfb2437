"""Muon."""

import numpy as np
import pytest
import torch

from dlbook.scratch import Tensor, optim
from dlbook.scratch.optim.muon import orthogonalize
from tests.scratch.optim.hundred_steps import assert_same_steps

SHAPES = ((4, 4), (3, 7), (8, 5), (1, 6))
SETTINGS = [{}, {"nesterov": False, "momentum": 0.8}, {"weight_decay": 0.0, "ns_steps": 3}]


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_every_step_is_torchs_in_equal_precision(dtype, settings, monkeypatch):
    # Torch turns to bfloat16 for the iteration; here it stays in the parameter's type.
    monkeypatch.setattr(torch.Tensor, "bfloat16", torch.Tensor.clone)
    assert_same_steps(
        lambda p: optim.Muon(p, lr=0.03, **settings),
        lambda p: torch.optim.Muon(p, lr=0.03, **settings),
        dtype,
        SHAPES,
    )


@pytest.mark.parametrize("shape", SHAPES)
def test_one_step_is_torchs_up_to_its_bfloat16(shape):
    grad = np.random.default_rng(0).standard_normal(shape).astype(np.float32)
    mine = Tensor(np.zeros(shape, np.float32), requires_grad=True)
    theirs = torch.zeros(shape, requires_grad=True)
    mine.grad, theirs.grad = grad, torch.tensor(grad)
    optim.Muon([mine], lr=1.0).step()
    torch.optim.Muon([theirs], lr=1.0).step()
    # bfloat16 has 8 significant bits, and five iterations pass the rounding on.
    difference = np.abs(mine.data - theirs.detach().numpy())
    assert difference.max() < 0.05
    assert np.abs(mine.data).max() > 0.3


@pytest.mark.parametrize("shape", [(40, 40), (20, 50), (50, 20)])
def test_singular_values_come_close_to_one_and_vectors_stay(shape):
    matrix = np.random.default_rng(0).standard_normal(shape)
    left, values, right = np.linalg.svd(matrix, full_matrices=False)
    new = orthogonalize(matrix)
    turned = left.T @ new @ right.T  # diagonal where the singular vectors are the same
    s = np.diagonal(turned)
    assert np.abs(turned - np.diag(s)).max() < 1e-12
    large = values > 0.1 * values.max()
    assert large.sum() >= 15
    assert s[large].min() > 0.65
    assert s.max() < 1.25


def test_a_zero_gradient_gives_no_step():
    assert (orthogonalize(np.zeros((3, 4))) == 0).all()
