"""What a figure shows: marks of :mod:`dlbook.notebook.draw` by plot, and numbers.

For a page, as JSON holds them, with limits that fit.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

from dlbook.notebook.draw import Axes, Mark, number
from dlbook.notebook.draw import axes as make_axes


@dataclass(frozen=True)
class Frame:
    """What the figure shows at one position: marks by plot, numbers and texts by name."""

    plots: dict[str, list[Mark]]
    numbers: dict[str, float | str]

    def encode(self, axes: dict[str, Axes]) -> dict:
        """Return it as JSON holds it, rounded to what can be seen; ``axes`` are by plot."""
        logarithmic = {title for title, given in axes.items() if given.log}
        plots = {
            title: [_encoded(mark, title in logarithmic) for mark in marks]
            for title, marks in self.plots.items()
        }
        return {"plots": plots, "numbers": {k: _told(v) for k, v in self.numbers.items()}}


def sort_out(returned, who: str) -> Frame:
    """Return a frame of a dict from titles to marks, lists of marks, numbers or texts.

    ``who`` names the function that was called, for messages.

    Raises
    ------
    TypeError, ValueError
        If it is no such dict, or has nothing to draw.
    """
    if not isinstance(returned, dict):
        raise TypeError(
            f"{who}: expected a dict from titles to marks or numbers, got "
            f"{type(returned).__name__}"
        )
    plots, numbers = {}, {}
    for name, value in returned.items():
        if isinstance(value, Mark):
            plots[name] = [value]
        elif isinstance(value, list | tuple):
            plots[name] = list(value)
            if not value or not all(isinstance(v, Mark) for v in value):
                raise TypeError(f"{who}: {name!r} holds something else than marks of draw")
        else:
            numbers[name] = _number(who, name, value)
    if not plots:
        raise ValueError(f"{who}: there is nothing to draw")
    return Frame(plots, numbers)


def _number(who: str, name: str, value) -> float | str:
    if isinstance(value, str):
        return value
    try:
        return float(value.item() if hasattr(value, "item") else value)
    except (TypeError, ValueError) as error:
        raise TypeError(
            f"{who}: {name!r} must be marks of draw, a number or a text, got "
            f"{type(value).__name__}"
        ) from error


def written(value: float | str) -> str:
    """Return a number to three digits; a text as it is."""
    return value if isinstance(value, str) else number(value)


def _told(value: float | str) -> float | str:
    """Return a number that JSON can hold."""
    if isinstance(value, str) or not math.isfinite(value):
        return written(value)
    return float(f"{value:.6g}")


def _encoded(mark: Mark, logarithmic: bool) -> dict:
    digits = 3 if mark.kind == "image" else 4
    lists = {
        key: values if key in ("names", "words") else _rounded(values, digits, logarithmic)
        for key, values in mark.values.items()
    }
    style = {k: v for k, v in mark.style.items() if v not in ("", None, False, [])}
    return {"kind": mark.kind, **lists, **style}


def _rounded(values: list, digits: int, logarithmic: bool) -> list:
    """Round numbers to about ``digits`` of their spread; what is not finite becomes None."""
    import numpy as np

    array = np.asarray(values, dtype=float)
    finite = array[np.isfinite(array)]
    if logarithmic:
        rounded = np.array([float(f"{v:.{digits}g}") for v in array.flat]).reshape(array.shape)
    else:
        spread = (np.ptp(finite) or abs(finite[0])) if finite.size else 0
        rounded = np.round(array, digits - math.ceil(math.log10(spread or 1))) + 0.0
    return np.where(np.isfinite(array), rounded, None).tolist()


# --- limits -------------------------------------------------------------------------


def plot_spec(title: str, given: Axes | None, frames: list[list[Mark]]) -> dict:
    """Return a plot's title and axes, with limits: those given, or such that all frames fit.

    ``frames`` has the plot's marks in each frame.
    """
    marks = [mark for frame in frames for mark in frame]
    images = [mark for mark in marks if mark.kind == "image"]
    only_images = all(mark.kind in ("image", "texts") for mark in marks)
    bare = given is None and only_images and not any("extent" in m.style for m in images)
    told = asdict(given or make_axes(hidden=bare, equal=bare))
    for axis, limits in (("x", "xlim"), ("y", "ylim")):
        if told[limits] is None:
            told[limits] = _fitting(marks, axis, axis in told["log"])
    if images:
        told |= _color_range(images)
    return {"title": title} | {key: value for key, value in told.items() if value}


def _fitting(marks: list[Mark], axis: str, log: bool) -> tuple[float, float] | None:
    import numpy as np

    found = [np.ravel(values) for mark in marks for values in _extent(mark, axis)]
    values = np.concatenate(found) if found else np.zeros(0)
    values = values[np.isfinite(values) & ((values > 0) | (not log))]
    if not values.size:
        return None
    if all(mark.kind in ("image", "texts") for mark in marks):
        return float(values.min()), float(values.max())
    low, high = (np.log10(v) if log else v for v in (values.min(), values.max()))
    margin = 0.04 * (high - low) or 0.5
    ends = [low - margin, high + margin]
    if axis == "y" and any(mark.kind == "bars" for mark in marks):
        ends = [min(ends[0], 0) if low < 0 else 0, ends[1]]
    made = [float(10**v if log else v) for v in ends]
    return float(f"{made[0]:.3g}"), float(f"{made[1]:.3g}")


def _extent(mark: Mark, axis: str) -> list:
    """Return the lists of coordinates along one axis."""
    if mark.kind == "image":
        height, width = len(mark.values["values"]), len(mark.values["values"][0])
        x0, x1, y0, y1 = mark.style.get("extent", (0, width, 0, height))
        return [[x0, x1] if axis == "x" else [y0, y1]]
    if mark.kind == "bars":
        return [mark.values["heights"]] if axis == "y" else []
    if mark.kind == "arrows":
        import numpy as np

        base = np.array(mark.values[axis])
        return [base, base + np.array(mark.values[f"d{axis}"])]
    return [mark.values[axis]]


def _color_range(images: list[Mark]) -> dict:
    import numpy as np

    values = np.concatenate([np.ravel(mark.values["values"]) for mark in images])
    values = values[np.isfinite(values)]
    low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 1.0)
    if any(mark.style["colors"] == "diverging" for mark in images):
        low, high = -max(abs(low), abs(high)), max(abs(low), abs(high))
    return {"range": (low, high if high > low else low + 1)}
