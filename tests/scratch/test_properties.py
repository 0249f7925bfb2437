"""Laws that hold for any shapes and values, tried on many (Hypothesis)."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays, mutually_broadcastable_shapes

from dlbook.scratch import Tensor, gradcheck
from dlbook.scratch.ops import elementwise

VALUES = st.floats(-10, 10)
PAIRS = st.sampled_from([elementwise.add, elementwise.sub, elementwise.mul, elementwise.div])
SHAPES = array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)


def gradient(fn, x: np.ndarray, seed: np.ndarray) -> np.ndarray:
    tensor = Tensor(x, requires_grad=True)
    fn(tensor).backward(seed)
    return tensor.grad


@given(PAIRS, mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=4))
def test_arithmetic_has_right_gradients_for_any_pair_of_shapes(op, shapes):
    rng = np.random.default_rng(0)
    a = rng.uniform(0.5, 2.0, shapes.input_shapes[0])
    b = rng.uniform(0.5, 2.0, shapes.input_shapes[1])
    gradcheck(op, a, b, rng=rng, directions=1)


@given(arrays(np.float64, (3, 4), elements=VALUES), VALUES, VALUES)
def test_a_gradient_is_linear_in_the_gradient_that_comes_in(x, alpha, beta):
    rng = np.random.default_rng(0)
    first, second = rng.standard_normal((2, 3, 4))

    def fn(t):
        return (t * t * 0.1).exp() / (t * t + 1)

    together = gradient(fn, x, alpha * first + beta * second)
    apart = alpha * gradient(fn, x, first) + beta * gradient(fn, x, second)
    scale = np.abs(gradient(fn, x, np.ones((3, 4)))).max() + 1e-300
    np.testing.assert_allclose(together / scale, apart / scale, atol=1e-9)


@given(arrays(np.float64, SHAPES, elements=VALUES))
def test_the_gradient_of_a_sum_of_functions_is_the_sum_of_gradients(x):
    rng = np.random.default_rng(0)
    seed = rng.standard_normal(x.shape)
    f, g = (lambda t: t * t), (lambda t: t * 3)
    total = gradient(lambda t: f(t) + g(t), x, seed)
    np.testing.assert_allclose(total, gradient(f, x, seed) + gradient(g, x, seed), rtol=1e-12)


@given(arrays(np.float64, SHAPES, elements=VALUES), st.data())
def test_sums_in_steps_and_at_once_agree(x, data):
    assume(x.ndim >= 2)
    first = data.draw(st.integers(0, x.ndim - 1))
    t = Tensor(x, requires_grad=True)
    stepwise = t.sum(axis=first).sum()
    np.testing.assert_allclose(stepwise.data, t.sum().data, rtol=1e-9, atol=1e-9)
    stepwise.backward()
    np.testing.assert_array_equal(t.grad, np.ones(x.shape))


@given(arrays(np.float64, SHAPES, elements=VALUES), st.randoms())
def test_moving_axes_there_and_back_changes_nothing(x, random):
    order = list(range(x.ndim))
    random.shuffle(order)
    t = Tensor(x, requires_grad=True)
    there = t.transpose(*order).reshape(-1).reshape(*(x.shape[i] for i in order))
    back = there.transpose(*np.argsort(order).tolist())
    np.testing.assert_array_equal(back.data, x)
    seed = np.arange(float(x.size)).reshape(x.shape)
    back.backward(seed)
    np.testing.assert_array_equal(t.grad, seed)


@given(
    st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 4)),
    array_shapes(min_dims=1, max_dims=2, max_side=3),
)
def test_a_batch_of_products_is_each_product(lengths, batch):
    n, k, m = lengths
    rng = np.random.default_rng(0)
    a, b = rng.standard_normal((*batch, n, k)), rng.standard_normal((*batch, k, m))
    product = (Tensor(a) @ Tensor(b)).data
    for i in np.ndindex(*batch):
        np.testing.assert_allclose(product[i], a[i] @ b[i], rtol=1e-12, atol=1e-12)


@given(arrays(np.float64, array_shapes(max_dims=3, max_side=4), elements=st.integers(-3, 3)))
def test_the_gradient_of_max_is_one_in_all_and_goes_to_the_winners(x):
    grad = gradient(lambda t: t.max(), x, np.ones(()))
    np.testing.assert_allclose(grad.sum(), 1, rtol=1e-12)
    np.testing.assert_array_equal(grad > 0, x == x.max())
