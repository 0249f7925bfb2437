"""Checks that every operation passes, over the tables in ``cases``."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module

import numpy as np
import pytest

from dlbook import scratch
from dlbook.scratch import Tensor, gradcheck, no_grad, ops
from dlbook.scratch.tensor import operation_hook
from tests.scratch.cases import known
from tests.scratch.cases.edges import EDGES, FLOAT16
from tests.scratch.cases.known import DTYPES, KNOWN, WIDENING
from tests.scratch.cases.operations import CASES
from tests.scratch.cases.refusals import NAMES, REFUSALS
from tests.scratch.parity import assert_parity, assert_same, draw

every_operation = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def inputs(case, rng, dtype=np.float64):
    return [draw(rng, spec, dtype) for spec in case.specs]


def run(case, arrays, seed=None) -> list[np.ndarray]:
    """Return the output and the gradients of all inputs."""
    xs = [Tensor(x, requires_grad=True) for x in arrays]
    out = case.ours(*xs)
    out.backward(np.ones(out.shape) if seed is None else seed)
    return [out.data, *(x.grad for x in xs)]


@pytest.mark.parametrize("case", CASES + EDGES, ids=lambda case: case.name)
def test_equals_torch_forward_and_backward(case, rng):
    with np.errstate(all="ignore"):
        assert_parity(case.ours, case.theirs, *case.specs, rng=rng)


@pytest.mark.parametrize("case", FLOAT16, ids=lambda case: case.name)
def test_float16_is_as_right_as_it_can_be(case, rng):
    arrays = inputs(case, rng, np.float16)
    exact = case.ours(*(Tensor(x.astype(np.float64)) for x in arrays))
    seed = rng.standard_normal(exact.shape).astype(np.float16)
    mine = run(case, arrays, seed)
    expected = run(case, [x.astype(np.float64) for x in arrays], seed)
    for i, (half, double) in enumerate(zip(mine, expected, strict=True)):
        assert_same(f"result {i}", half, double.astype(np.float16), tolerance=3e-3)


@pytest.mark.parametrize(
    ("fn", "arrays", "result", "grad", "gradients"),
    [row[1:] for row in KNOWN],
    ids=[row[0] for row in KNOWN],
)
def test_known_answers(fn, arrays, result, grad, gradients):
    xs = [Tensor(np.asarray(x), requires_grad=True) for x in arrays]
    out = fn(*xs)
    out.backward(grad)
    np.testing.assert_allclose(out.data, result, rtol=1e-7, atol=1e-12)
    for x, expected in zip(xs, gradients, strict=True):
        np.testing.assert_allclose(x.grad, expected, rtol=1e-7, atol=1e-12)


@pytest.mark.parametrize(("call", "error", "says"), REFUSALS, ids=[r[0] for r in REFUSALS])
def test_wrong_calls_say_what_is_wrong(call, error, says):
    with pytest.raises(error, match=says):
        eval(call, dict(NAMES))


@pytest.mark.parametrize(
    ("dtypes", "call"),
    [(dtypes, call) for dtypes, calls in DTYPES.items() for call in calls.split("; ")],
)
def test_dtypes(dtypes, call):
    of_x, expected = dtypes
    names = {**vars(scratch), **vars(known), "x": Tensor(np.arange(1, 4).astype(of_x))}
    assert eval(call, names).dtype == expected


@pytest.mark.parametrize("fn", WIDENING)
def test_options_in_float64_keep_float32(fn, rng):
    x = Tensor(rng.standard_normal((3, 4)).astype(np.float32), requires_grad=True)
    out = fn(x)
    out.backward(np.ones(out.shape))
    assert out.dtype == x.grad.dtype == np.float32


@every_operation
def test_gradient_of_inputs_and_outputs_used_twice(case, rng):
    def fan_out(*xs):
        first, second = case.ours(*xs), case.ours(*xs)
        return first * second + first * 2

    gradcheck(fan_out, *inputs(case, rng), rng=rng)


@every_operation
def test_gradients_are_linear_and_add_up_and_follow_a_changed_array(case, rng):
    xs = [Tensor(x, requires_grad=True) for x in inputs(case, rng)]
    out = case.ours(*xs)
    seed = rng.standard_normal(out.shape)
    out.backward(seed)
    once = [x.grad.copy() for x in xs]
    seed *= 2  # the same array: what an operation remembers by it must be forgotten
    out.backward(seed)
    for x, grad in zip(xs, once, strict=True):
        scale = np.abs(grad).max()
        np.testing.assert_allclose(x.grad, 3 * grad, rtol=0, atol=1e-14 * scale)


@every_operation
def test_inputs_with_gaps_in_memory_give_the_same(case, rng):
    arrays = inputs(case, rng)
    gapped = [np.repeat(x[..., None], 3, axis=-1)[..., 1] for x in arrays]
    seed = rng.standard_normal(case.ours(*map(Tensor, arrays)).shape)
    for first, second in zip(run(case, arrays, seed), run(case, gapped, seed), strict=True):
        np.testing.assert_allclose(second, first, rtol=1e-13, atol=1e-13 * np.abs(first).max())


@every_operation
def test_nothing_is_shared_that_could_be_changed(case, rng):
    arrays = inputs(case, rng)
    before = [x.copy() for x in arrays]
    seed = np.ones(case.ours(*map(Tensor, arrays)).shape)
    out, *gradients = run(case, arrays, seed)
    for x, kept in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(x, kept)
        assert x.flags.writeable
    assert not out.flags.writeable
    for i, grad in enumerate(gradients):
        assert grad.flags.writeable
        others = [out, seed, *arrays, *gradients[:i]]
        assert not any(np.shares_memory(grad, other) for other in others)
    kept = [grad.copy() for grad in gradients]
    for grad in gradients:
        grad *= 2
    for again, grad in zip(run(case, arrays, seed)[1:], kept, strict=True):
        np.testing.assert_array_equal(again, grad)


@every_operation
def test_nothing_is_recorded_without_gradients(case, rng):
    xs = [Tensor(x, requires_grad=True) for x in inputs(case, rng)]
    with no_grad():
        silent = case.ours(*xs)
    assert silent.edges == ()
    np.testing.assert_array_equal(silent.data, case.ours(*xs).data)


# No gradient flows through these, so the table has nothing to check.
WITHOUT_GRADIENT = {"argmax", "equal", "not_equal", "less", "less_equal", "greater"}
WITHOUT_GRADIENT |= {"greater_equal", "as_floating", "constant", "as_tensor_like"}
# These only call other operations; their name is in the table.
COMPOSED = {"mse_loss", "l1_loss", "scaled_dot_product_attention"}


def test_the_table_misses_no_operation(rng):
    seen, public = set(), set()
    with operation_hook(lambda out, _: seen.add(out.op)):
        for case in CASES:
            case.ours(*map(Tensor, inputs(case, rng)))
    for info in pkgutil.iter_modules(ops.__path__):
        module = import_module(f"{ops.__name__}.{info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            returns = inspect.signature(function).return_annotation
            if function.__module__ == module.__name__ and returns == "Tensor":
                public.add(name)
    public = {name for name in public if not name.startswith("_")}
    assert public - seen - WITHOUT_GRADIENT - COMPOSED == set()
