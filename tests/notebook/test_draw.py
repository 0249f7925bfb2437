from __future__ import annotations

import math

import numpy as np
import pytest

from dlbook.notebook import draw, picture
from dlbook.notebook import explore_static as static

MADE = [
    (draw.curve([1, 2], np.array([3.0, 4.0])), {"x": [1.0, 2.0], "y": [3.0, 4.0]}),
    (draw.curve(range(2), [0, math.nan]), {"x": [0.0, 1.0], "y": [0.0, math.nan]}),
    (draw.points(1, np.float32(2)), {"x": [1.0], "y": [2.0]}),
    (draw.points([], []), {"x": [], "y": []}),
    (draw.arrows(0, 0, 1, 2), {"x": [0.0], "y": [0.0], "dx": [1.0], "dy": [2.0]}),
    (draw.bars(["a", 2], [1, 2]), {"names": ["a", "2"], "heights": [1.0, 2.0]}),
    (draw.texts(1, 2, "here"), {"x": [1.0], "y": [2.0], "words": ["here"]}),
    (draw.texts([1, 2], [3, 4], [0.12345, "b"]), {"words": ["0.123", "b"]}),
    (draw.image([[1, 2]]), {"values": [[1.0, 2.0]]}),
]


@pytest.mark.parametrize(("mark", "values"), MADE)
def test_marks_hold_plain_lists(mark, values):
    np.testing.assert_equal({key: mark.values[key] for key in values}, values)


def test_an_image_in_a_plane_has_its_first_row_below():
    grid = [[1, 2], [3, 4]]
    assert draw.image(grid).values["values"] == grid
    assert draw.image(grid, x=(0, 1), y=(0, 1)).values["values"] == grid[::-1]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: draw.curve([1, 2], [1]), "x 2, y 1"),
        (lambda: draw.points([[1]], [1]), r"points: x .* \(1, 1\)"),
        (lambda: draw.bars(["a"], [1, 2]), "names 1, heights 2"),
        (lambda: draw.curve([1], [1], color="red"), "blue.*'red'"),
        (lambda: draw.image([1, 2]), r"\(2,\)"),
        (lambda: draw.image([[1]], colors="jet"), "'jet'"),
        (lambda: draw.image([[1]], x=(0, 1)), "both x and y"),
        (lambda: draw.points([1, 2], [1, 2], drag=("a", "b")), "drag: .* one point"),
        (lambda: draw.axes(log="z"), "'z'"),
        (lambda: draw.axes(xlim=(1, 1)), r"xlim .* \(1, 1\)"),
    ],
)
def test_what_cannot_be_drawn_is_named(make, message):
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"), (3.0, "3"), (0.5, "0.5"), (-0.12345, "−0.123"), (12.345, "12.3"),
        (1234.5, "1,234"), (60000, "60,000"), (1.234e-5, "1.2e−5"), (2.5e7, "2.5e7"),
        (np.float32(0.25), "0.25"), (0.9996, "1"), (math.inf, "∞"), (math.nan, "undefined"),
    ],
)  # fmt: skip
def test_numbers_are_written_to_three_digits(value, text):
    assert draw.number(value) == text


# --- showing marks at once ----------------------------------------------------------


def test_outside_a_notebook_it_is_told_what_is_shown(capsys):
    draw.show([draw.curve([0], [1], label="rise"), draw.points([0], [1])])
    draw.show({"a": draw.bars("ab", [1, 2]), "b": [draw.curve([], [])], "most": 2})
    assert capsys.readouterr().out == "plot: rise, points\na: bars\nb: curve\nmost 2\n"


@pytest.mark.parametrize(
    ("content", "axes", "message"),
    [
        ({"a": 3}, None, "nothing to draw"),
        (3, None, "a dict from titles"),
        ({"a": [3]}, None, "'a'"),
        ({"a": draw.curve([0], [1])}, {"b": draw.axes()}, "'a'"),
        ({"a": draw.curve([0], [1])}, draw.axes(), "'a'"),
    ],
)
def test_what_cannot_be_shown_is_named(content, axes, message):
    with pytest.raises((TypeError, ValueError), match=f"draw.show.*{message}"):
        draw.show(content, axes=axes)


def test_a_page_gets_marks_with_limits_that_fit():
    axes = {"a": draw.axes("x", "y", ylim=(0.1, 10), log="y")}
    made = picture.Picture({"a": draw.curve([0, 1], [0.12345, math.nan]), "n": 3}, axes)
    found = made.for_page()
    assert found["plots"] == [
        {
            "title": "a",
            "x": "x",
            "y": "y",
            "xlim": (-0.04, 1.04),
            "ylim": (0.1, 10.0),
            "log": "y",
        }
    ]
    assert found["frame"] == {
        "plots": {"a": [{"kind": "curve", "x": [0, 1], "y": [0.1235, None]}]},
        "numbers": {"n": 3},
    }


def test_in_a_notebook_it_is_a_picture():
    made = picture.Picture(draw.points([0, 1], [1, 2], label="dots"), draw.axes("here", "up"))
    png = static.png(static.draw(made.frame, made.plots, made.numbers))
    assert png.startswith(b"\x89PNG")
