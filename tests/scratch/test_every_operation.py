"""Checks that every operation passes, over the table in ``cases.py``."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module

import numpy as np
import pytest

from dlbook import scratch
from dlbook.scratch import Tensor, gradcheck, no_grad, ops
from dlbook.scratch.watch import watch
from tests.scratch.cases import CASES
from tests.scratch.parity import assert_parity, draw

every_operation = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def inputs(case, rng, dtype=np.float64):
    return [draw(rng, spec, dtype) for spec in case.specs]


@every_operation
def test_equals_torch_forward_and_backward(case, rng):
    assert_parity(case.ours, case.theirs, *case.specs, rng=rng)


@every_operation
def test_gradient_equals_differences(case, rng):
    gradcheck(case.ours, *inputs(case, rng), rng=rng)


@every_operation
def test_gradient_of_inputs_and_outputs_used_twice(case, rng):
    def fan_out(*xs):
        first, second = case.ours(*xs), case.ours(*xs)
        return first * second + first * 2

    gradcheck(fan_out, *inputs(case, rng), rng=rng)


@every_operation
def test_two_backwards_add_up(case, rng):
    xs = [Tensor(x, requires_grad=True) for x in inputs(case, rng)]
    out = case.ours(*xs)
    seed = rng.standard_normal(out.shape)
    out.backward(seed)
    once = [x.grad.copy() for x in xs]
    out.backward(seed)
    for x, grad in zip(xs, once, strict=True):
        np.testing.assert_array_equal(x.grad, 2 * grad)


@every_operation
def test_gradients_are_linear_in_the_gradient_that_comes_in(case, rng):
    xs = [Tensor(x, requires_grad=True) for x in inputs(case, rng)]
    out = case.ours(*xs)
    first, second = rng.standard_normal((2, *out.shape))
    grads = []
    for seed in (first, second, 3 * first - 2 * second):
        out.backward(seed)
        grads.append([x.grad for x in xs])
        for x in xs:
            x.grad = None
    for one, two, together in zip(*grads, strict=True):
        scale = np.abs(one).max() + np.abs(two).max()
        np.testing.assert_allclose(together, 3 * one - 2 * two, rtol=0, atol=1e-13 * scale)


@every_operation
def test_inputs_with_gaps_in_memory_give_the_same(case, rng):
    arrays = inputs(case, rng)
    gapped = [np.repeat(x[..., None], 3, axis=-1)[..., 1] for x in arrays]
    results = []
    seed = rng.standard_normal(case.ours(*map(Tensor, arrays)).shape)
    for variant in (arrays, gapped):
        xs = [Tensor(x, requires_grad=True) for x in variant]
        out = case.ours(*xs)
        out.backward(seed)
        results.append([out.data, *(x.grad for x in xs)])
    for first, second in zip(*results, strict=True):
        np.testing.assert_allclose(second, first, rtol=1e-13, atol=1e-13 * np.abs(first).max())


@every_operation
def test_inputs_stay_as_they_were_and_results_are_read_only(case, rng):
    arrays = inputs(case, rng)
    before = [x.copy() for x in arrays]
    xs = [Tensor(x, requires_grad=True) for x in arrays]
    out = case.ours(*xs)
    out.backward(np.ones(out.shape))
    for x, kept in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(x, kept)
        assert x.flags.writeable
    assert not out.data.flags.writeable
    assert all(x.grad.flags.writeable for x in xs)


@every_operation
def test_nothing_is_recorded_without_gradients(case, rng):
    xs = [Tensor(x, requires_grad=True) for x in inputs(case, rng)]
    with no_grad():
        silent = case.ours(*xs)
    assert silent.edges == ()
    np.testing.assert_array_equal(silent.data, case.ours(*xs).data)


def operations_seen(rng) -> set[str]:
    names = set()
    with watch(lambda out, _: names.add(out.op)):
        for case in CASES:
            case.ours(*map(Tensor, inputs(case, rng)))
    return names


# No gradient flows through these, so the table has nothing to check.
WITHOUT_GRADIENT = {"argmax", "equal", "not_equal", "less", "less_equal", "greater"}
WITHOUT_GRADIENT |= {"greater_equal", "as_floating", "constant", "beside"}
# These only call other operations; their name is in the table.
COMPOSED = {"mse_loss", "l1_loss", "reduced", "with_affine"}
# These are compared with torch in the tests of their layers.
IN_LAYERS = {"gru", "lstm", "rnn", "scaled_dot_product_attention", "attention_weights"}


def test_the_table_misses_no_operation(rng):
    public = set()
    for info in pkgutil.iter_modules(ops.__path__):
        module = import_module(f"{ops.__name__}.{info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            returns = inspect.signature(function).return_annotation
            if function.__module__ == module.__name__ and returns == "Tensor":
                public.add(name)
    public = {name for name in public if not name.startswith("_")}
    assert public - operations_seen(rng) - WITHOUT_GRADIENT - COMPOSED - IN_LAYERS == set()


# A NumPy number (of `x.mean()`, say) is a float64, and must not widen a network.
ONE = np.float64(1)


@pytest.mark.parametrize(
    "fn",
    [
        lambda x: scratch.layer_norm(x, 4, eps=ONE),
        lambda x: scratch.rms_norm(x, 4, eps=ONE),
        lambda x: scratch.group_norm(x, 2, eps=ONE),
        lambda x: scratch.batch_norm(x, None, None, training=True, eps=ONE, momentum=ONE),
        lambda x: scratch.batch_norm(x, x[0].detach(), x[1].exp().detach(), eps=ONE),
        lambda x: scratch.huber_loss(x, x * 2, delta=ONE),
        lambda x: scratch.smooth_l1_loss(x, x * 2, beta=ONE),
        lambda x: scratch.multi_margin_loss(x, [0, 0, 1], margin=ONE),
        lambda x: scratch.cross_entropy(x, [0, 0, 1], label_smoothing=ONE / 2),
        lambda x: scratch.binary_cross_entropy_with_logits(x, x.detach(), pos_weight=ONE),
        lambda x: scratch.elu(x, ONE),
        lambda x: scratch.leaky_relu(x, ONE),
        lambda x: scratch.clip(x, -ONE, ONE),
        lambda x: scratch.pad(x, (1, 1), ONE),
        lambda x: scratch.dropout(x, ONE / 2, rng=np.random.default_rng(0)),
        lambda x: scratch.where(x > ONE, x, ONE),
        lambda x: scratch.maximum(x, ONE),
    ],
)
def test_options_given_as_numpy_numbers_keep_float32(fn, rng):
    x = Tensor(rng.standard_normal((3, 4)).astype(np.float32), requires_grad=True)
    out = fn(x)
    out.backward(np.ones(out.shape))
    assert out.dtype == x.grad.dtype == np.float32
