"""What a movable figure shows: curves, points, arrows, images, bars, texts, and axes.

A function given to :func:`dlbook.notebook.explore` returns these; :func:`show` draws them at
once. Positions are lists or arrays of one dimension; a number stands for a list of one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

# The colors of the book's figures.
COLORS = {
    "blue": "#0072B2",
    "vermilion": "#D55E00",
    "green": "#009E73",
    "purple": "#CC79A7",
    "black": "#222222",
    "sky": "#56B4E9",
    "orange": "#E69F00",
    "gray": "#777777",
}
IMAGE_COLORS = ("diverging", "gray", "blues")


@dataclass(frozen=True)
class Mark:
    """One thing that is drawn. Use :func:`curve` and the other functions to make it.

    ``values`` are its lists of numbers or texts, ``style`` the rest.
    """

    kind: str
    values: dict[str, list]
    style: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Axes:
    """Names, limits and scales of a plot. Use :func:`axes` to make it."""

    x: str
    y: str
    xlim: tuple[float, float] | None
    ylim: tuple[float, float] | None
    log: str
    equal: bool
    hidden: bool


def curve(x, y, *, label: str = "", color: str = "", dashed: bool = False, dots: bool = False):
    """Draw a line through points ``x, y``; NaN interrupts it. ``dots`` marks each point."""
    return _mark("curve", {"x": x, "y": y}, label, color, dashed=dashed, dots=dots)


def points(
    x, y, *, label: str = "", color: str = "", hollow: bool = False, drag: tuple[str, str] = ()
):
    """Draw dots.

    ``drag=("a", "b")`` lets the reader drag the dot, and so move the controls ``a``, by its
    horizontal position, and ``b``, by its vertical one. There must then be one dot.
    """
    return _mark("points", {"x": x, "y": y}, label, color, hollow=hollow, drag=_drag(drag, x))


def arrows(x, y, dx, dy, *, label: str = "", color: str = "", drag: tuple[str, str] = ()):
    """Draw arrows from ``x, y`` to ``x + dx, y + dy``; ``drag`` moves the tip."""
    values = {"x": x, "y": y, "dx": dx, "dy": dy}
    return _mark("arrows", values, label, color, drag=_drag(drag, x))


def bars(names, heights, *, label: str = "", color: str = ""):
    """Draw a bar for each name, from zero to its height."""
    return _mark("bars", {"names": [str(n) for n in names], "heights": heights}, label, color)


def texts(x, y, words, *, color: str = ""):
    """Write words, or numbers, centered at points ``x, y``."""
    words = [words] if isinstance(words, str) or not hasattr(words, "__iter__") else words
    values = {"x": x, "y": y, "words": [w if isinstance(w, str) else number(w) for w in words]}
    return _mark("texts", values, "", color)


def image(
    values,
    *,
    x: tuple[float, float] | None = None,
    y: tuple[float, float] | None = None,
    low: float | None = None,
    high: float | None = None,
    colors: str = "gray",
    numbers: bool = False,
):
    """Draw a matrix, its first row on top.

    Parameters
    ----------
    values : array_like
        Shape ``(height, width)``.
    x, y : pair of float, optional
        Where its left and right, and its lower and upper edges lie, if it is part of a plane:
        row 0 is then the *lowest*, as for values computed on ``np.linspace(*y, height)``, and
        colors run smoothly from entry to entry, so that 20 by 20 are enough.
    low, high : float, optional
        Values of the first and the last color; by default the least and the largest value
        of all images of the plot, with zero in the middle for ``"diverging"``.
    colors : {"gray", "diverging", "blues"}
        Black to white; blue over white to vermilion; white to blue.
    numbers : bool
        Whether each entry is written, too. For small matrices.
    """
    import numpy as np

    matrix = np.asarray(values, dtype=float)
    if matrix.ndim != 2 or matrix.size == 0:
        raise ValueError(f"image: expected shape (height, width), got {matrix.shape}")
    if colors not in IMAGE_COLORS:
        raise ValueError(f"image: colors must be one of {IMAGE_COLORS}, got {colors!r}")
    if (x is None) != (y is None):
        raise ValueError("image: give both x and y, or neither")
    style = {"colors": colors, "numbers": numbers, "low": low, "high": high}
    if x is not None:
        style["extent"] = [*map(float, x), *map(float, y)]
        matrix = matrix[::-1]
    return Mark("image", {"values": matrix.tolist()}, style)


def axes(
    x: str = "",
    y: str = "",
    *,
    xlim: tuple[float, float] | None = None,
    ylim: tuple[float, float] | None = None,
    log: str = "",
    equal: bool = False,
    hidden: bool = False,
) -> Axes:
    """Name the axes of a plot and fix their limits.

    Parameters
    ----------
    x, y : str
        What the axes show, with units.
    xlim, ylim : pair of float, optional
        Limits. By default all that is stored with the figure fits.
    log : {"", "x", "y", "xy"}
        Which axes are logarithmic.
    equal : bool
        Whether a unit is as long on both axes, as in a plane.
    hidden : bool
        Whether there are no axes at all, as for a diagram.
    """
    if log not in ("", "x", "y", "xy"):
        raise ValueError(f'axes: log must be "", "x", "y" or "xy", got {log!r}')
    for name, limits in (("xlim", xlim), ("ylim", ylim)):
        if limits is not None and not float(limits[0]) < float(limits[1]):
            raise ValueError(f"axes: {name} must be (low, high), got {limits}")
    pair = [None if lim is None else (float(lim[0]), float(lim[1])) for lim in (xlim, ylim)]
    return Axes(x, y, *pair, log, equal, hidden)


def show(content, *, axes: dict[str, Axes] | Axes | None = None) -> None:
    """Draw marks: in the web book as a figure of the page, in a notebook as a picture.

    In a cell that runs in the page, it draws what the reader has computed there.

    Parameters
    ----------
    content : mark, list of marks or dict
        One plot; or a dict from a title to a mark or a list of marks, that make one plot, or to
        a number or short text, which is told below.
    axes : axes or dict, optional
        The :func:`axes` of the plot; with a dict, from titles to axes.

    Examples
    --------
    >>> from dlbook.notebook import draw
    >>> draw.show({"a parabola": draw.curve([0, 1, 2], [0, 1, 4], label="x²"), "at 2": 4})
    a parabola: x²
    at 2 4
    """
    from dlbook.notebook.picture import Picture  # which needs the marks

    Picture(content, axes).show()


def number(value: float) -> str:
    """Write a number to three digits: 0.123, 12.3, 1,234, 1.2e-5."""
    value = float(value)
    if not math.isfinite(value):
        return "undefined" if math.isnan(value) else "−∞" if value < 0 else "∞"
    if value == int(value) and abs(value) < 1e6:
        text = f"{int(value):,}"
    elif 1e-3 <= abs(value) < 1e6:
        digits = max(0, 2 - math.floor(math.log10(abs(value))))
        text = f"{value:,.{digits}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        mantissa, _, exponent = f"{value:.1e}".partition("e")
        text = f"{mantissa}e{int(exponent)}"
    return text.replace("-", "−")


def _mark(kind: str, values: dict, label: str, color: str, **style) -> Mark:
    if color and color not in COLORS:
        raise ValueError(f"{kind}: color must be one of {', '.join(COLORS)}, got {color!r}")
    lists = {key: _list(kind, key, value) for key, value in values.items()}
    lengths = {key: len(value) for key, value in lists.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{key} {length}" for key, length in lengths.items())
        raise ValueError(f"{kind}: lists must be equally long, got {told}")
    return Mark(kind, lists, {"label": label, "color": color} | style)


def _list(kind: str, key: str, value) -> list:
    if key in ("names", "words"):
        return list(value)
    import numpy as np

    array = np.asarray(value, dtype=float)
    if array.ndim > 1:
        raise ValueError(f"{kind}: {key} must have one dimension, got shape {array.shape}")
    return np.atleast_1d(array).tolist()


def _drag(names: tuple[str, str], x) -> list[str]:
    if names and (len(names) != 2 or (hasattr(x, "__len__") and len(x) != 1)):
        raise ValueError(f"drag: two controls can move one point or arrow, got {names!r}")
    return list(names)
