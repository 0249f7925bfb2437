"""Connectionist temporal classification against torch and against all paths."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812

from dlbook.scratch import Tensor, ctc_loss, gradcheck, log_softmax
from tests.scratch.parity import assert_parity


def spelled(path, blank: int) -> tuple:
    """Return what a path spells: repeats merged, blanks left out."""
    return tuple(label for label, _ in itertools.groupby(path) if label != blank)


@pytest.mark.parametrize("target", [(), (1,), (1, 1), (1, 2), (2, 1, 2)])
@pytest.mark.parametrize("blank", [0, 3])
def test_it_is_the_sum_over_all_paths_that_spell_the_target(target, blank, rng):
    log_p = log_softmax(rng.standard_normal((5, 1, 4))).data
    total = sum(
        np.exp(log_p[np.arange(5), 0, path].sum())
        for path in itertools.product(range(4), repeat=5)
        if spelled(path, blank) == target
    )
    labels = np.array([target], int).reshape(1, -1)
    loss = ctc_loss(log_p, labels, [5], [len(target)], blank=blank, reduction="sum")
    np.testing.assert_allclose(loss.item(), -np.log(total), rtol=1e-10)


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("blank", [0, 2])
def test_batches_of_unequal_lengths_equal_torch(reduction, blank, rng):
    labels = np.array([[1, 1, 3], [4, 1, 9], [3, -7, 9], [9, 9, 9]])
    times, lengths = np.array([8, 7, 5, 6]), np.array([3, 2, 1, 0])
    readable = np.where(np.arange(3) < lengths[:, None], labels, 1)

    def theirs(x):
        return F.ctc_loss(
            F.log_softmax(x, -1),
            torch.tensor(readable),
            torch.tensor(times),
            torch.tensor(lengths),
            blank=blank,
            reduction=reduction,
        )

    assert_parity(
        lambda x: ctc_loss(log_softmax(x), labels, times, lengths, blank, reduction),
        theirs,
        (8, 4, 5),
        rng=rng,
    )


def test_the_gradient_is_that_of_log_probs(rng):
    gradcheck(
        lambda x: ctc_loss(x, [[1, 2], [2, 2]], [4, 3], [2, 1]),
        rng.standard_normal((4, 2, 3)),
        rng=rng,
    )


def test_one_time_step_and_one_label(rng):
    x = Tensor(rng.standard_normal((1, 1, 3)), requires_grad=True)
    loss = ctc_loss(x, [[2]], [1], [1])
    loss.backward()
    assert loss.item() == -x.data[0, 0, 2]
    np.testing.assert_array_equal(x.grad, [[[0, 0, -1]]])


def test_hostile_logits(rng):
    x = np.array([[1000.0, -1000.0, 0.0], [-1000.0, 1000.0, 0.0], [0.0, 0.0, 1000.0]])[:, None]
    assert_parity(
        lambda x: ctc_loss(log_softmax(x), [[1, 2]], [3], [2]),
        lambda x: F.ctc_loss(F.log_softmax(x, -1), torch.tensor([[1, 2]]), [3], [2]),
        x,
        rng=rng,
    )


def test_unlikely_and_likely_sequences_in_one_batch():
    log_p = np.zeros((3, 2, 3))
    log_p[:, 1] = -1000.0
    losses = ctc_loss(log_p, [[1], [1]], [3, 3], [1, 1], reduction="none").data
    # Six of the paths spell the label: 1__ _1_ __1 11_ _11 111.
    np.testing.assert_allclose(losses, [-np.log(6), 3000 - np.log(6)], rtol=1e-12)


def test_a_target_too_long_costs_infinitely_much(rng):
    x = Tensor(rng.standard_normal((2, 2, 3)), requires_grad=True)
    args = ([[1, 1], [1, 2]], [2, 2], [2, 2])  # between equal labels a blank must stand
    losses = ctc_loss(x, *args, reduction="none")
    assert losses.data[0] == np.inf
    assert np.isfinite(losses.data[1])
    losses.backward([1, 1])
    assert np.isnan(x.grad[:, 0]).any()
    assert np.isfinite(x.grad[:, 1]).all()


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_infinite_losses_can_be_left_out(reduction, rng):
    labels, lengths = np.array([[1, 1], [1, 2]]), np.array([2, 2])
    assert_parity(
        lambda x: ctc_loss(
            log_softmax(x), labels, lengths, lengths, reduction=reduction, zero_infinity=True
        ),
        lambda x: F.ctc_loss(
            F.log_softmax(x, -1),
            torch.tensor(labels),
            torch.tensor(lengths),
            torch.tensor(lengths),
            reduction=reduction,
            zero_infinity=True,
        ),
        (2, 2, 3),
        rng=rng,
    )


def test_float32_stays_float32(rng):
    x = Tensor(rng.standard_normal((4, 1, 3)).astype(np.float32), requires_grad=True)
    loss = ctc_loss(x, [[1]], [4], [1])
    loss.backward()
    assert loss.dtype == x.grad.dtype == np.float32


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"log_probs": np.ones((4, 3))}, r"expected log_probs of shape \(T, B, C\)"),
        ({"log_probs": np.ones((0, 2, 3))}, r"got \(0, 2, 3\) and \(2, 2\)"),
        ({"targets": np.ones(4, int)}, r"got \(4, 2, 3\) and \(4,\)"),
        ({"targets": np.ones((3, 2), int)}, r"got \(4, 2, 3\) and \(3, 2\)"),
        ({"targets": np.ones((2, 2))}, "classes must be integers"),
        ({"targets": np.full((2, 2), 3)}, r"classes must lie in 0 \.\. 2"),
        ({"targets": np.full((2, 2), 0)}, "a target holds the blank, 0, which is no label"),
        ({"input_lengths": [4]}, r"input_lengths must be 2 numbers from 1 to 4, got \[4\]"),
        ({"input_lengths": [4, 5]}, "input_lengths must be 2 numbers from 1 to 4"),
        ({"input_lengths": [4, 0]}, "input_lengths must be 2 numbers from 1 to 4"),
        ({"target_lengths": [1, 3]}, "target_lengths must be 2 numbers from 0 to 2"),
        ({"target_lengths": [1, -1]}, "target_lengths must be 2 numbers from 0 to 2"),
        ({"blank": 3}, r"blank must lie in 0 \.\. 2, got 3"),
        ({"blank": -1}, r"blank must lie in 0 \.\. 2, got -1"),
        ({"reduction": "avg"}, "reduction must be one of"),
    ],
)
def test_wrong_calls_are_named(changes, message):
    fine = {
        "log_probs": np.zeros((4, 2, 3)),
        "targets": np.ones((2, 2), int),
        "input_lengths": [4, 4],
        "target_lengths": [1, 2],
    }
    with pytest.raises(ValueError, match=f"ctc_loss: .*{message}"):
        ctc_loss(**(fine | changes))
