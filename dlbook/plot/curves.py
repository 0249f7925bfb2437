"""Curves with names: losses by step, functions by input."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

LINESTYLES = ("-", "--", "-.", ":", (0, (6, 1, 1, 1, 1, 1)), (0, (1, 1)), (0, (8, 2)))


def plot_curves(curves: Mapping, *, ax, xlabel: str = "", ylabel: str = ""):
    """Draw each curve in its own color and line style, with a legend.

    Parameters
    ----------
    curves : mapping from str to array or (x, y)
        A curve is an array y of shape ``(steps,)``, drawn over 0, 1, 2, ...; or
        ``(runs, steps)``, drawn as the median of the runs in a band from the lowest to the
        highest; or a tuple ``(x, y)`` with either as y.
    ax : matplotlib.axes.Axes
        Where to draw; also returned.
    xlabel, ylabel : str
        Labels of the axes, with units.
    """
    if not isinstance(curves, Mapping):
        raise TypeError(
            f"plot_curves: expected a mapping from names to curves, as in "
            f'{{"train": losses}}, got {type(curves).__name__}'
        )
    if not curves:
        raise ValueError("plot_curves: no curves given")
    for i, (name, curve) in enumerate(curves.items()):
        x, runs = _points(name, curve)
        style = LINESTYLES[i % len(LINESTYLES)]
        (line,) = ax.plot(x, np.median(runs, axis=0), linestyle=style, label=name)
        if len(runs) > 1:
            low, high = runs.min(axis=0), runs.max(axis=0)
            ax.fill_between(x, low, high, color=line.get_color(), alpha=0.18, linewidth=0)
    ax.set(xlabel=xlabel, ylabel=ylabel)
    if len(curves) > 1:
        ax.legend()
    return ax


def _points(name: str, curve) -> tuple[np.ndarray, np.ndarray]:
    """Return x of shape (steps,) and y of shape (runs, steps)."""
    x, y = curve if isinstance(curve, tuple) and len(curve) == 2 else (None, curve)
    y = np.asarray(y)
    runs = y[None] if y.ndim == 1 else y
    if runs.ndim != 2 or runs.size == 0:
        raise ValueError(
            f"plot_curves: {name!r}: expected values of shape (steps,) or (runs, steps), or a "
            f"tuple (x, y), got an array of shape {y.shape}"
        )
    x = np.arange(runs.shape[1]) if x is None else np.asarray(x)
    if x.shape != runs.shape[1:]:
        raise ValueError(
            f"plot_curves: {name!r}: x has shape {x.shape} and y {y.shape}; they need one x "
            f"for each step"
        )
    return x, runs
