"""The regions of the plane that a classifier assigns to each class."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, ListedColormap, to_rgb

COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#555555", "#56B4E9", "#E69F00")
MARKERS = "osD^vP*"
GRID = 200


def plot_decision_regions(predict_fn: Callable, X, y, *, ax):
    """Shade the plane by the predictions of ``predict_fn``, and draw the examples on it.

    Parameters
    ----------
    predict_fn : callable
        From points ``(M, 2)`` to classes, integers of shape ``(M,)``; or to float scores
        ``(M,)``, positive for class 1 (for a probability p pass p - 0.5), which are shaded
        continuously.
    X : array_like
        Examples, shape ``(N, 2)``.
    y : array_like of int
        Their classes 0, 1, 2, ..., shape ``(N,)``.
    ax : matplotlib.axes.Axes
        Where to draw; also returned.
    """
    X, y = np.asarray(X), np.asarray(y)
    _check(X, y)
    xs, ys = _grid(X)
    points = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    predicted = np.asarray(predict_fn(points))
    if predicted.shape != (len(points),):
        raise ValueError(
            f"plot_decision_regions: predict_fn got points of shape {points.shape} and must "
            f"return shape ({len(points)},), got {predicted.shape}"
        )
    shade = _shade_scores if predicted.dtype.kind == "f" else _shade_classes
    shade(ax, xs, ys, predicted.reshape(len(ys), len(xs)))
    for c in np.unique(y.astype(int)):
        ax.scatter(
            *X[y == c].T,
            color=COLORS[c],
            marker=MARKERS[c],
            s=18,
            edgecolors="white",
            linewidths=0.6,
            label=f"class {c}",
        )
    ax.set(xlim=xs[[0, -1]], ylim=ys[[0, -1]])
    ax.grid(False)
    return ax


def _grid(X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    low, high = X.min(axis=0), X.max(axis=0)
    margin = 0.08 * np.where(high > low, high - low, 1)
    return tuple(np.linspace(low - margin, high + margin, GRID).T)


def _shade_classes(ax, xs, ys, classes: np.ndarray) -> None:
    classes = classes.astype(int)
    _check_classes("predict_fn", classes)
    pale = ListedColormap([_mix(color, 0.22) for color in COLORS])
    ax.pcolormesh(xs, ys, classes, cmap=pale, vmin=-0.5, vmax=len(COLORS) - 0.5)
    for c in np.unique(classes)[1:]:
        ax.contour(xs, ys, classes >= c, levels=[0.5], colors="#444444", linewidths=0.8)


def _shade_scores(ax, xs, ys, scores: np.ndarray) -> None:
    limit = np.abs(scores).max() or 1
    blend = LinearSegmentedColormap.from_list("score", [_mix(COLORS[0]), "w", _mix(COLORS[1])])
    ax.contourf(xs, ys, scores, levels=np.linspace(-limit, limit, 14), cmap=blend)
    if scores.min() < 0 < scores.max():
        ax.contour(xs, ys, scores, levels=[0], colors="#222222", linewidths=1.2)


def _mix(color: str, share: float = 0.55) -> np.ndarray:
    """Mix ``color`` with white, as a background for the examples."""
    return 1 - share + share * np.array(to_rgb(color))


def _check(X: np.ndarray, y: np.ndarray) -> None:
    if X.ndim != 2 or X.shape[1] != 2 or y.shape != X.shape[:1] or len(X) == 0:
        raise ValueError(
            f"plot_decision_regions: expected X of shape (N, 2) and y of shape (N,), got "
            f"{X.shape} and {y.shape}"
        )
    if y.dtype.kind not in "iub":
        raise ValueError(f"plot_decision_regions: classes must be integers, got {y.dtype}")
    _check_classes("y", y)


def _check_classes(what: str, classes: np.ndarray) -> None:
    if classes.min() < 0 or classes.max() >= len(COLORS):
        raise ValueError(
            f"plot_decision_regions: {what}: classes must lie in 0 .. {len(COLORS) - 1}, got "
            f"{classes.min()} .. {classes.max()}"
        )
