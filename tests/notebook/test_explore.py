from __future__ import annotations

import base64
import json
import os
import sys
import zlib

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from dlbook.notebook import draw, explore, guess, slider
from dlbook.notebook.explore import Explorable
from dlbook.notebook.explore_controls import make_controls
from dlbook.notebook.explore_stored import MOST_CHARACTERS, MOST_FRAMES, store

MODULE = sys.modules["dlbook.notebook.explore"]


def wave(width=1.0, height=2, kind="sine"):
    x = np.linspace(0, 1, 20)
    y = height * np.sin(x / width) if kind == "sine" else x
    return {"the wave": [draw.curve(x, y, label="wave")], "peak": y.max(), "kind": kind}


def figure(f=wave, axes=None, predict=None, **controls):
    return Explorable(f, make_controls(f, controls), axes or {}, predict)


def unpack(text):
    return json.loads(zlib.decompress(base64.b64decode(text)))


# --- controls -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "start", "positions"),
    [
        ((0.0, 1.0), 0.5, [0.0, 0.02, 0.04, 1.0]),
        ((0.01, 2.0), 0.5, [0.01, 0.05, 0.1, 2.0]),
        ((1, 10), 2, [1, 2, 3, 10]),
        ((0, 1000), 0, [0, 20, 40, 1000]),
        ((1, 2, 4, 8), 4, [1, 2, 4, 8]),
        (slider(0, 1, step=0.25), 0.5, [0, 0.25, 0.5, 1]),
        (slider(0.5, 2.0, step=0.5), 1.5, [0.5, 1.0, 1.5, 2.0]),
        (slider(0.01, 10, log=True), 1, [0.01, 0.0125, 0.016, 10]),
        (slider(1, 100, log=True), 1, [1, 2, 3, 100]),
        ((0.0, 1.0), 0.513, [0.0, 0.02, 0.04, 1.0]),  # the start is a position, too
        (("a", "b"), "b", ["a", "b", "b"]),
        ((False, True), False, [False, True, True]),
    ],
)
def test_a_range_becomes_positions(wanted, start, positions):
    def f(a=start):
        return {}

    (control,) = make_controls(f, {"a": wanted})
    values = control.values
    assert [values[0], values[1], values[min(2, len(values) - 1)], values[-1]] == [
        *positions[:3], positions[-1]
    ]  # fmt: skip
    assert values[control.start] == start
    assert len(set(control.texts)) == len(values)
    if all(isinstance(v, int) for v in positions):
        assert all(isinstance(v, int) for v in values)


@pytest.mark.parametrize(
    ("controls", "error", "message"),
    [
        ({}, TypeError, "at least one"),
        ({"wide": (1, 2)}, TypeError, "'wide'"),
        ({"width": 3}, TypeError, "width must be"),
        ({"width": "ab"}, TypeError, "width must be"),
        ({"width": (2.0, 3.0)}, ValueError, "starts at 1.0"),
        ({"kind": ("line", "step")}, ValueError, "starts at 'sine'"),
        ({"kind": ("sine", "sine")}, ValueError, "twice"),
        ({"width": (1, "a")}, TypeError, "mixes"),
        ({"width": (3, 2, 1)}, ValueError, "increase"),
        ({"width": (2, 1)}, ValueError, "low < high"),
    ],
)
def test_controls_that_do_not_fit_the_function_are_named(controls, error, message):
    with pytest.raises(error, match=message):
        explore(wave, **controls)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"low": 0, "high": 1, "log": True}, "positive"),
        ({"low": 0, "high": 1, "step": -1}, "step"),
        ({"low": 0, "high": 1, "step": 1e-6}, "more than 400"),
    ],
)
def test_sliders_that_cannot_be_are_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        slider(**arguments)


def test_every_argument_has_a_start():
    with pytest.raises(TypeError, match="give a a default"):
        explore(lambda a: {}, a=(0, 1))
    with pytest.raises(TypeError, match="'b', which nothing moves"):
        explore(lambda b, a=1: {}, a=(0, 1))


# --- what the function returns ------------------------------------------------------


def test_outside_a_notebook_the_values_are_printed(capsys):
    explore(wave, width=slider(0.5, 2.0, label="the width"), height=(1, 3))
    printed = capsys.readouterr().out
    assert printed == "the width = 1, height = 2: peak 1.68, kind sine\n"


@pytest.mark.parametrize(
    ("returned", "error", "message"),
    [
        (3, TypeError, "a dict"),
        ({}, ValueError, "nothing to draw"),
        ({"a": 1.0}, ValueError, "nothing to draw"),
        ({"a": []}, TypeError, "'a'"),
        ({"a": [draw.curve([], []), 3]}, TypeError, "'a'"),
        ({"p": draw.curve([], []), "a": np.zeros(2)}, TypeError, "'a'"),
    ],
)
def test_what_is_no_figure_is_named(returned, error, message):
    with pytest.raises(error, match=message):
        explore(lambda a=0: returned, a=(0, 1))


def test_titles_stay_the_same():
    def moody(a=0):
        return {"p": draw.curve([0], [a])} | ({"more": a} if a else {})

    made = figure(moody, a=(0, 1))
    made.frame((0,))
    with pytest.raises(ValueError, match="'more'"):
        made.frame((1,))


def test_axes_and_guesses_speak_of_what_is_there():
    with pytest.raises(ValueError, match="'plane'"):
        explore(wave, width=(0.5, 2.0), axes={"plane": draw.axes()})
    for wrong, message in [
        (guess("?", of="nothing", at={"height": 3}), "'nothing'"),
        (guess("?", of="peak", at={"height": 3}), "between"),
        (guess("?", of="kind", between=(0, 1), at={"height": 3}), "'kind'"),
        (guess("?", of="wave", at={"height": 9}), "no position 9"),
        (guess("?", of="wave", at={"depth": 9}), "'depth'"),
        (guess("?", of="wave"), "differ from the start"),
    ]:
        with pytest.raises(ValueError, match=message):
            explore(wave, height=(1, 3), predict=wrong)


def test_frames_are_rounded_and_hold_nothing_that_json_cannot():
    def f(a=1):
        y = [0.123456789, np.nan, np.inf, 100.4]
        return {"p": draw.curve(range(4), y), "n": np.nan, "m": np.float32(0.1)}

    made = figure(f, a=(0, 1))
    frame = made.encode(made.frame((0,)))
    (curve,) = frame["plots"]["p"]
    assert curve == {"kind": "curve", "x": [0, 1, 2, 3], "y": [0.1, None, None, 100.4]}
    made = figure(f, axes={"p": draw.axes(log="y")}, a=(0, 1))
    (curve,) = made.encode(made.frame((0,)))["plots"]["p"]
    assert curve["y"] == [0.1235, None, None, 100.4]
    assert frame["numbers"] == {"n": "undefined", "m": 0.1}
    json.dumps(frame, allow_nan=False)


# --- limits -------------------------------------------------------------------------


def plot_of(mark, **axes):
    made = figure(
        lambda a=1: {"p": mark}, axes={"p": draw.axes(**axes)} if axes else {}, a=(0, 1)
    )
    return made.spec([made.frame((0,))])["plots"][0]


def test_limits_fit_all_frames_unless_given():
    made = figure(height=(1, 3), kind=("sine", "line"))
    _, frames, _ = store(made)
    low, high = made.spec(frames)["plots"][0]["ylim"]
    assert low < 0
    assert high == pytest.approx(3 * np.sin(1), rel=0.1)
    assert plot_of(draw.curve([0, 1], [0, 9]), ylim=(0, 1))["ylim"] == (0, 1)


@pytest.mark.parametrize(
    ("mark", "key", "expected"),
    [
        (draw.bars(["a", "b"], [1, 2]), "ylim", (0, 2.04)),
        (draw.bars(["a", "b"], [-1, 2]), "ylim", (-1.12, 2.12)),
        (draw.arrows(0, 0, 1, -2), "ylim", (-2.08, 0.08)),
        (draw.image([[1, 2, 3]]), "xlim", (0, 3)),
        (draw.image([[0, 1]], x=(-1, 1), y=(0, 5)), "xlim", (-1, 1)),
        (draw.image([[-3, 1]], colors="diverging"), "range", (-3, 3)),
        (draw.image([[1, 2]]), "range", (1, 2)),
        (draw.image([[2, 2]]), "range", (2, 3)),
        (draw.curve([0, 0], [5, 5]), "ylim", (4.5, 5.5)),
    ],
)
def test_limits_of_every_mark(mark, key, expected):
    assert plot_of(mark)[key] == pytest.approx(expected)


def test_limits_of_a_logarithmic_axis_leave_out_what_is_not_positive():
    low, high = plot_of(draw.curve([0, 1, 2], [0, 1, 100]), log="y")["ylim"]
    assert 0.5 < low < 1
    assert 100 < high < 200


# --- stored frames ------------------------------------------------------------------


def test_a_small_figure_is_stored_at_every_position():
    made = figure(height=(1, 3), kind=("sine", "line"))
    grid, frames, text = store(made)
    assert grid == [[0, 1, 2], [0, 1]]
    held = unpack(text)
    assert held["grid"] == grid
    assert len(held["frames"]) == len(frames) == 6
    reference = held["frames"][0]["plots"]["the wave"][0]["x"]
    assert held["lists"][reference["n"]][-1] == 1
    assert len([x for x in held["lists"] if x == held["lists"][reference["n"]]]) == 1


def test_a_large_figure_is_stored_at_some_positions_among_them_the_start():
    made = figure(width=(0.5, 2.5), height=(1, 30), kind=("sine", "line"))
    grid, frames, text = store(made)
    assert len(frames) <= MOST_FRAMES
    assert len(text) <= MOST_CHARACTERS
    assert grid[2] == [0, 1]
    for row, control in zip(grid, made.controls, strict=True):
        assert {0, control.start, len(control.values) - 1} <= set(row)


def test_what_does_not_compress_is_stored_at_fewer_positions():
    def noise(a=0, kind="b"):
        rng = np.random.default_rng(a)
        return {"p": draw.image(rng.random((50, 50)))}

    grid, _, text = store(figure(noise, a=(0, 20), kind=("a", "b")))
    assert len(text) <= MOST_CHARACTERS
    assert 1 <= np.prod([len(row) for row in grid]) < 20


def test_of_a_figure_too_large_at_one_position_nothing_is_stored():
    def noise(a=0):
        return {"p": draw.image(np.random.default_rng(a).random((150, 150)))}

    grid, frames, text = store(figure(noise, a=(0, 4)))
    assert (grid, len(frames), text) == ([[0]], 1, "")


def test_where_a_guess_is_answered_is_stored():
    wanted = guess("?", of="peak", between=(0, 9), at={"width": 0.95, "height": 7})
    made = figure(predict=wanted, width=(0.5, 2.5), height=(1, 30), kind=("sine", "line"))
    grid, _, _ = store(made)
    assert all(position in row for row, position in zip(grid, made.target(), strict=True))


# --- in a notebook ------------------------------------------------------------------

CELL = """
from dlbook.notebook import draw, explore
def f(a=1, kind="x"):
    marks = [draw.points([0, 1], [a, 0], label="p"), draw.arrows(0, 0, 1, a),
             draw.texts(0.5, 0.5, "t"), draw.image([[0, a]], x=(0, 1), y=(0, 1))]
    return {"plane": marks, "bars": draw.bars("ab", [a, 1]), "n": a / 3,
            "cells": draw.image([[a, 2]], numbers=True)}
explore(f, a=(0, 3), kind=("x", "y"))
"""


def run(tmp_path, **environment):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
    client = NotebookClient(
        notebook, kernel_name="python3", resources={"metadata": {"path": tmp_path}}
    )
    client.execute(env={**os.environ, **environment})
    (output,) = notebook.cells[0].outputs
    return output


def test_a_kernel_stores_a_picture_its_values_and_what_the_page_needs(tmp_path):
    output = run(tmp_path)
    assert set(output.data) == {"image/png", "text/plain"}
    assert output.data["text/plain"] == "a = 1, kind = x: n 0.333"
    stored = output.metadata["dlbook-explore"]
    assert [c["name"] for c in stored["controls"]] == ["a", "kind"]
    assert [p["title"] for p in stored["plots"]] == ["plane", "bars", "cells"]
    assert len(unpack(stored["stored"])["frames"]) == 8


def test_jupyterlab_gets_widgets_besides(tmp_path):
    pytest.importorskip("ipywidgets")
    output = run(tmp_path, JPY_SESSION_NAME="a.ipynb")
    assert {"application/vnd.jupyter.widget-view+json", "image/png"} < set(output.data)


@pytest.mark.parametrize(
    ("wanted", "guesses", "said"),
    [
        ({"of": "peak", "between": (0, 5)}, [2], "Your guess 2; it is 2.52."),
        (
            {"of": "wave", "between": (0, 5)},
            [2],
            "Your guess 2; it is 2.52.",
        ),  # its last height
        ({"of": "wave"}, [0.5, 1.5], "Your guess 0.5, 1.5; it is 1, 2.52."),
    ],
)
def test_widgets_ask_move_the_picture_and_reset(wanted, guesses, said):
    pytest.importorskip("ipywidgets")
    from dlbook.notebook import explore_widgets

    wanted = guess("How high?", at={"height": 3}, **wanted)
    made = figure(height=(1, 3), kind=("sine", "line"), predict=wanted)
    spec = made.spec([made.frame(made.start)])
    question, movable, picture, failed = explore_widgets.panel(made, spec).children
    height, _, reset = movable.children
    first = picture.value
    height.index = 0
    assert picture.value != first
    reset.click()
    assert picture.value == first
    assert failed.value == ""
    assert movable.layout.display == "none"
    _, *fields, lock, verdict = question.children
    for field, value in zip(fields, guesses, strict=True):
        field.value = value
    lock.click()
    assert (height.index, movable.layout.display) == (2, "")
    assert verdict.value == said


def test_a_page_takes_the_figure_instead(monkeypatch):
    taken = []
    monkeypatch.setattr(MODULE, "recorder", taken.append)
    explore(wave, height=(1, 3))
    assert taken[0].frame((2,)).numbers["kind"] == "sine"
