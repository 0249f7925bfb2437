"""Reductions of losses, and the checks that losses share."""

from __future__ import annotations

import numpy as np
import pytest

from dlbook.scratch import Tensor
from dlbook.scratch.ops.reduction import (
    check_classes,
    check_reduction,
    check_same_shape,
    class_numbers,
    constant,
    reduced,
)

LOSSES = Tensor([1.0, 2.0, 6.0])


def test_the_three_reductions():
    assert reduced("op", LOSSES, "mean").item() == 3
    assert reduced("op", LOSSES, "sum").item() == 9
    assert reduced("op", LOSSES, "none") is LOSSES


def test_nothing_has_a_sum_and_no_mean():
    empty = Tensor(np.ones(0))
    assert reduced("op", empty, "sum").item() == 0
    assert reduced("op", empty, "none") is empty
    with pytest.raises(ValueError, match="op: there are no entries, so their mean"):
        reduced("op", empty, "mean")


def test_other_reductions_are_refused():
    with pytest.raises(ValueError, match=r"op: reduction must be one of .*'none'.*, got 'max'"):
        reduced("op", LOSSES, "max")
    check_reduction("op", "batchmean", ("sum", "batchmean"))


def test_shapes_must_be_equal():
    check_same_shape("op", LOSSES, LOSSES)
    with pytest.raises(ValueError, match=r"op: input has shape \(3,\) and target \(3, 1\)"):
        check_same_shape("op", LOSSES, Tensor(np.ones((3, 1))))


def test_a_gradient_that_would_be_lost_is_refused():
    assert constant("op", "target", LOSSES, LOSSES) is LOSSES
    assert constant("op", "target", [1.0], LOSSES).dtype == np.float32
    with pytest.raises(ValueError, match=r"op: no gradient .* for target: pass target\.detach"):
        constant("op", "target", Tensor([1.0], requires_grad=True), LOSSES)


def test_classes_are_integers():
    np.testing.assert_array_equal(class_numbers("op", [1, 2], LOSSES), [1, 2])
    np.testing.assert_array_equal(
        class_numbers("op", Tensor(np.array([1, 2], np.uint8)), LOSSES), [1, 2]
    )
    with pytest.raises(ValueError, match=r"op: classes must be integers, got float32: pass"):
        class_numbers("op", Tensor([1.0]), LOSSES)


def test_classes_lie_in_their_range():
    check_classes("op", np.array([0, 2]), 3)
    check_classes("op", np.array([], int), 3)
    check_classes("op", np.array([1, 1]), 3)
    for wrong in (-1, 3):
        with pytest.raises(
            ValueError, match=rf"op: classes must lie in 0 \.\. 2, got .*{wrong}"
        ):
            check_classes("op", np.array([1, wrong]), 3)
