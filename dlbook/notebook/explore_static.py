"""Draw marks with matplotlib: a movable figure as it stands at some position, or a picture."""

from __future__ import annotations

import base64
import io
import textwrap

from dlbook.notebook.draw import COLORS, Mark, number
from dlbook.notebook.frames import Frame

STYLE = "dlbook.plot.dlbook"
TURN = ("blue", "vermilion", "green", "purple", "sky", "orange")
WIDTH = 6.6  # inches, as wide as the book's column
TEXT = 105  # characters in a line below the plots


def bundle(frame: Frame, plots: list[dict], text: str, shell) -> tuple[dict, dict]:
    """Return the picture as a notebook displays one, and what belongs to it."""
    import matplotlib.pyplot as plt  # sets up how this notebook displays figures

    with plt.style.context(STYLE):
        picture = draw(frame, plots, text)
        data, metadata = shell.display_formatter.format(picture)
    if "image/png" not in data:
        data["image/png"] = base64.b64encode(png(picture)).decode()
    return data, metadata


def png(picture) -> bytes:
    """Return a figure as a PNG file."""
    file = io.BytesIO()
    picture.savefig(file, format="png", bbox_inches="tight")
    return file.getvalue()


def draw(frame: Frame, plots: list[dict], text: str):
    """Return a matplotlib figure of the plots, with a text below."""
    from matplotlib.figure import Figure

    lines = textwrap.wrap(text, TEXT)
    height = 2.9 if len(plots) < 3 else 2.4
    picture = Figure(figsize=(WIDTH, height + 0.17 * len(lines)), layout="constrained")
    ratios = [1 if plot.get("equal") or plot.get("hidden") else 1.25 for plot in plots]
    axes = picture.subplots(1, len(plots), width_ratios=ratios, squeeze=False)[0]
    for ax, plot in zip(axes, plots, strict=True):
        draw_plot(ax, plot, frame.plots[plot["title"]])
    if lines:
        picture.supxlabel("\n".join(lines), fontsize=9, color="#444444")
    return picture


def draw_plot(ax, plot: dict, marks: list[Mark]) -> None:
    """Draw the marks of one plot into ``ax``, with its names and limits."""
    for mark, color in zip(marks, colors(marks), strict=True):
        PAINT[mark.kind](ax, mark, COLORS[color], plot)
    ax.set(title=plot["title"], xlabel=plot.get("x", ""), ylabel=plot.get("y", ""))
    if plot.get("xlim") and not any(mark.kind == "bars" for mark in marks):
        ax.set_xlim(plot["xlim"])
    if plot.get("ylim"):
        ax.set_ylim(plot["ylim"])
    for axis in plot.get("log", ""):
        ax.set(**{f"{axis}scale": "log"})
    ax.set_aspect("equal" if plot.get("equal") else "auto")
    if plot.get("hidden"):
        ax.set_axis_off()
    if any(mark.kind == "image" for mark in marks):
        ax.grid(False)
    if any(mark.style.get("label") for mark in marks):
        ax.legend(fontsize=8.5, handlelength=1.6)


def colors(marks: list[Mark]) -> list[str]:
    """Return the color of each mark: its own, or the next of the book's figures."""
    turn = iter(TURN * len(marks))
    plain = {"image": "black", "texts": "black"}
    return [m.style.get("color") or plain.get(m.kind) or next(turn) for m in marks]


def _curve(ax, mark: Mark, color: str, plot: dict) -> None:
    line, dot = "--" if mark.style["dashed"] else "-", "o" if mark.style["dots"] else ""
    x, y = mark.values["x"], mark.values["y"]
    ax.plot(x, y, line, marker=dot, markersize=3, color=color, label=mark.style["label"])


def _points(ax, mark: Mark, color: str, plot: dict) -> None:
    large = 60 if mark.style["drag"] else 18
    look = {"facecolors": "none" if mark.style["hollow"] else color, "edgecolors": color}
    ax.scatter(
        mark.values["x"], mark.values["y"], s=large, label=mark.style["label"], zorder=3, **look
    )


def _arrows(ax, mark: Mark, color: str, plot: dict) -> None:
    look = {"arrowstyle": "-|>", "color": color, "linewidth": 1.6, "shrinkA": 0, "shrinkB": 0}
    values = (mark.values[key] for key in ("x", "y", "dx", "dy"))
    for x, y, dx, dy in zip(*values, strict=True):
        ax.annotate("", xy=(x + dx, y + dy), xytext=(x, y), arrowprops=look)
    if mark.style["label"]:
        ax.plot([], [], color=color, label=mark.style["label"])


def _bars(ax, mark: Mark, color: str, plot: dict) -> None:
    ax.bar(mark.values["names"], mark.values["heights"], color=color, label=mark.style["label"])
    ax.grid(False, axis="x")
    if min(mark.values["heights"], default=0) < 0:
        ax.axhline(0, color="#666666", linewidth=0.8)


def _texts(ax, mark: Mark, color: str, plot: dict) -> None:
    places = zip(mark.values["x"], mark.values["y"], mark.values["words"], strict=True)
    for x, y, word in places:
        ax.text(x, y, word, ha="center", va="center", color=color, fontsize=9)


def _image(ax, mark: Mark, color: str, plot: dict) -> None:
    from matplotlib.colors import LinearSegmentedColormap

    matrix = mark.values["values"]
    height, width = len(matrix), len(matrix[0])
    x0, x1, y0, y1 = mark.style.get("extent", (0, width, 0, height))
    low, high = color_range(mark, plot)
    shades = LinearSegmentedColormap.from_list("shades", SHADES[mark.style["colors"]])
    look = {"cmap": shades, "vmin": low, "vmax": high, "aspect": "auto"}
    smooth = "bilinear" if "extent" in mark.style else "nearest"
    ax.imshow(matrix, extent=(x0, x1, y0, y1), interpolation=smooth, **look)
    if not mark.style["numbers"]:
        return
    for i, row in enumerate(matrix):
        for j, value in enumerate(row):
            x, y = x0 + (j + 0.5) * (x1 - x0) / width, y1 - (i + 0.5) * (y1 - y0) / height
            dark = _is_dark(shades((value - low) / (high - low)))
            ink = "white" if dark else "#222222"
            ax.text(x, y, number(value), ha="center", va="center", color=ink, fontsize=8)


SHADES = {
    "gray": ["#000000", "#FFFFFF"],
    "diverging": [COLORS["blue"], "#FFFFFF", COLORS["vermilion"]],
    "blues": ["#FFFFFF", COLORS["blue"]],
}
PAINT = {
    "curve": _curve,
    "points": _points,
    "arrows": _arrows,
    "bars": _bars,
    "texts": _texts,
    "image": _image,
}


def color_range(mark: Mark, plot: dict) -> tuple[float, float]:
    """Return the values of the first and the last color of an image."""
    low, high = plot["range"]
    own = mark.style["low"], mark.style["high"]
    return own[0] if own[0] is not None else low, own[1] if own[1] is not None else high


def _is_dark(color) -> bool:
    red, green, blue, _ = color
    return 0.299 * red + 0.587 * green + 0.114 * blue < 0.5
