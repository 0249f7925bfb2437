"""Losses in plain torch: against torch's own, forward and backward, and by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from torch.testing import assert_close

from dlbook import scratch
from dlbook.functional import losses
from tests.scratch.parity import assert_same

REDUCTIONS = ("mean", "sum", "none")
# Ours, torch's: the same arguments to both.
PAIRS = {
    "mse": (losses.mse_loss, F.mse_loss, {}),
    "l1": (losses.l1_loss, F.l1_loss, {}),
    "huber": (losses.huber_loss, F.huber_loss, {"delta": 0.7}),
    "binary": (losses.binary_cross_entropy_with_logits, F.binary_cross_entropy_with_logits, {}),
    "binary, weighted": (
        losses.binary_cross_entropy_with_logits,
        F.binary_cross_entropy_with_logits,
        {"pos_weight": torch.tensor(3.5, dtype=torch.float64)},
    ),
}
# Ours here, ours in NumPy.
RUNGS = {
    "mse": ("mse_loss", {}),
    "l1": ("l1_loss", {}),
    "huber": ("huber_loss", {"delta": 0.7}),
    "binary": ("binary_cross_entropy_with_logits", {"pos_weight": 3.5}),
}


def assert_alike(ours, theirs, input, *others, **options) -> None:
    """Assert equal values, and equal slopes along a random direction of the output."""
    a, b = (input.clone().requires_grad_() for _ in range(2))
    left, right = ours(a, *others, **options), theirs(b, *others, **options)
    direction = torch.randn(right.shape, dtype=right.dtype)
    left.backward(direction)
    right.backward(direction)
    assert_same("output", left.detach().numpy(), right.detach().numpy(), 1e-12)
    assert_same("gradient", a.grad.numpy(), b.grad.numpy(), 1e-12)


@pytest.fixture
def drawn():
    """Return predictions, and targets of both kinds, of a shape with unequal axes."""
    torch.manual_seed(0)
    shape = (7, 3, 5)
    input = torch.randn(shape, dtype=torch.float64) * 3
    return input, torch.randn(shape, dtype=torch.float64), torch.rand(shape).double()


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("name", PAIRS)
def test_equals_torch(name, reduction, drawn):
    ours, theirs, options = PAIRS[name]
    input, numbers, chances = drawn
    target = chances if name.startswith("binary") else numbers
    assert_alike(ours, theirs, input, target, reduction=reduction, **options)


@pytest.mark.parametrize("name", RUNGS)
def test_equals_the_rung_below(name, drawn):
    function, options = RUNGS[name]
    input, numbers, chances = drawn
    target = chances if name == "binary" else numbers
    a = input.clone().requires_grad_()
    b = scratch.Tensor(input.numpy(), requires_grad=True)
    here = getattr(losses, function)(a, target, **options)
    below = getattr(scratch, function)(b, target.numpy(), **options)
    here.backward()
    below.backward()
    assert_same("output", below.data, here.detach().numpy(), 1e-12)
    assert_same("gradient", b.grad, a.grad.numpy(), 1e-12)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_cross_entropy_equals_torch(reduction, weighted):
    torch.manual_seed(1)
    weight = torch.rand(5, dtype=torch.float64) + 0.5 if weighted else None
    logits, target = torch.randn(11, 5, dtype=torch.float64) * 4, torch.randint(5, (11,))
    assert_alike(
        losses.cross_entropy,
        F.cross_entropy,
        logits,
        target,
        weight=weight,
        reduction=reduction,
    )
    if weight is None and reduction == "mean":
        below = scratch.cross_entropy(scratch.Tensor(logits.numpy()), target.numpy()).item()
        assert_close(losses.cross_entropy(logits, target).item(), below)


def test_a_wrong_loss_is_found_out(drawn):
    def a_thousandth_more(input, target, reduction):
        return 1.001 * losses.mse_loss(input, target, reduction)

    with pytest.raises(AssertionError):
        assert_alike(a_thousandth_more, F.mse_loss, *drawn[:2], reduction="none")


def test_logits_of_a_thousand():
    far = torch.tensor([[1000.0, -1000.0], [-1000.0, 1000.0]])
    found = losses.cross_entropy(far, torch.tensor([0, 0]), reduction="none")
    assert found.tolist() == [0, 2000]
    yes = torch.ones(2, 2)
    found = losses.binary_cross_entropy_with_logits(far, yes, reduction="none")
    assert found.tolist() == [[0, 1000], [1000, 0]]
    found = losses.sigmoid_focal_loss(far, yes, reduction="none")
    assert found.tolist() == [[0, 1000], [1000, 0]]


@pytest.mark.parametrize("quantile", [0.1, 0.5, 0.9])
def test_the_quantile_loss_is_least_at_the_quantile(quantile):
    target = torch.rand(1001, generator=torch.Generator().manual_seed(0)).double()
    guesses = torch.linspace(0, 1, 401, dtype=torch.float64)
    costs = [losses.quantile_loss(g.expand(1001), target, quantile) for g in guesses]
    best = guesses[torch.stack(costs).argmin()]
    assert abs(best - torch.quantile(target, quantile)) < 0.005


def test_the_quantile_loss_of_a_half_is_half_of_l1(drawn):
    input, target, _ = drawn
    half = losses.quantile_loss(input, target, 0.5, reduction="none")
    assert_close(2 * half, losses.l1_loss(input, target, reduction="none"))


def test_by_hand():
    zero, two = torch.zeros(1), torch.full((1,), 2.0)
    assert losses.quantile_loss(zero, two, 0.9).item() == pytest.approx(1.8)
    assert losses.quantile_loss(two, zero, 0.9).item() == pytest.approx(0.2)
    assert losses.huber_loss(zero, two, delta=0.5).item() == pytest.approx(0.875)
    assert losses.huber_loss(zero, two).item() == pytest.approx(1.5)
    focal = losses.sigmoid_focal_loss(zero, torch.ones(1)).item()
    assert focal == pytest.approx(math.log(2) / 4)


@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_gaussian_nll_is_minus_the_log_density(reduction, drawn):
    mean, target, log_var = drawn

    def by_torch(mean, target, log_var, reduction):
        found = -torch.distributions.Normal(mean, (log_var / 2).exp()).log_prob(target)
        return found if reduction == "none" else getattr(found, reduction)()

    assert_alike(losses.gaussian_nll_loss, by_torch, mean, target, log_var, reduction=reduction)
    # And by the logarithm of the variance, the argument that is no input of the others.
    assert_alike(
        lambda v, reduction: losses.gaussian_nll_loss(mean, target, v, reduction),
        lambda v, reduction: by_torch(mean, target, v, reduction),
        log_var,
        reduction=reduction,
    )


@pytest.mark.parametrize("gamma", [1.0, 2.0, 3.5])
def test_the_focal_loss_is_that_of_the_paper(gamma):
    logits = torch.randn(6, 4, dtype=torch.float64, generator=torch.Generator().manual_seed(2))
    target = (torch.arange(24).reshape(6, 4) % 3 == 0).double()

    def paper(z, y, gamma, reduction):
        p = torch.where(y == 1, torch.sigmoid(z), torch.sigmoid(-z))
        return -((1 - p) ** gamma) * torch.log(p)

    assert_alike(
        losses.sigmoid_focal_loss, paper, logits, target, gamma=gamma, reduction="none"
    )


def test_the_focal_loss_without_focus_is_the_binary_cross_entropy(drawn):
    input, _, target = drawn
    assert_alike(
        lambda z, y: losses.sigmoid_focal_loss(z, y, gamma=0.0),
        F.binary_cross_entropy_with_logits,
        input,
        target,
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda x: losses.mse_loss(x, x[0]), "hides mistakes"),
        (lambda x: losses.binary_cross_entropy_with_logits(x, x[0]), "hides mistakes"),
        (lambda x: losses.gaussian_nll_loss(x, x, x[0]), "hides mistakes"),
        (lambda x: losses.l1_loss(x, x, reduction="average"), "reduction must be"),
        (lambda x: losses.huber_loss(x, x, delta=0.0), "delta must be positive"),
        (lambda x: losses.quantile_loss(x, x, 1.0), "between 0 and 1"),
        (lambda x: losses.quantile_loss(x, x, 0.0), "between 0 and 1"),
        (lambda x: losses.sigmoid_focal_loss(x, x, gamma=0.5), "0 or at least 1"),
        (lambda x: losses.cross_entropy(x, torch.zeros(4, dtype=int)), r"\(B, C\)"),
        (lambda x: losses.cross_entropy(x[0], torch.zeros(2, dtype=int)), r"\(B, C\)"),
    ],
)
def test_bad_input_is_explained(call, message):
    with pytest.raises(ValueError, match=message):
        call(torch.zeros(3, 2))


def test_learns_one_batch():
    rng = np.random.default_rng(0)
    X, y = torch.tensor(rng.normal(size=(12, 6))), torch.tensor(rng.integers(0, 3, 12))
    W = torch.zeros(3, 6, dtype=torch.float64, requires_grad=True)
    for _ in range(300):
        (slope,) = torch.autograd.grad(losses.cross_entropy(X @ W.T, y), W)
        W = (W - slope).detach().requires_grad_()
    assert losses.cross_entropy(X @ W.T, y).item() < 0.4 < math.log(3)


@pytest.mark.gpu
def test_a_gpu_gives_the_same(drawn):
    if not torch.cuda.is_available():
        pytest.skip("no CUDA device")
    input, target, chances = drawn
    for loss, y in [
        (losses.huber_loss, target),
        (losses.binary_cross_entropy_with_logits, chances),
    ]:
        assert_close(loss(input.cuda(), y.cuda()).cpu(), loss(input, y))
