"""A computation graph as boxes and arrows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path
from matplotlib.textpath import text_to_path

from dlbook.plot.graph_layout import Layout, arrange, heights

MOST_NODES = 40
FONT_SIZES = np.arange(9, 4.5, -0.5)  # in points; the largest that fits is taken
LINE = 1.35  # height of a line of text, in font sizes
PADDING = 0.5  # between text and edge of a box, in font sizes
LEAST_GAP, MOST_GAP = 1.6, 5.0  # between columns, in font sizes
INK, GRADIENT, ARROW = "#222222", "#B04500", "#8A8A8A"
RESULT, INPUT = ("#E8F2F9", "#0072B2"), ("#FBF3E3", "#B0812A")  # fill and edge


@dataclass(frozen=True)
class Drawing:
    """A layout in points: position and size of each item's box.

    ``x``, ``y``, ``width`` and ``height`` have shape (items,).
    """

    layout: Layout
    size: float
    x: np.ndarray
    y: np.ndarray
    width: np.ndarray
    height: np.ndarray


def plot_graph(graph, *, ax):
    """Draw the graph that :func:`dlbook.scratch.trace` returned, from left to right.

    A box shows the name of an input or the operation that produced the value; below it the
    value if it has one entry, otherwise its shape; below that, after a ∂ and in another color,
    the gradient if there is one.

    Parameters
    ----------
    graph : dlbook.scratch.trace.Graph
        Anything whose ``nodes``, oldest first, have ``name``, ``op``, ``shape``,
        ``value``, ``grad`` and ``inputs`` (positions of earlier nodes).
    ax : matplotlib.axes.Axes
        The text is scaled to its size, so choose that first: WIDE holds about twelve operations
        in a row and six boxes in a column.

    Returns
    -------
    matplotlib.axes.Axes
    """
    if not 1 <= len(graph.nodes) <= MOST_NODES:
        raise ValueError(
            f"plot_graph: expected 1 to {MOST_NODES} nodes, got {len(graph.nodes)}; trace a "
            f"smaller part of the function"
        )
    ax.set_axis_off()
    room = _room(ax)
    labels = [_lines(node) for node in graph.nodes]
    drawing = _fit(arrange([node.inputs for node in graph.nodes]), labels, room)
    for route in drawing.layout.routes:
        ax.add_patch(_arrow(drawing, route))
    for i, node in enumerate(graph.nodes):
        _draw_box(ax, drawing, i, labels[i], *(RESULT if node.op else INPUT))
    _set_limits(ax, drawing, room)
    return ax


def _lines(node) -> list[tuple[str, dict]]:
    """Return the lines of a node's box, each with the style of its text."""
    name, value = node.name or node.op, _short(node.value)
    lines = [(name, {"color": INK, "weight": "bold"})] if name else []
    if value != name:  # a constant is named by its value
        lines.append((value, {"color": INK}))
    if node.grad is not None:
        lines.append((f"∂ {_short(node.grad)}", {"color": GRADIENT}))
    return lines


def _short(array) -> str:
    """Return a single number as text, otherwise the shape."""
    if np.size(array) != 1:
        return str(np.shape(array))
    return f"{np.asarray(array).item():.3g}".replace("-", "−")


def _room(ax) -> tuple[float, float]:
    """Return width and height of the axes in points, once the figure is laid out."""
    ax.figure.canvas.figure.draw_without_rendering()
    extent = ax.get_window_extent()
    # A point less on each side keeps the lines of the outermost boxes inside.
    return extent.width * 72 / ax.figure.dpi - 2, extent.height * 72 / ax.figure.dpi - 2


def _fit(layout: Layout, labels: list, room: tuple[float, float]) -> Drawing:
    """Return the drawing with the largest font that keeps it within ``room``."""
    for size in FONT_SIZES:
        drawing = _place(layout, labels, size, room[0])
        left, right, bottom, top = _edges(drawing)
        if right - left <= room[0] and top - bottom <= room[1]:
            return drawing
    raise ValueError(
        f"plot_graph: {len(labels)} nodes in {len(layout.columns)} columns need at least "
        f"{(right - left) / 72:.1f} x {(top - bottom) / 72:.1f} inches to be legible, and the "
        f"axes have {room[0] / 72:.1f} x {room[1] / 72:.1f}; take a larger figure, or trace a "
        f"smaller part of the function"
    )


def _place(layout: Layout, labels: list, size: float, room: float) -> Drawing:
    """Set the boxes for one font size, with columns as far apart as ``room`` allows."""
    items = sum(map(len, layout.columns))
    width, height = np.zeros(items), np.full(items, size / 2)
    for i, lines in enumerate(labels):
        width[i] = max(_text_width(*line) for line in lines) * size + 2 * PADDING * size
        height[i] = len(lines) * LINE * size + PADDING * size
    columns = [width[column].max() for column in layout.columns]
    gap = (room - sum(columns)) / max(len(columns) - 1, 1)
    gap = np.clip(gap, LEAST_GAP * size, MOST_GAP * size)
    x = np.zeros(items)
    for c, column in enumerate(layout.columns):
        x[column] = sum(columns[:c]) + c * gap + columns[c] / 2
    return Drawing(layout, size, x, heights(layout, height, 1.1 * size), width, height)


def _text_width(text: str, style: dict) -> float:
    """Return the width of a line in font sizes."""
    font = FontProperties(size=100, weight=style.get("weight"))
    return text_to_path.get_text_width_height_descent(text, font, ismath=False)[0] / 100


def _edges(drawing: Drawing) -> tuple[float, float, float, float]:
    """Return left, right, bottom and top of the whole."""
    half_w, half_h = drawing.width / 2, drawing.height / 2
    return (
        (drawing.x - half_w).min(),
        (drawing.x + half_w).max(),
        (drawing.y - half_h).min(),
        (drawing.y + half_h).max(),
    )


def _arrow(drawing: Drawing, route: list[int]) -> FancyArrowPatch:
    """Return an arrow that crosses each column on its way at the height of its waypoint."""
    x, y, source, target = drawing.x, drawing.y, route[0], route[-1]
    points = [(x[source] + drawing.width[source] / 2, y[source])]
    for waypoint in route[1:-1]:
        half = _column_width(drawing, waypoint) / 2
        points += [(x[waypoint] - half, y[waypoint]), (x[waypoint] + half, y[waypoint])]
    points.append((x[target] - drawing.width[target] / 2, _port(drawing, route)))
    vertices, codes = [points[0]], [Path.MOVETO]
    for i in range(0, len(points), 2):
        (x0, y0), (x1, y1) = points[i], points[i + 1]
        middle = (x0 + x1) / 2
        vertices += [(middle, y0), (middle, y1), (x1, y1)]
        codes += [Path.CURVE4] * 3
        if i + 2 < len(points):
            vertices.append(points[i + 2])
            codes.append(Path.LINETO)
    return FancyArrowPatch(
        path=Path(vertices, codes),
        arrowstyle="-|>",
        mutation_scale=0.9 * drawing.size,
        color=ARROW,
        linewidth=0.9,
        zorder=1,
    )


def _column_width(drawing: Drawing, item: int) -> float:
    column = next(c for c in drawing.layout.columns if item in c)
    return drawing.width[column].max()


def _port(drawing: Drawing, route: list[int]) -> float:
    """Return the height at which an arrow enters its box: each has a port of its own."""
    incoming = [r for r in drawing.layout.routes if r[-1] == route[-1]]
    incoming.sort(key=lambda r: -drawing.y[r[-2]])
    place = next(i for i, r in enumerate(incoming) if r is route)
    share = (len(incoming) - 1) / 2 - place
    return drawing.y[route[-1]] + share * 0.6 * drawing.height[route[-1]] / len(incoming)


def _draw_box(ax, drawing: Drawing, i: int, lines: list, fill: str, edge: str) -> None:
    x, y, w, h = (float(a[i]) for a in (drawing.x, drawing.y, drawing.width, drawing.height))
    box = FancyBboxPatch(
        (x - w / 2, y - h / 2),
        w,
        h,
        boxstyle=f"round,pad=0,rounding_size={0.4 * drawing.size}",
        facecolor=fill,
        edgecolor=edge,
        linewidth=0.8,
        zorder=2,
    )
    ax.add_patch(box)
    for n, (text, style) in enumerate(lines):
        height = y + ((len(lines) - 1) / 2 - n) * LINE * drawing.size
        ax.text(x, height, text, size=drawing.size, ha="center", va="center_baseline", **style)


def _set_limits(ax, drawing: Drawing, room: tuple[float, float]) -> None:
    """Center the drawing, and make a unit of the axes a point."""
    left, right, bottom, top = _edges(drawing)
    x, y, half_w, half_h = (
        (left + right) / 2,
        (bottom + top) / 2,
        room[0] / 2 + 1,
        room[1] / 2 + 1,
    )
    ax.set(xlim=(x - half_w, x + half_w), ylim=(y - half_h, y + half_h))
