"""Move a figure in JupyterLab, with ipywidgets."""

from __future__ import annotations

import importlib.util
import os
from html import escape

from dlbook.notebook import explore_static as static
from dlbook.notebook.draw import number
from dlbook.notebook.explore import answer_of


def wanted() -> bool:
    """Tell whether a person at a notebook can use widgets.

    JupyterLab and Notebook name the notebook to its kernel; what runs notebooks to store or to
    compare their outputs does not, so that these never hold widgets.
    """
    return (
        "JPY_SESSION_NAME" in os.environ and importlib.util.find_spec("ipywidgets") is not None
    )


def bundle(figure, spec: dict, shell) -> dict:
    """Return the widgets as a notebook displays them."""
    data, _ = shell.display_formatter.format(panel(figure, spec))
    return data


def panel(figure, spec: dict):
    """Return a box of controls, a picture that follows them, and Reset."""
    import ipywidgets

    controls = [_control(control) for control in figure.controls]
    picture = ipywidgets.Image(format="png", layout={"max_width": "800px"})
    said = ipywidgets.HTML()

    def redraw(_=None) -> None:
        import matplotlib.pyplot as plt

        said.value = ""
        try:
            with plt.style.context(static.STYLE):
                at = tuple(control.index for control in controls)
                frame = figure.frame(at)
                made = static.draw(frame, spec["plots"], figure.line(at, frame))
                picture.value = static.png(made)
        except Exception as error:  # whatever the function raises there
            said.value = escape(f"{type(error).__name__}: {error}")

    def reset(_=None) -> None:
        for control, start in zip(controls, figure.start, strict=True):
            control.index = start

    button = ipywidgets.Button(description="Reset")
    button.on_click(reset)
    for control in controls:
        control.observe(redraw, "index")
    redraw()
    movable = ipywidgets.VBox([*controls, button])
    parts = [movable, picture, said]
    if figure.guess:
        parts.insert(0, _question(figure, spec, controls, movable))
    return ipywidgets.VBox(parts)


def _control(control):
    import ipywidgets

    look = {"description": control.label, "style": {"description_width": "initial"}}
    options = [(text, i) for i, text in enumerate(control.texts)]
    if control.ordered:
        return ipywidgets.SelectionSlider(
            options=options, index=control.start, layout={"width": "500px"}, **look
        )
    return ipywidgets.ToggleButtons(options=options, index=control.start, **look)


def _question(figure, spec, controls, movable):
    """Return a box that asks for the guess; the controls are there once it is given."""
    import ipywidgets

    guess = figure.guess
    movable.layout.display = "none"
    fields = [_field(name, *range_) for name, range_ in _ranges(figure, spec)]
    done = ipywidgets.Button(description="Lock in my guess")
    verdict = ipywidgets.HTML()

    def reveal(_) -> None:
        target = figure.target()
        for control, position in zip(controls, target, strict=True):
            control.index = position
        told = ", ".join(number(field.value) for field in fields)
        truth = ", ".join(map(number, answer_of(guess, figure.frame(target))))
        verdict.value = f"Your guess {told}; it is {truth}."
        done.disabled = True
        movable.layout.display = ""

    done.on_click(reveal)
    text = ipywidgets.HTML(f"<b>Predict first.</b> {escape(guess.question)}")
    return ipywidgets.VBox([text, *fields, done, verdict])


def _ranges(figure, spec: dict) -> list[tuple[str, tuple[float, float]]]:
    """Return what is guessed and between what: a number, or both coordinates of a point."""
    guess = figure.guess
    if guess.between:
        return [(guess.of, guess.between)]
    frame = figure.frame(figure.start)
    plot = next(
        plot
        for plot in spec["plots"]
        if any(m.style.get("label") == guess.of for m in frame.plots[plot["title"]])
    )
    return [(plot.get(axis) or axis, plot[f"{axis}lim"]) for axis in ("x", "y")]


def _field(name: str, low: float, high: float):
    import ipywidgets

    step = (high - low) / 100
    return ipywidgets.FloatSlider(
        (low + high) / 2, min=low, max=high, step=step, description=name, readout_format=".3g"
    )
