"""The controls of a movable figure: each a list of positions, one of which is the start."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dlbook.notebook.draw import number

ABOUT = 40  # positions of a slider whose step is not given
MOST = 400
# The ten steps of a decade, of equal ratio, rounded.
DECADE = (1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 8)


@dataclass(frozen=True)
class Slider:
    """A range of numbers. Use :func:`slider` to make it."""

    positions: tuple[float, ...]
    label: str = ""


@dataclass(frozen=True)
class Control:
    """A control of a figure.

    ``values`` are what the function gets at each position, ``texts`` what the reader reads
    there; ``start`` is the position at first, ``ordered`` whether positions are in between
    others.
    """

    name: str
    label: str
    values: tuple
    texts: tuple[str, ...]
    start: int
    ordered: bool


def slider(
    low: float,
    high: float,
    *,
    step: float | None = None,
    log: bool = False,
    label: str = "",
) -> Slider:
    """Describe a control more closely than ``(low, high)`` does.

    Parameters
    ----------
    low, high : float
        Its ends. If both are integers, and the step is, so are all positions.
    step : float, optional
        The distance of two positions; by default a round number that makes about 40.
    log : bool
        Whether positions have equal ratios: ten in each power of ten.
    label : str
        What the reader sees; by default the argument's name.
    """
    whole = all(_is_int(v) for v in (low, high, 1 if step is None else step))
    if not low < high:
        raise ValueError(f"slider: expected low < high, got {low} and {high}")
    if log and (step is not None or low <= 0):
        raise ValueError("slider: with log, low must be positive and step not given")
    if step is not None and not step > 0:
        raise ValueError(f"slider: step must be positive, got {step}")
    if step is not None and (high - low) / step > MOST:
        raise ValueError(f"slider: more than {MOST} positions: use a larger step")
    made = _by_ratio(low, high) if log else _by_step(low, high, step, whole)
    if whole:
        made = sorted({round(v) for v in made})
    return Slider(tuple(made), label)


def _by_step(low: float, high: float, step: float | None, whole: bool) -> list[float]:
    if step is None:
        step = _round_step((high - low) / ABOUT)
        if whole:
            step = max(1, round(step))
        first = math.ceil(low / step - 1e-9)  # at multiples of the step, and at both ends
    else:
        first = low / step
    count = math.floor(high / step - first + 1e-9)
    made = [round((first + i) * step, 12) for i in range(count + 1)]
    return sorted({low, *made, high})


def _round_step(rough: float) -> float:
    """Return 1, 2 or 5 times a power of ten, the nearest in ratio."""
    scale = 10.0 ** math.floor(math.log10(rough))
    return min((f * scale for f in (1, 2, 5, 10)), key=lambda s: abs(math.log(s / rough)))


def _by_ratio(low: float, high: float) -> list[float]:
    exponents = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    made = [float(f"{factor}e{e}") for e in exponents for factor in DECADE]
    return sorted({low, *(v for v in made if low < v < high), high})


def make_controls(f: Callable, wanted: dict[str, object]) -> tuple[Control, ...]:
    """Return the controls of ``f``; its own defaults are where they start."""
    if not wanted:
        raise TypeError("explore: name at least one argument to move, as in width=(1, 10)")
    parameters = inspect.signature(f).parameters
    for name in wanted:
        if name not in parameters:
            raise TypeError(f"explore: {_name(f)} has no argument {name!r}")
    for name, parameter in parameters.items():
        if parameter.default is parameter.empty and name not in wanted:
            raise TypeError(f"explore: {_name(f)} needs {name!r}, which nothing moves")
    return tuple(_control(f, name, parameters[name], w) for name, w in wanted.items())


def _control(f: Callable, name: str, parameter, wanted) -> Control:
    if parameter.default is parameter.empty:
        raise TypeError(f"explore: give {name} a default in {_name(f)}: there it starts")
    start = parameter.default
    start = start.item() if hasattr(start, "item") else start
    label = (getattr(wanted, "label", "") or name).replace("_", " ")
    values, ordered = _values(name, wanted)
    if start not in values:
        if not ordered or not values[0] <= start <= values[-1]:
            raise ValueError(
                f"explore: {name} starts at {start!r}, the default of {_name(f)}, which is "
                f"not among {_told(values, ordered)}"
            )
        values = tuple(sorted({*values, start}))
    return Control(name, label, values, tuple(map(_text, values)), values.index(start), ordered)


def _values(name: str, wanted) -> tuple[tuple, bool]:
    """Return the positions of a control, and whether they are numbers."""
    if isinstance(wanted, Slider):
        return wanted.positions, True
    if not isinstance(wanted, Sequence) or isinstance(wanted, str) or len(wanted) < 2:
        raise TypeError(
            f"explore: {name} must be (low, high), three or more numbers, two or more texts, "
            f"or a slider; got {wanted!r}"
        )
    values = tuple(wanted)
    if all(isinstance(v, str | bool) for v in values):
        if len(set(values)) < len(values):
            raise ValueError(f"explore: {name} has the same choice twice: {values}")
        return values, False
    if not all(isinstance(v, int | float) and not isinstance(v, bool) for v in values):
        raise TypeError(f"explore: {name} mixes numbers with others: {values}")
    if len(values) == 2:
        return slider(*values).positions, True
    if list(values) != sorted(set(values)):
        raise ValueError(f"explore: the positions of {name} must increase: {values}")
    return values, True


def _text(value) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, str):
        return value
    # As many digits as the position has: 0.125 and not 0.13.
    if 1e-4 <= abs(value) < 1e6:
        return f"{value:,.6g}".replace("-", "−")
    return number(value)


def _told(values: tuple, ordered: bool) -> str:
    return f"{values[0]} … {values[-1]}" if ordered else repr(values)


def _is_int(value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _name(f: Callable) -> str:
    return getattr(f, "__name__", "the function")
