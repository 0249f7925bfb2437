"""Cross-entropy: known answers, every option, hostile logits, wrong calls."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812

from dlbook.scratch import Tensor, cross_entropy, linear
from tests.scratch.parity import assert_parity

CLASSES = np.array([1, 0, 4, 1, 2, 2])
WEIGHT = np.array([0.5, 1.5, 2.0, 0.7, 1.0])


def test_known_answers():
    x = Tensor([[0.0, 0.0], [0.0, np.log(3)]], requires_grad=True)
    loss = cross_entropy(x, [0, 1])
    np.testing.assert_allclose(loss.item(), (np.log(2) + np.log(4 / 3)) / 2, rtol=1e-6)
    loss.backward()
    np.testing.assert_allclose(x.grad, [[-0.25, 0.25], [0.125, -0.125]], rtol=1e-6)


def test_equal_logits_cost_the_logarithm_of_the_number_of_classes():
    loss = cross_entropy(np.zeros((5, 10)), np.arange(5))
    np.testing.assert_allclose(loss.item(), np.log(10), rtol=1e-12)


@pytest.mark.parametrize(
    "options",
    list(
        itertools.product(
            [False, True],
            [-100, 1],
            ["mean", "sum", "none"],
            [0.0, 0.2, 1.0],
            [(), (3,), (2, 3)],
        )
    ),
    ids=str,
)
def test_every_combination_of_options_equals_torch(options, rng):
    weighted, ignore, reduction, smoothing, extra = options
    classes = rng.integers(0, 5, (6, *extra))
    rest = {"ignore_index": ignore, "reduction": reduction, "label_smoothing": smoothing}

    def theirs(x):
        weight = torch.tensor(WEIGHT, dtype=x.dtype) if weighted else None
        return F.cross_entropy(x, torch.tensor(classes), weight, **rest)

    assert_parity(
        lambda x: cross_entropy(x, classes, WEIGHT if weighted else None, **rest),
        theirs,
        (6, 5, *extra),
        rng=rng,
    )


@pytest.mark.parametrize(
    "logits",
    [
        [[1000.0, -1000.0, 0.0], [-1000.0, 1000.0, 1000.0]],
        [[1001.0, 1000.0, 999.5], [-1000.0, -1001.0, -1000.0]],
        [[0.0, -np.inf, 1.0], [0.0, 1.0, -np.inf]],
        [[3.0, 3.0, 3.0], [0.0, 0.0, 0.0]],
    ],
    ids=["±1000", "mean 1000", "masked", "ties"],
)
def test_hostile_logits_equal_torch(logits, rng):
    assert_parity(
        lambda x: cross_entropy(x, [0, 0]),
        lambda x: F.cross_entropy(x, torch.tensor([0, 0])),
        np.array(logits),
        rng=rng,
    )


def test_a_right_class_of_probability_zero_costs_infinitely_much():
    x = Tensor([[0.0, -np.inf]], requires_grad=True)
    loss = cross_entropy(x, [1])
    loss.backward()
    assert loss.item() == np.inf
    np.testing.assert_array_equal(x.grad, [[1, -1]])


def test_an_ignored_place_is_never_looked_at():
    x = Tensor([[-np.inf, 0.0], [0.0, 0.0]], requires_grad=True)
    loss = cross_entropy(x, [-100, 1])
    loss.backward()
    np.testing.assert_allclose(loss.item(), np.log(2), rtol=1e-6)
    np.testing.assert_array_equal(x.grad, [[0, 0], [0.5, -0.5]])


def test_a_batch_of_one_and_a_single_class(rng):
    assert_parity(
        lambda x: cross_entropy(x, [2]),
        lambda x: F.cross_entropy(x, torch.tensor([2])),
        (1, 4),
        rng=rng,
    )
    assert cross_entropy(np.ones((3, 1)), [0, -100, 0]).item() == 0


def test_a_sum_over_nothing_is_zero():
    empty = np.ones((0, 3))
    assert cross_entropy(empty, np.ones(0, int), reduction="sum").item() == 0
    assert cross_entropy(empty, np.ones(0, int), reduction="none").shape == (0,)


@pytest.mark.parametrize(
    ("shape", "classes", "options"),
    [
        ((0, 3), np.ones(0, int), {}),
        ((2, 3), [-100, -100], {}),
        ((2, 3), [1, 1], {"weight": np.array([1.0, 0.0, 1.0])}),
    ],
)
def test_a_mean_of_nothing_is_refused(shape, classes, options):
    with pytest.raises(ValueError, match="cross_entropy: there is nothing to take the mean of"):
        cross_entropy(np.ones(shape), classes, **options)


@pytest.mark.parametrize(
    ("shape", "classes", "options", "message"),
    [
        ((3,), [1], {}, r"expected logits of shape \(B, C\) .* got \(3,\) and \(1,\)"),
        ((2, 3), [1], {}, r"got \(2, 3\) and \(1,\)"),
        ((2, 3), [[1], [1]], {}, r"got \(2, 3\) and \(2, 1\)"),
        ((2, 3, 4), [1, 1], {}, r"got \(2, 3, 4\) and \(2,\)"),
        ((2, 3), [0.0, 1.0], {}, "classes must be integers, got float64"),
        ((2, 3), [0, 3], {}, r"classes must lie in 0 \.\. 2, got 0 \.\. 3"),
        ((2, 3), [-1, 0], {}, r"classes must lie in 0 \.\. 2, got -1 \.\. 0"),
        ((2, 3), [0, 0], {"reduction": "avg"}, "reduction must be one of"),
        ((2, 3), [0, 0], {"label_smoothing": 1.1}, "label_smoothing must lie between 0 and 1"),
        ((2, 3), [0, 0], {"label_smoothing": -0.1}, "label_smoothing must lie between 0 and 1"),
        (
            (2, 3),
            [0, 0],
            {"weight": np.ones(2)},
            r"expected a weight of shape \(3,\)",
        ),
        (
            (2, 3),
            [0, 0],
            {"weight": Tensor(np.ones(3), requires_grad=True)},
            r"no gradient is computed for weight: pass weight\.detach\(\)",
        ),
    ],
)
def test_wrong_calls_are_named(shape, classes, options, message):
    with pytest.raises(ValueError, match=f"cross_entropy: .*{message}"):
        cross_entropy(np.ones(shape), classes, **options)


def test_float32_stays_float32_whatever_the_weight():
    x = Tensor(np.zeros((1, 3), np.float32), requires_grad=True)
    loss = cross_entropy(x, [0], WEIGHT[:3], label_smoothing=np.float64(0.1))
    loss.backward()
    assert loss.dtype == x.grad.dtype == np.float32


def test_it_overfits_one_batch(rng):
    x = rng.standard_normal((6, 8)).astype(np.float32)
    w = Tensor(np.zeros((5, 8), np.float32), requires_grad=True)
    for _ in range(200):
        loss = cross_entropy(linear(x, w), CLASSES)
        loss.backward()
        w.data -= 1.0 * w.grad
        w.grad = None
    assert loss.item() < 0.05
