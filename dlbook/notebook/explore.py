"""Show a figure that the reader moves: its controls are arguments of a function."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field

from dlbook.notebook.display import running_shell, show
from dlbook.notebook.draw import Axes, Mark, axes, number
from dlbook.notebook.explore_controls import Control, make_controls
from dlbook.notebook.explore_stored import store

# The page's Python puts a function here: it gets the figure, which is then not displayed.
recorder = None


def explore(
    f: Callable[..., dict],
    /,
    *,
    axes: dict[str, Axes] | None = None,
    predict: Guess | None = None,
    **controls,
) -> None:
    """Show what ``f`` returns, with a control for each argument that the reader may move.

    In the web book the figure moves at once, from values stored with it, and then shows what
    the Python of the page computes. In JupyterLab the controls are widgets. Elsewhere the
    figure stands still at the start, with its values.

    Parameters
    ----------
    f : callable
        Takes the controls as arguments, whose defaults are where they start. It returns a
        dict from a title to a mark of :mod:`dlbook.notebook.draw`, or a list of marks, that
        make one plot; or to a number or short text, which is read out below. Titles and
        their order are the same each time. It should take a few milliseconds and change
        nothing; what is random comes from a generator that it makes anew.
    axes : dict, optional
        From the title of a plot to its :func:`dlbook.notebook.draw.axes`. Limits never move;
        those not given fit all that is stored.
    predict : guess, optional
        What the reader predicts before the figure can be moved.
    **controls
        For each argument its range: ``(low, high)``, a slider, of integers if both are;
        three or more numbers, the positions of a slider; two or more texts or bools, a
        choice; or a :func:`slider` with step, scale or label.

    Raises
    ------
    TypeError, ValueError
        If controls do not fit the arguments of ``f``, or ``f`` returns something else.

    Examples
    --------
    >>> from dlbook.notebook import draw, explore
    >>> def decay(rate=0.5, steps=5):
    ...     values = [(1 - rate) ** t for t in range(steps + 1)]
    ...     return {"the weight": draw.curve(range(steps + 1), values), "at last": values[-1]}
    >>> explore(
    ...     decay,
    ...     rate=(0.1, 0.9),
    ...     steps=(1, 10),
    ...     axes={"the weight": draw.axes("step", "weight", ylim=(0, 1))},
    ... )
    rate = 0.5, steps = 5: at last 0.0313
    """
    figure = Explorable(f, make_controls(f, controls), axes or {}, predict)
    if recorder is not None:
        recorder(figure)
        return
    figure.show()


@dataclass(frozen=True)
class Guess:
    """A question that is answered by dragging. Use :func:`guess` to make it."""

    question: str
    of: str
    between: tuple[float, float] | None
    at: dict


def guess(
    question: str,
    *,
    of: str,
    between: tuple[float, float] | None = None,
    at: dict | None = None,
) -> Guess:
    """Ask the reader to predict a number, or a point of a plot, before the figure moves.

    Parameters
    ----------
    question : str
        What to predict.
    of : str
        The title of a number that the function returns; or the label of a curve or of
        points: then it is the place of the last one that the reader marks in the plot.
    between : pair of float, optional
        The range to choose a number from. Needed for a number alone.
    at : dict, optional
        Where the controls go to show the answer; those not named stay at the start. It must
        be somewhere else than the start, which the reader already sees.
    """
    if not question.strip():
        raise ValueError("guess: question is empty")
    if between is not None and not between[0] < between[1]:
        raise ValueError(f"guess: between must be (low, high), got {between}")
    return Guess(question, of, between, dict(at or {}))


@dataclass(frozen=True)
class Frame:
    """What the figure shows at one position: marks by plot, numbers and texts by name."""

    plots: dict[str, list[Mark]]
    numbers: dict[str, float | str]

    def encode(self, logarithmic: set[str]) -> dict:
        """Return it as JSON holds it, rounded to what can be seen.

        ``logarithmic`` has the titles of plots in which small numbers can be seen, too.
        """
        plots = {
            title: [_encoded(mark, title in logarithmic) for mark in marks]
            for title, marks in self.plots.items()
        }
        return {"plots": plots, "numbers": {k: _told(v) for k, v in self.numbers.items()}}


@dataclass
class Explorable:
    """A function with its controls."""

    f: Callable[..., dict]
    controls: tuple[Control, ...]
    axes: dict[str, Axes]
    guess: Guess | None = None
    titles: tuple[list[str], list[str]] | None = field(default=None, init=False)

    @property
    def start(self) -> tuple[int, ...]:
        """Return the positions at first."""
        return tuple(control.start for control in self.controls)

    def frame(self, at: Sequence[int]) -> Frame:
        """Call the function at some positions of the controls."""
        values = {c.name: c.values[i] for c, i in zip(self.controls, at, strict=True)}
        frame = _sorted_out(self.f(**values))
        titles = list(frame.plots), list(frame.numbers)
        if self.titles is None:
            self._check_names(frame)
            self.titles = titles
        if titles != self.titles:
            raise ValueError(
                f"explore: at {values} the function returns {titles[0] + titles[1]}, and "
                f"elsewhere {self.titles[0] + self.titles[1]}"
            )
        return frame

    def _check_names(self, frame: Frame) -> None:
        for title in self.axes:
            if title not in frame.plots:
                raise ValueError(
                    f"explore: axes of {title!r}, which is no plot: {[*frame.plots]}"
                )
        if self.guess:
            if self.target() == self.start:
                raise ValueError("guess: at must differ from the start, which the reader sees")
            _check_guess(self.guess, frame)

    def target(self) -> tuple[int, ...]:
        """Return the positions at which a guess is answered; without one, the start."""
        at = list(self.start)
        for name, value in (self.guess.at if self.guess else {}).items():
            found = [k for k, c in enumerate(self.controls) if c.name == name]
            if not found:
                raise ValueError(f"guess: {name!r} is no control")
            values = self.controls[found[0]].values
            if value not in values:
                raise ValueError(f"guess: {name} has no position {value!r}: {values}")
            at[found[0]] = values.index(value)
        return tuple(at)

    def line(self, at: Sequence[int], frame: Frame) -> str:
        """Return controls and numbers as text."""
        where = ", ".join(
            f"{c.label} = {c.texts[i]}" for c, i in zip(self.controls, at, strict=True)
        )
        told = ", ".join(f"{name} {written(value)}" for name, value in frame.numbers.items())
        return f"{where}: {told}" if told else where

    def encode(self, frame: Frame) -> dict:
        """Return a frame as JSON holds it."""
        return frame.encode({title for title, given in self.axes.items() if given.log})

    def spec(self, frames: Sequence[Frame]) -> dict:
        """Return what a page needs to know besides the frames; limits fit ``frames``."""
        start, *_ = frames
        plots = [
            {"title": title, **_limits(self.axes.get(title), [f.plots[title] for f in frames])}
            for title in start.plots
        ]
        made = {"controls": [_control(c) for c in self.controls], "plots": plots}
        return made | ({"guess": self._guess()} if self.guess else {})

    def _guess(self) -> dict:
        told = {k: v for k, v in asdict(self.guess).items() if k != "at" and v is not None}
        text = repr([self.guess.question, self.guess.of, self.guess.at])
        key = hashlib.sha256(text.encode()).hexdigest()[:12]
        return told | {"at": self.target(), "key": f"dlbook-predict-{key}"}

    def for_page(self) -> dict:
        """Return the specification, and the frames that a page has before any Python."""
        start = self.frame(self.start)
        _, frames, packed = store(self)
        return self.spec([start, *frames]) | {"stored": packed}

    def show(self) -> None:
        """Display the figure."""
        start = self.frame(self.start)
        line = self.line(self.start, start)
        shell = running_shell()
        if shell is None:
            show({"text/plain": line})
            return
        from dlbook.notebook import explore_static, explore_widgets

        spec = self.for_page()
        data, metadata = explore_static.bundle(self, spec, self.start, shell)
        if explore_widgets.wanted():
            data |= explore_widgets.bundle(self, spec, shell)
        metadata["dlbook-explore"] = spec
        show(data | {"text/plain": line}, metadata)


# --- what the function returned -----------------------------------------------------


def _sorted_out(returned) -> Frame:
    if not isinstance(returned, dict):
        raise TypeError(
            f"explore: the function must return a dict from titles to marks or numbers, got "
            f"{type(returned).__name__}"
        )
    plots, numbers = {}, {}
    for name, value in returned.items():
        if isinstance(value, Mark):
            plots[name] = [value]
        elif isinstance(value, list | tuple):
            plots[name] = list(value)
            if not value or not all(isinstance(v, Mark) for v in value):
                raise TypeError(f"explore: {name!r} holds something else than marks of draw")
        else:
            numbers[name] = _number(name, value)
    if not plots:
        raise ValueError("explore: the function returns nothing to draw")
    return Frame(plots, numbers)


def _number(name: str, value) -> float | str:
    if isinstance(value, str):
        return value
    try:
        return float(value.item() if hasattr(value, "item") else value)
    except (TypeError, ValueError) as error:
        raise TypeError(
            f"explore: {name!r} must be marks of draw, a number or a text, got "
            f"{type(value).__name__}"
        ) from error


def _check_guess(wanted: Guess, frame: Frame) -> None:
    if wanted.of in frame.numbers:
        if wanted.between is None or isinstance(frame.numbers[wanted.of], str):
            raise ValueError(f"guess: {wanted.of!r} must be a number, with between=(low, high)")
        return
    labels = [
        mark.style["label"]
        for marks in frame.plots.values()
        for mark in marks
        if mark.kind in ("curve", "points") and mark.style["label"]
    ]
    if labels.count(wanted.of) != 1:
        raise ValueError(
            f"guess: {wanted.of!r} is neither a number ({', '.join(frame.numbers)}) nor the "
            f"label of one curve or of one set of points ({', '.join(labels)})"
        )


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


def _control(control: Control) -> dict:
    told = {"name": control.name, "label": control.label, "texts": control.texts}
    return told | {"start": control.start, "ordered": control.ordered}


# --- limits -------------------------------------------------------------------------


def _limits(given: Axes | None, frames: list[list[Mark]]) -> dict:
    """Return axes with limits: those given, or such that all frames fit."""
    marks = [mark for frame in frames for mark in frame]
    images = [mark for mark in marks if mark.kind == "image"]
    only_images = all(mark.kind in ("image", "texts") for mark in marks)
    bare = given is None and only_images and not any("extent" in m.style for m in images)
    told = asdict(given or axes(hidden=bare, equal=bare))
    for axis, limits in (("x", "xlim"), ("y", "ylim")):
        if told[limits] is None:
            told[limits] = _fitting(marks, axis, axis in told["log"])
    if images:
        told |= _color_range(images)
    return {key: value for key, value in told.items() if value}


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
