"""The style sheet and the sizes: what a reader sees is sharp, small and told apart."""

from __future__ import annotations

import io
from itertools import combinations

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb

import dlbook.plot as plot
from dlbook.plot.decision_regions import COLORS

# Machado, Oliveira and Fernandes (2009), table 1: severity 1.0, on linear RGB.
COLOR_BLIND = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
}


@pytest.fixture
def style():
    with plt.style.context("dlbook.plot.dlbook"):
        yield plt.rcParams


def linear(color) -> np.ndarray:
    rgb = np.array(to_rgb(color))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast_on_white(color) -> float:
    return 1.05 / (linear(color) @ [0.2126, 0.7152, 0.0722] + 0.05)


def distance(a, b, matrix) -> float:
    """Euclidean distance of two colors as a color-blind reader sees them, in sRGB."""
    seen = [np.clip(np.array(matrix) @ linear(c), 0, 1) for c in (a, b)]
    return float(np.linalg.norm(np.subtract(*(s ** (1 / 2.2) for s in seen))))


def test_the_first_colors_stand_out_on_white(style):
    cycle = style["axes.prop_cycle"].by_key()["color"]
    assert all(contrast_on_white(c) >= 2.9 for c in cycle[:5])
    assert contrast_on_white("#F0E442") < 2.9  # the yellow of the same palette, left out


@pytest.mark.parametrize("kind", COLOR_BLIND)
def test_color_blind_readers_tell_the_first_colors_apart(style, kind):
    cycle = style["axes.prop_cycle"].by_key()["color"]
    least = min(distance(a, b, COLOR_BLIND[kind]) for a, b in combinations(cycle[:5], 2))
    assert least > 0.15
    pairs = combinations(["#2ca02c", "#d62728", "#8c564b"], 2)  # green, red, brown
    assert min(distance(a, b, COLOR_BLIND[kind]) for a, b in pairs) < 0.15


def test_classes_have_the_colors_of_the_style(style):
    cycle = style["axes.prop_cycle"].by_key()["color"]
    assert [to_rgb(c) for c in COLORS[:4]] == [to_rgb(c) for c in cycle[:4]]


@pytest.mark.parametrize("size", [plot.SMALL, plot.WIDE, plot.TALL])
def test_figures_fit_the_column_of_the_book(style, size):
    assert size[0] * style["figure.dpi"] <= 800


def test_text_is_readable(style):
    smallest = min(style["xtick.labelsize"], style["ytick.labelsize"], style["legend.fontsize"])
    assert smallest >= 9


def test_a_typical_figure_is_a_small_file(style, rng):
    fig, ax = plt.subplots(figsize=plot.WIDE)
    falling = np.exp(-np.arange(200) / 60)
    losses = {name: falling + 0.02 * rng.standard_normal((5, 200)) for name in "ab"}
    plot.plot_curves(losses, ax=ax, xlabel="step", ylabel="loss")
    file = io.BytesIO()
    fig.savefig(file)
    plt.close(fig)
    assert len(file.getvalue()) < 150_000
