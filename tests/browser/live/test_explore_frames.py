"""What a figure shows between its stored positions, before Python has computed it."""

from __future__ import annotations

import numpy as np
import pytest

from dlbook.notebook import draw, slider
from dlbook.notebook.explore import Explorable
from dlbook.notebook.explore_controls import make_controls
from dlbook.notebook.explore_stored import store
from tools.chapters import ROOT

pytestmark = pytest.mark.browser
SCRIPT = ROOT / "book" / "_live" / "scripts" / "explore_frames.js"
BETWEEN = """async ([text, at, plots]) =>
  (await window.unpack(text)).between(at, at.map(() => true), plots)"""
STEPS = np.arange(6)


def decay(rate=0.5, start=1.0, offset=0.0):
    """Return powers of a rate, a curve that is straight where the height is a logarithm."""
    heights = 10.0 ** (start - 3 * rate * STEPS)
    return {
        "logarithmic": draw.curve(STEPS, heights, label="height"),
        "linear": draw.curve(STEPS, start * STEPS + offset, dashed=True),
        "with a zero": draw.curve(STEPS, heights * (STEPS > 2)),
        "image": draw.image(np.full((2, 3), start)),
        "number": start + offset,
    }


def test_the_estimate_is_a_mean_and_of_logarithms_where_the_axis_is_logarithmic(browser):
    log = draw.axes(ylim=(1e-16, 100), log="y")
    wanted = {
        "rate": slider(0.0, 1.0, step=0.05),
        "start": slider(0.0, 2.0, step=0.1),
        "offset": slider(-1.0, 1.0, step=0.1),
    }
    controls = make_controls(decay, wanted)
    figure = Explorable(decay, controls, {"logarithmic": log, "with a zero": log})
    grid, frames, packed = store(figure)
    at = [next(v for v in range(21) if v not in row) for row in grid]
    page = browser.new_page()
    page.set_content("<p>x</p>")
    page.add_script_tag(type="module", content=f"{SCRIPT.read_text()}\nwindow.unpack = unpack;")
    page.wait_for_function("() => Boolean(window.unpack)")
    found = page.evaluate(BETWEEN, [packed, at, figure.spec(frames)["plots"]])
    page.close()
    exact = figure.encode(figure.frame(at))
    plots = {title: marks[0] for title, marks in found["plots"].items()}
    for title in ("logarithmic", "linear"):
        assert plots[title]["y"] == pytest.approx(exact["plots"][title][0]["y"], rel=1e-2)
    assert plots["linear"]["dashed"] is True
    assert plots["with a zero"]["y"][:3] == [0, 0, 0]
    assert np.ptp(plots["image"]["values"]) == 0
    assert found["numbers"]["number"] == pytest.approx(exact["numbers"]["number"])
