"""Traced graphs, and where NaN and infinity first appear."""

from __future__ import annotations

import dataclasses
import operator
from contextlib import nullcontext

import numpy as np
import pytest

from dlbook.scratch import Tensor, detect_anomaly, no_grad, relu, softmax, trace, where
from dlbook.scratch.tensor import make_result

SCALE = Tensor([2.0])


def summary(graph) -> list[str]:
    """Return each node as its name, or as its operation and the positions of its inputs."""
    return [node.name or f"{node.op}{list(node.inputs) or ''}" for node in graph.nodes]


class Double:
    def __call__(self, x):
        return x * 2


PAST = Tensor([1.0], requires_grad=True) * 2


@pytest.mark.parametrize(
    ("fn", "inputs", "expected"),
    [
        (lambda x, w, b: x * w + b, (3.0, 2.0, 1.0), "x w b mul[0, 1] add[3, 2]"),
        (lambda x: x * x, (3.0,), "x mul[0, 0]"),
        (lambda x: x, (1.0,), "x"),
        (lambda x: (x.exp(), x * x)[1], (1.0,), "x mul[0, 0]"),  # nobody needs the first
        (lambda x, i: x[i], (np.ones(3), np.array([0, 2])), "x getitem[0]"),
        (lambda x: x * 2 + 1, (PAST,), "x 2 mul[0, 1] 1 add[2, 3]"),  # its past is left out
        (lambda x: x * SCALE + np.ones(1), (1.0,), "SCALE x mul[1, 0] 1 add[2, 3]"),
        (lambda x: x + np.ones(2), (1.0,), "x  add[0, 1]"),  # several numbers have no name
        (
            lambda x, *rest: x + rest[0] + rest[1],
            (1.0, 2.0, 3.0),
            "x rest[0] rest[1] add[0, 1] add[3, 2]",
        ),
        (Double(), (1.0,), "x 2 mul[0, 1]"),
        (relu, (1.0,), "x relu[0]"),
        (operator.neg, (1.0,), "a neg[0]"),
        (max, (1.0, 2.0), "2"),  # no signature
    ],
)
def test_the_graph_of_a_function(fn, inputs, expected):
    assert " ".join(summary(trace(fn, *inputs))) == expected
    with no_grad():
        assert " ".join(summary(trace(fn, *inputs))) == expected


def test_nodes_hold_values_and_gradients():
    graph = trace(lambda x, w, b: x * w + b, 3.0, 2.0, 1.0)
    assert [node.grad for node in graph.nodes] == [None] * 5
    graph.output.backward()
    assert [float(node.value) for node in graph.nodes] == [3, 2, 1, 6, 7]
    assert [float(node.grad) for node in graph.nodes] == [2, 3, 1, 1, 1]
    assert graph.nodes[-1].tensor is graph.output
    assert (graph.nodes[0].shape, graph.nodes[0].dtype) == ((), np.float32)


def test_tensors_are_used_as_they_are():
    w = Tensor([1.0, 2.0], requires_grad=True)
    fixed = Tensor([3.0, 4.0])
    graph = trace(lambda w, x: (w * x).sum(), w, fixed)
    graph.output.backward()
    np.testing.assert_array_equal(w.grad, [3, 4])
    assert graph.nodes[0].tensor is w
    assert graph.nodes[1].grad is None


def test_the_function_must_return_a_tensor():
    with pytest.raises(TypeError, match="trace: the function must return a Tensor, got float"):
        trace(lambda x: x.item(), 1.0)


def test_graphs_are_frozen_readable_and_equal_if_their_structure_is():
    graph = trace(lambda x: x * x + 1, np.ones(2))
    assert repr(graph.nodes[1]) == "Node(name='', op='mul', inputs=(0, 0))"
    with pytest.raises(dataclasses.FrozenInstanceError):
        graph.nodes[1].name = "y"
    assert graph == trace(lambda x: x * x + 1, np.zeros(2))
    assert repr(graph) == f"Graph(nodes={graph.nodes})"
    assert graph != trace(lambda x: x + x + 1, np.ones(2))


# --- anomalies --------------------------------------------------------------------


def leaf(*values: float) -> Tensor:
    return Tensor(list(values), requires_grad=True)


def test_healthy_numbers_pass_and_gradients_stay_the_same():
    x, y = leaf(1.0, 2.0), leaf(1.0, 2.0)
    with detect_anomaly():
        watched = ((x * x).exp() + x).sum()
        watched.backward()
    ((y * y).exp() + y).sum().backward()
    np.testing.assert_array_equal(x.grad, y.grad)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: relu((leaf(4.0, 1.0, -1.0) * 2).log()),
            "log: NaN appears here first, in 1 of 3 entries\n"
            "  result: shape (3,), from 0.6931 to 2.079, 1 NaN\n"
            "  input 0: shape (3,), from -2 to 8",
        ),
        (
            lambda: leaf(1.0, 0.0) / leaf(0.0, 2.0),
            "div: infinity appears here first, in 1 of 2 entries\n"
            "  result: shape (2,), from 0 to 0, 1 infinite\n"
            "  input 0: shape (2,), from 0 to 1\n"
            "  input 1: shape (2,), from 0 to 2",
        ),
        (
            lambda: Tensor(1000.0).exp(),  # without a warning of NumPy's
            "exp: infinity appears here first, in 1 of 1 entries\n"
            "  result: shape (), 1 infinite\n  input 0: shape (), from 1000 to 1000",
        ),
        (
            lambda: leaf(np.inf) - leaf(np.inf),
            "sub: NaN appears here first, in 1 of 1 entries\n  result: shape (1,), 1 NaN\n"
            "  input 0: shape (1,), 1 infinite\n  input 1: shape (1,), 1 infinite",
        ),
        (
            lambda: leaf(np.nan) + leaf(1.0),
            "add: NaN appears here first, in 1 of 1 entries\n  result: shape (1,), 1 NaN\n"
            "  input 0: shape (1,), 1 NaN\n  input 1: shape (1,), from 1 to 1",
        ),
    ],
)
def test_the_first_operation_is_named_with_the_ranges_of_its_inputs(call, message):
    with pytest.raises(FloatingPointError) as caught, detect_anomaly():
        call()
    assert str(caught.value) == message


def test_infinity_that_was_put_in_passes():
    scores = leaf(1.0, 2.0, 3.0)
    with detect_anomaly():
        p = softmax(where(np.array([True, False, True]), scores, -np.inf))
        (p * p).sum().backward()
    assert p.data[1] == 0


@pytest.mark.parametrize("inside", [True, False])
def test_a_gradient_is_caught_wherever_backward_runs(inside):
    with detect_anomaly():
        root = leaf(0.0, 4.0).sqrt().sum()
    watched = detect_anomaly() if inside else nullcontext()
    with pytest.raises(FloatingPointError) as caught, watched:
        root.backward()
    assert str(caught.value) == (
        "sqrt, backward: infinity appears here first, in 1 of 2 entries\n"
        "  gradient of input 0: shape (2,), from 0.25 to 0.25, 1 infinite\n"
        "  gradient of the result: shape (2,), from 1 to 1\n"
        "  input 0: shape (2,), from 0 to 4"
    )


def test_the_second_input_is_told_from_the_first():
    x = leaf(1.0)
    with detect_anomaly():
        out = make_result("op", x.data, (x, lambda g: g), (leaf(2.0), lambda g: g * np.nan))
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
