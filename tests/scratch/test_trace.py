"""The traced graph has every value, oldest first, with names and gradients."""

from __future__ import annotations

import dataclasses
import operator

import numpy as np
import pytest

from dlbook.scratch import Tensor, no_grad, relu, trace

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
