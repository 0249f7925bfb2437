"""NaN and infinity are caught where they first appear, forward and backward."""

from __future__ import annotations

import numpy as np
import pytest

from dlbook.scratch import Tensor, detect_anomaly, relu, softmax, where
from dlbook.scratch.tensor import record


def leaf(*values: float) -> Tensor:
    return Tensor(list(values), requires_grad=True)


def test_healthy_numbers_pass_and_gradients_stay_the_same():
    x, y = leaf(1.0, 2.0), leaf(1.0, 2.0)
    with detect_anomaly():
        watched = ((x * x).exp() + x).sum()
        watched.backward()
    ((y * y).exp() + y).sum().backward()
    np.testing.assert_array_equal(x.grad, y.grad)


def test_the_first_operation_is_named_with_the_ranges_of_its_inputs():
    with pytest.raises(FloatingPointError) as caught, detect_anomaly():
        relu((leaf(4.0, 1.0, -1.0) * 2).log())
    assert str(caught.value) == (
        "log: NaN appears here first, in 1 of 3 entries\n"
        "  result: shape (3,), from 0.6931 to 2.079, 1 NaN\n"
        "  input 0: shape (3,), from -2 to 8"
    )


def test_infinity_out_of_finite_inputs_is_caught():
    with pytest.raises(FloatingPointError) as caught, detect_anomaly():
        leaf(1.0, 0.0) / leaf(0.0, 2.0)
    assert str(caught.value) == (
        "div: infinity appears here first, in 1 of 2 entries\n"
        "  result: shape (2,), from 0 to 0, 1 infinite\n"
        "  input 0: shape (2,), from 0 to 1\n"
        "  input 1: shape (2,), from 0 to 2"
    )


def test_overflow_is_caught_without_numpys_warning():
    infinite = pytest.raises(FloatingPointError, match=r"exp: infinity appears .* in 1 of 1")
    with infinite, detect_anomaly():
        Tensor(1000.0).exp()


def test_infinity_that_was_put_in_passes():
    scores = leaf(1.0, 2.0, 3.0)
    with detect_anomaly():
        p = softmax(where(np.array([True, False, True]), scores, -np.inf))
        (p * p).sum().backward()
    assert p.data[1] == 0


def test_nan_made_of_infinity_is_caught():
    nan = pytest.raises(FloatingPointError, match="sub: NaN appears here first")
    with nan, detect_anomaly():
        leaf(np.inf) - leaf(np.inf)


def test_nan_that_was_put_in_is_caught_at_its_first_use():
    with pytest.raises(FloatingPointError) as caught, detect_anomaly():
        leaf(np.nan) + 1
    assert "input 0: shape (1,), 1 NaN" in str(caught.value)


@pytest.mark.parametrize("inside", [True, False])
def test_a_gradient_is_caught_wherever_backward_runs(inside):
    x = leaf(0.0, 4.0)
    message = (
        "sqrt, backward: infinity appears here first, in 1 of 2 entries\n"
        "  gradient of input 0: shape (2,), from 0.25 to 0.25, 1 infinite\n"
        "  gradient of the result: shape (2,), from 1 to 1\n"
        "  input 0: shape (2,), from 0 to 4"
    )
    with detect_anomaly():
        root = x.sqrt().sum()
        if inside:
            with pytest.raises(FloatingPointError) as caught:
                root.backward()
    if not inside:
        with pytest.raises(FloatingPointError) as caught:
            root.backward()
    assert str(caught.value) == message


def test_the_second_input_is_told_from_the_first():
    x = leaf(1.0)
    with detect_anomaly():
        out = record("op", x.data, (x, lambda g: g), (leaf(2.0), lambda g: g * np.nan))
    with pytest.raises(FloatingPointError, match=r"op, backward: .*\n  gradient of input 1"):
        out.backward()


def test_a_write_into_the_array_is_seen():
    x = leaf(1.0, 2.0)
    with detect_anomaly():
        y = x * x
    x.data[0] = 5.0
    with pytest.raises(RuntimeError, match=r"mul: the array of input 0, of shape \(2,\), was"):
        y.backward([1, 1])


def test_outside_the_block_nothing_is_watched():
    with detect_anomaly():
        pass
    with np.errstate(all="ignore"):
        assert np.isnan(leaf(-1.0).log().data).all()
    with pytest.raises(ZeroDivisionError), detect_anomaly():
        1 / 0  # noqa: B018
    with pytest.warns(RuntimeWarning, match="invalid"):
        leaf(-1.0).log()


def test_integers_and_empty_tensors_pass():
    with detect_anomaly():
        assert (Tensor(np.array([1, 2])) * 2).sum().item() == 6
        assert (Tensor(np.ones((0, 3))) * 2).shape == (0, 3)
