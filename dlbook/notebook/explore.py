"""Show a figure that the reader moves: its controls are arguments of a function."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field

from dlbook.notebook.display import running_shell, show
from dlbook.notebook.draw import Axes
from dlbook.notebook.explore_controls import Control, make_controls
from dlbook.notebook.explore_stored import store
from dlbook.notebook.frames import Frame, plot_spec, sort_out, written

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
        The range to choose a number from. With a curve or points, what is guessed is the height
        of the last point, and not its place.
    at : dict, optional
        Where the controls go to show the answer; those not named stay at the start. It must
        be somewhere else than the start, which the reader already sees.
    """
    if not question.strip():
        raise ValueError("guess: question is empty")
    if between is not None and not between[0] < between[1]:
        raise ValueError(f"guess: between must be (low, high), got {between}")
    return Guess(question, of, between, dict(at or {}))


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
        frame = sort_out(self.f(**values), "explore")
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
        return frame.encode(self.axes)

    def spec(self, frames: Sequence[Frame]) -> dict:
        """Return what a page needs to know besides the frames; limits fit ``frames``."""
        start, *_ = frames
        plots = [
            plot_spec(title, self.axes.get(title), [f.plots[title] for f in frames])
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
        data, metadata = explore_static.bundle(start, spec["plots"], line, shell)
        if explore_widgets.wanted():
            data |= explore_widgets.bundle(self, spec, shell)
        metadata["dlbook-explore"] = spec
        show(data | {"text/plain": line}, metadata)


def answer_of(wanted: Guess, frame: Frame) -> tuple[float, ...]:
    """Return the number that is guessed, or the place of the last point of a mark."""
    if wanted.of in frame.numbers:
        return (frame.numbers[wanted.of],)
    marks = (mark for marks in frame.plots.values() for mark in marks)
    found = next(mark for mark in marks if mark.style.get("label") == wanted.of)
    place = found.values["x"][-1], found.values["y"][-1]
    return place[1:] if wanted.between else place


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


def _control(control: Control) -> dict:
    told = {"name": control.name, "label": control.label, "texts": control.texts}
    return told | {"start": control.start, "ordered": control.ordered}
