"""Traced graphs, and where NaN and infinity first appear."""

from __future__ import annotations

import dataclasses
import operator

import numpy as np
import pytest

from dlbook.scratch import Tensor, detect_anomaly, no_grad, relu, softmax, trace, where
from dlbook.scratch.tensor import make_result

SCALE = Tensor([2.0])


def summary(graph):
    return [(node.name, node.op, node.inputs) for node in graph.nodes]


def test_a_hand_drawn_graph():
    graph = trace(lambda x, w, b: x * w + b, 3.0, 2.0, 1.0)
    graph.output.backward()
    assert summary(graph) == [
        ("x", "", ()),
        ("w", "", ()),
        ("b", "", ()),
        ("", "mul", (0, 1)),
        ("", "add", (3, 2)),
    ]
    assert [float(node.value) for node in graph.nodes] == [3, 2, 1, 6, 7]
    assert [float(node.grad) for node in graph.nodes] == [2, 3, 1, 1, 1]
    assert graph.nodes[-1].tensor is graph.output
    assert (graph.nodes[0].shape, graph.nodes[0].dtype) == ((), np.float32)


def test_no_gradient_before_backward():
    graph = trace(lambda x: x * x, 3.0)
    assert [node.grad for node in graph.nodes] == [None, None]


def test_a_value_used_twice_is_one_node():
    graph = trace(lambda x: x * x, 3.0)
    assert summary(graph) == [("x", "", ()), ("", "mul", (0, 0))]


def test_tensors_are_used_as_they_are():
    w = Tensor([1.0, 2.0], requires_grad=True)
    fixed = Tensor([3.0, 4.0])
    graph = trace(lambda w, x: (w * x).sum(), w, fixed)
    graph.output.backward()
    np.testing.assert_array_equal(w.grad, [3, 4])
    assert graph.nodes[0].tensor is w
    assert graph.nodes[1].grad is None


def test_integers_become_inputs_without_gradient():
    graph = trace(lambda x, i: x[i], np.ones(3), np.array([0, 2]))
    assert summary(graph) == [("x", "", ()), ("", "getitem", (0,))]


def test_constants_are_named_by_their_value_and_outer_variables_by_their_name():
    offset = Tensor([1.0, 2.0])
    graph = trace(lambda x: x * SCALE + offset * 0.5 + np.ones(2), np.ones(2))
    names = {node.name for node in graph.nodes if not node.op}
    assert names == {"x", "SCALE", "offset", "0.5", ""}


def test_starred_parameters_are_numbered():
    graph = trace(lambda x, *rest: x + rest[0] + rest[1], 1.0, 2.0, 3.0)
    assert [n.name for n in graph.nodes if not n.op] == ["x", "rest[0]", "rest[1]"]


def test_functions_without_names_work():
    class Double:
        def __call__(self, x):
            return x * 2

    assert trace(Double(), 1.0).nodes[0].name == "x"
    assert trace(relu, 1.0).nodes[0].name == "x"
    assert summary(trace(operator.neg, 1.0))[-1] == ("", "neg", (0,))
    assert trace(max, 1.0, 2.0).nodes[0].name in ("1", "2")  # no signature


def test_the_past_of_an_input_is_left_out():
    x = Tensor([1.0], requires_grad=True)
    y = x * 2
    assert summary(trace(lambda y: y + y, y)) == [("y", "", ()), ("", "add", (0, 0))]
    inside = trace(lambda x: x * 2 + 1, y)
    assert [n.name or n.op for n in inside.nodes] == ["x", "2", "mul", "1", "add"]


def test_what_the_output_does_not_need_is_left_out():
    def fn(x):
        x.exp()
        return x * x

    assert len(trace(fn, 1.0).nodes) == 2


def test_an_input_returned_is_the_only_node():
    graph = trace(lambda x: x, 1.0)
    assert summary(graph) == [("x", "", ())]


def test_without_gradients_the_graph_is_traced_all_the_same():
    with no_grad():
        graph = trace(lambda x: x * x + 1, 3.0)
    assert [n.name or n.op for n in graph.nodes] == ["x", "mul", "1", "add"]


def test_the_function_must_return_a_tensor():
    with pytest.raises(TypeError, match="trace: the function must return a Tensor, got float"):
        trace(lambda x: x.item(), 1.0)


def test_nodes_are_frozen_and_readable():
    node = trace(lambda x: x * x, 3.0).nodes[1]
    assert repr(node) == "Node(name='', op='mul', inputs=(0, 0))"
    with pytest.raises(dataclasses.FrozenInstanceError):
        node.name = "y"


def test_graphs_of_the_same_structure_are_equal():
    def fn(x):
        return x * x + 1

    graph = trace(fn, np.ones(2))
    assert graph == trace(fn, np.zeros(2))
    assert repr(graph) == f"Graph(nodes={graph.nodes})"
    assert trace(fn, 1.0) != trace(lambda x: x + x + 1, 1.0)


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
