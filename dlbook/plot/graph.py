"""A computation graph as boxes and arrows."""

from __future__ import annotations

import numpy as np


def plot_graph(graph, *, ax):
    """Draw the graph that :func:`dlbook.scratch.trace` returned, from left to right.

    A box shows the name of an input or the operation that made the value, then
    the value where it has one entry, else its shape, then the gradient where
    there is one.

    Parameters
    ----------
    graph : dlbook.scratch.trace.Graph
        Anything whose ``nodes``, oldest first, have ``name``, ``op``, ``shape``,
        ``value``, ``grad`` and ``inputs`` (positions of earlier nodes).
    ax : matplotlib.axes.Axes
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    places = _places(graph.nodes)
    for i, node in enumerate(graph.nodes):
        for j in set(node.inputs):
            ax.annotate(
                "",
                places[i],
                places[j],
                arrowprops={
                    "arrowstyle": "->",
                    "color": "#888888",
                    "shrinkA": 22,
                    "shrinkB": 22,
                },
            )
        ax.text(
            *places[i],
            _label(node),
            ha="center",
            va="center",
            size=8,
            bbox={
                "boxstyle": "round,pad=0.4",
                "facecolor": "#EAF3FA" if node.op else "#F5F0E6",
                "edgecolor": "#0072B2" if node.op else "#B08C3C",
            },
        )
    x, y = np.array(places).T
    ax.set(xlim=(x.min() - 0.5, x.max() + 0.5), ylim=(y.min() - 0.5, y.max() + 0.5))
    ax.set_axis_off()
    return ax


def _places(nodes) -> list[tuple[float, float]]:
    column = []
    for node in nodes:
        column.append(1 + max((column[j] for j in node.inputs), default=-1))
    counts: dict[int, int] = {}
    rows = []
    for c in column:
        rows.append(counts.get(c, 0))
        counts[c] = rows[-1] + 1
    return [(c, (counts[c] - 1) / 2 - r) for c, r in zip(column, rows, strict=True)]


def _label(node) -> str:
    lines = [node.name or node.op, _number(node.value)]
    if node.grad is not None:
        lines.append(f"grad {_number(node.grad)}")
    return "\n".join(lines)


def _number(value: np.ndarray) -> str:
    return f"{np.asarray(value).item():.3g}" if np.size(value) == 1 else f"{np.shape(value)}"
