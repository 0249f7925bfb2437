"""Figures are drawn without a window, in the style of the book."""

from __future__ import annotations

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest

import dlbook.plot as plot

matplotlib.use("Agg")


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def ax():
    with plt.style.context("dlbook.plot.dlbook"):
        fig, ax = plt.subplots(figsize=plot.WIDE)
        yield ax
        plt.close(fig)
