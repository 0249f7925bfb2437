"""Move a figure in JupyterLab, with ipywidgets."""

from __future__ import annotations

import importlib.util
import os
from html import escape

from dlbook.notebook import explore_static as static
from dlbook.notebook.draw import number


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
        parts.insert(0, _question(figure, controls, movable))
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


def _question(figure, controls, movable):
    """Return a box that asks for the guess; the controls are there once it is given."""
    import ipywidgets

    guess = figure.guess
    movable.layout.display = "none"
    fields = []
    if guess.between:
        low, high = guess.between
        middle, step = (low + high) / 2, (high - low) / 100
        fields.append(ipywidgets.FloatSlider(middle, min=low, max=high, step=step))
    # A point cannot be dragged in a picture: it is guessed by eye.
    done = ipywidgets.Button(description="Lock in my guess" if fields else "Show me")
    verdict = ipywidgets.HTML()

    def reveal(_) -> None:
        target = figure.target()
        for control, position in zip(controls, target, strict=True):
            control.index = position
        if fields:
            truth = number(figure.frame(target).numbers[guess.of])
            verdict.value = f"Your guess {number(fields[0].value)}; it is {truth}."
        done.disabled = True
        movable.layout.display = ""

    done.on_click(reveal)
    text = ipywidgets.HTML(f"<b>Predict first.</b> {escape(guess.question)}")
    return ipywidgets.VBox([text, *fields, done, verdict])
