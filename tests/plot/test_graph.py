from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from dlbook.plot import TALL, plot_graph
from dlbook.plot.graph import GRADIENT, INK
from tests.plot.test_graph_layout import random_graph


def node(name="", op="", value=1.0, grad=None, inputs=()):
    value = np.asarray(value)
    return SimpleNamespace(
        name=name, op=op, value=value, shape=value.shape, grad=grad, inputs=inputs
    )


def graph(*nodes):
    return SimpleNamespace(nodes=nodes)


@pytest.fixture
def product():
    """x * w of numbers, and its gradients."""
    return graph(
        node("x", value=3.0, grad=np.array(-0.5)),
        node("w", value=-0.5, grad=np.array(3.0)),
        node(op="mul", value=-1.5, grad=np.array(1.0), inputs=(0, 1)),
    )


def boxes(ax) -> list:
    """Boxes in the order of the nodes, in pixels."""
    return [p.get_window_extent() for p in ax.patches if isinstance(p, FancyBboxPatch)]


def arrows(ax) -> list[np.ndarray]:
    """Points along each arrow, in pixels, from its start to its head."""
    patches = [p for p in ax.patches if isinstance(p, FancyArrowPatch)]
    return [
        p.get_transform()
        .transform_path(p._path_original)
        .interpolated(1)
        .to_polygons(closed_only=False)[0]
        for p in patches
    ]


def texts(ax) -> list[str]:
    return [t.get_text() for t in ax.texts]


def through(points: np.ndarray, box) -> bool:
    """Whether a line runs through the inside of a box."""
    dense = np.concatenate([np.linspace(a, b, 20) for a, b in pairwise(points)])
    inside = (dense > [box.x0 + 1, box.y0 + 1]) & (dense < [box.x1 - 1, box.y1 - 1])
    return bool(inside.all(axis=1).any())


W = np.zeros((7, 3))


@pytest.mark.parametrize(
    ("nodes", "shown"),
    [
        ([node("x", value=3.0, grad=np.array(-0.5))], "x; 3; ∂ −0.5"),
        ([node("W", value=W, grad=W)], "W; (7, 3); ∂ (7, 3)"),
        ([node("x"), node(op="sum", value=0.0, inputs=(0,))], "x; 1; sum; 0"),
        ([node("w", value=[[2.5]])], "w; 2.5"),  # of one entry
        ([node("2", value=2.0), node(value=np.zeros(3))], "2; (3,)"),  # a constant, once
    ],
)
def test_boxes_show_name_value_and_gradient(ax, nodes, shown):
    assert plot_graph(graph(*nodes), ax=ax) is ax
    assert texts(ax) == shown.split("; ")


def test_the_gradient_has_a_color_of_its_own(ax, product):
    plot_graph(product, ax=ax)
    for text in ax.texts:
        wanted = GRADIENT if text.get_text().startswith("∂") else INK
        assert to_rgb(text.get_color()) == to_rgb(wanted)


def test_inputs_and_results_look_different(ax, product):
    plot_graph(product, ax=ax)
    x, w, mul = (p.get_facecolor() for p in ax.patches if isinstance(p, FancyBboxPatch))
    assert x == w != mul


def test_each_input_has_an_arrow_into_its_result(ax, product):
    plot_graph(product, ax=ax)
    x, w, mul = boxes(ax)
    for points, source in zip(arrows(ax), (x, w), strict=True):
        assert points[0] == pytest.approx([source.x1, (source.y0 + source.y1) / 2], abs=0.5)
        assert points[-1][0] == pytest.approx(mul.x0, abs=0.5)
        assert mul.y0 < points[-1][1] < mul.y1


def test_an_input_used_twice_has_two_arrows_with_a_port_each(ax):
    plot_graph(graph(node("x"), node(op="mul", inputs=(0, 0))), ax=ax)
    first, second = arrows(ax)
    assert abs(first[-1][1] - second[-1][1]) > 5


@pytest.mark.parametrize("seed", range(8))
def test_no_box_overlaps_another_and_no_arrow_runs_through_one(seed):
    inputs = random_graph(np.random.default_rng(seed), 18)
    nodes = [
        node(f"x{i}" if not s else "", "mul" if s else "", 0.12345, np.array(-0.98765), s)
        for i, s in enumerate(inputs)
    ]
    with plt.style.context("dlbook.plot.dlbook"):
        fig, ax = plt.subplots(figsize=TALL)
        plot_graph(graph(*nodes), ax=ax)
        fig.canvas.draw()
    placed = boxes(ax)
    assert not any(a.overlaps(b) for i, a in enumerate(placed) for b in placed[:i])
    assert not any(through(points, box) for points in arrows(ax) for box in placed)
    plt.close(fig)


def test_an_arrow_passes_the_boxes_between(ax):
    # x -> exp -> log -> mul, and x -> mul: the last must not take the direct way.
    nodes = [
        node("x"),
        node(op="exp", inputs=(0,)),
        node(op="log", inputs=(1,)),
        node(op="mul", inputs=(2, 0)),
    ]
    plot_graph(graph(*nodes), ax=ax)
    x, exp, log, mul = boxes(ax)
    assert not any(through(points, box) for points in arrows(ax) for box in (exp, log))
    height = (exp.y0 + exp.y1) / 2
    assert through(np.array([[x.x1, height], [mul.x0, height]]), exp)


def test_texts_stay_inside_their_boxes(ax, product):
    plot_graph(product, ax=ax)
    ax.figure.canvas.draw()
    extents = [t.get_window_extent() for t in ax.texts]
    for i, box in enumerate(boxes(ax)):
        for text in extents[3 * i : 3 * i + 3]:
            assert box.x0 < text.x0 < text.x1 < box.x1
            assert box.y0 <= text.y0 + 2
            assert text.y1 - 2 <= box.y1


def test_twenty_nodes_stay_legible_in_a_wide_figure(ax):
    # Two neurons with three inputs each, and their sum.
    leaves = [node(f"x{i}", value=0.25, grad=np.array(-0.0123)) for i in range(6)]
    products = [
        node(op="mul", value=0.0625, grad=np.array(1.0), inputs=(i, (i + 1) % 6))
        for i in range(6)
    ]
    sums = [
        node(op="add", value=1.0, grad=np.array(1.0), inputs=pair)
        for pair in [(6, 7), (12, 8), (9, 10), (14, 11)]
    ]
    ends = [
        node(op="tanh", inputs=(13,)),
        node(op="tanh", inputs=(15,)),
        node(op="add", inputs=(16, 17)),
        node(op="log", inputs=(18,)),
    ]
    plot_graph(graph(*leaves, *products, *sums, *ends), ax=ax)
    assert len(boxes(ax)) == 20
    assert min(t.get_fontsize() for t in ax.texts) >= 6
    inside = ax.figure.bbox
    assert all(
        inside.x0 <= b.x0 and b.x1 <= inside.x1 and inside.y0 <= b.y0 and b.y1 <= inside.y1
        for b in boxes(ax)
    )


def test_it_draws_what_trace_returns(ax):
    from dlbook.scratch import relu, trace

    traced = trace(lambda x, w: relu(x * w + 1), 3.0, 2.0)
    traced.output.backward()
    plot_graph(traced, ax=ax)
    assert texts(ax)[:6] == ["x", "3", "∂ 2", "w", "2", "∂ 3"]
    assert "relu" in texts(ax)


@pytest.mark.parametrize("count", [0, 41])
def test_a_graph_of_no_node_or_too_many_is_refused(ax, count):
    with pytest.raises(ValueError, match=f"1 to 40 nodes, got {count}"):
        plot_graph(graph(*[node("x")] * count), ax=ax)


def test_what_would_not_be_legible_is_refused_with_the_size_it_needs(ax):
    chain = [node("x", value=-0.123, grad=np.array(-0.123))]
    chain += [
        node(op="tanh", value=-0.123, grad=np.array(-0.123), inputs=(i,)) for i in range(30)
    ]
    with pytest.raises(
        ValueError, match=r"31 nodes in 31 columns need at least 1\d\.\d x .* larger figure"
    ):
        plot_graph(graph(*chain), ax=ax)
