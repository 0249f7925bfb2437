"""Gradients are told exact from close from wrong, and known mistakes are named."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from dlbook.scratch import Tensor, explain_gradients

RIGHT = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
SQUARE = np.array([[1.0, 2.0], [3.0, 4.0]])


def explain(mine, reference, **options):
    return explain_gradients([mine], [reference], **options).comparisons[0]


def test_exact_close_and_wrong():
    assert explain(RIGHT, RIGHT).verdict == "exact"
    assert explain(RIGHT, RIGHT).difference == 0
    nearly = RIGHT + np.array([[0, 0, 0], [0, 1e-9, 0]])
    assert explain(nearly, RIGHT).verdict == "close"
    assert explain(RIGHT + 1e-7, RIGHT).verdict == "wrong"


@pytest.mark.parametrize(
    ("dtype", "close", "wrong"), [(np.float32, 1e-4, 1e-3), (np.float64, 5e-9, 1e-8)]
)
def test_the_tolerance_follows_the_precision(dtype, close, wrong):
    right = RIGHT.astype(dtype)
    assert explain((RIGHT + close).astype(dtype), right).verdict == "close"
    assert explain((RIGHT + wrong).astype(dtype), right).verdict == "wrong"
    # One side of low precision is enough.
    assert explain(RIGHT + 1e-5, RIGHT.astype(np.float32)).verdict == "close"
    assert explain(RIGHT.astype(np.float32) + np.float32(1e-5), RIGHT).verdict == "close"


def test_the_tolerance_can_be_chosen():
    assert explain(RIGHT + 0.5, RIGHT, rtol=0.1).verdict == "close"
    assert explain(RIGHT + 0.7, RIGHT, rtol=0.1).verdict == "wrong"


def test_exactly_at_the_tolerance_is_close():
    four = np.full(4, 4.0)
    assert explain(four + np.array([1, 0, 0, 0]), four, rtol=0.25).verdict == "close"
    comparison = explain(four + np.array([1, 2, 0, 0]), four, rtol=0.25)
    assert comparison.hint == "25% of the entries differ"
    assert explain(2 * four, four, rtol=0).hint == "it is 2 times the reference"


def test_a_thousandth_is_wrong_in_either_precision():
    for dtype in (np.float32, np.float64):
        comparison = explain((RIGHT * 1.001).astype(dtype), RIGHT.astype(dtype))
        assert comparison.verdict == "wrong"
        assert comparison.hint == "it is 1.001 times the reference"


def test_the_largest_difference_is_found():
    mine = RIGHT.copy()
    mine[1, 0] += 0.25
    mine[0, 2] -= 0.5
    comparison = explain(mine, RIGHT)
    assert comparison.difference == 0.5
    assert comparison.where == (0, 2)
    assert (comparison.shape, comparison.reference_shape) == ((2, 3), (2, 3))
    assert comparison.hint == "33% of the entries differ"
    assert str(comparison) == (
        "wrong  0  shape (2, 3), largest difference 0.5 at (0, 2): 33% of the entries differ"
    )


@pytest.mark.parametrize(
    ("mine", "reference", "hint"),
    [
        (2 * RIGHT, RIGHT, "it is 2 times the reference"),
        (-RIGHT, RIGHT, "it is -1 times the reference"),
        (0 * RIGHT, RIGHT, "it is all zeros"),
        (SQUARE.T, SQUARE, "it is transposed"),
        (RIGHT * np.nan, RIGHT, "it holds NaN or infinity"),
        (RIGHT + np.inf, RIGHT, "it holds NaN or infinity"),
        (RIGHT, 0 * RIGHT, "100% of the entries differ"),
        (RIGHT, RIGHT * np.nan, "of the entries differ"),
    ],
)
def test_known_mistakes_are_named(mine, reference, hint):
    comparison = explain(mine, reference)
    assert comparison.verdict == "wrong"
    assert hint in comparison.hint


@pytest.mark.parametrize(
    ("mine", "reference", "hint"),
    [
        (RIGHT.T, RIGHT, "the shape is transposed"),
        (RIGHT, RIGHT[0], "was it broadcast, and not summed back?"),
        (RIGHT[0], RIGHT, "the shapes differ"),
        (RIGHT.reshape(6), RIGHT, "the shapes differ"),
        (None, RIGHT, "no gradient arrived here"),
        (RIGHT, None, "the reference has no gradient here"),
    ],
)
def test_shapes_that_differ_are_wrong(mine, reference, hint):
    comparison = explain(mine, reference)
    assert comparison.verdict == "wrong"
    assert comparison.hint == hint
    assert np.isnan(comparison.difference)
    assert comparison.where == ()
    shown = None if reference is None else reference.shape
    assert f"reference {shown}: {hint}" in str(comparison)


def test_no_gradient_on_either_side_is_equal():
    comparison = explain(None, None)
    assert comparison.verdict == "exact"
    assert comparison.difference == 0
    assert comparison.shape is None
    assert str(comparison) == "exact  0  shape None: no gradient on either side"


def test_equal_nan_is_exact():
    assert explain(np.array([np.nan]), np.array([np.nan])).verdict == "exact"


def test_numbers_and_empty_arrays():
    assert explain(np.array(2.0), np.array(1.0)).hint == "it is 2 times the reference"
    assert explain(np.ones((0, 3)), np.ones((0, 3))).verdict == "exact"


def test_tensors_of_both_kinds_give_their_gradient():
    ours, theirs = Tensor([1.0, 2.0], requires_grad=True), torch.tensor([1.0, 2.0])
    theirs.requires_grad = True
    (ours * ours).sum().backward()
    (theirs * theirs).sum().backward()
    by_name = explain_gradients({"w": ours}, {"w": theirs})
    assert by_name.right
    assert str(by_name) == repr(by_name) == "exact  w  shape (2,)"
    # A torch tensor that requires none is a gradient itself.
    assert explain_gradients([ours], [theirs.grad]).right


def test_a_variable_no_gradient_reached_is_named():
    ours = Tensor([1.0], requires_grad=True)
    explanation = explain_gradients({"w": ours, "b": RIGHT}, {"w": np.ones(1), "b": RIGHT})
    assert not explanation.right
    assert [c.name for c in explanation.comparisons] == ["w", "b"]
    assert str(explanation) == (
        "wrong  w  shape None, reference (1,): no gradient arrived here\nexact  b  shape (2, 3)"
    )


def test_both_must_have_the_same_variables():
    with pytest.raises(ValueError, match=r"same variables, got \['a'\] and \['b'\]"):
        explain_gradients({"a": RIGHT}, {"b": RIGHT})
    with pytest.raises(TypeError, match="a dictionary or a list of variables, got ndarray"):
        explain_gradients(RIGHT, RIGHT)
