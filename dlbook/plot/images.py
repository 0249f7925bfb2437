"""Draw many small images as one mosaic."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def plot_images(images, *, ax, columns: int = 10, titles: Sequence[str] | None = None):
    """Draw images side by side, row by row, in one axes.

    Parameters
    ----------
    images : array_like
        Gray, shape ``(N, H, W)``, or colored, shape ``(N, H, W, 3)``, with integers 0 to 255 or
        floats 0 to 1. All gray images share one scale, from the smallest entry (white) to the
        largest (black); if entries are negative, as in weights, blue is below zero, white is
        zero, and red is above.
    ax : matplotlib.axes.Axes
        Where to draw; also returned.
    columns : int
        Images per row.
    titles : sequence of str, optional
        One for each image, drawn above it.
    """
    images = np.asarray(images)
    _check(images, columns, titles)
    columns = min(columns, len(images))
    gap = _row_gap(images, ax, columns) if titles is not None else 1
    ax.imshow(_mosaic(images, columns, gap), interpolation="nearest", **_scale(images))
    for i, title in enumerate(titles or ()):
        row, column = divmod(i, columns)
        top, left = _corner(row, column, images, gap)
        ax.text(
            left + images.shape[2] / 2 - 0.5, top - 1, title, ha="center", va="bottom", size=9
        )
    ax.set_axis_off()
    return ax


def _corner(row: int, column: int, images: np.ndarray, gap: int) -> tuple[int, int]:
    """Return top and left of an image in the mosaic, whose columns are one pixel apart."""
    return row * (images.shape[1] + gap), column * (images.shape[2] + 1)


def _mosaic(images: np.ndarray, columns: int, gap: int) -> np.ndarray:
    """Return the images on one transparent canvas."""
    rows = -(-len(images) // columns)
    height, width = _corner(rows, columns, images, gap)
    if images.ndim == 3:
        # Zeros: matplotlib computes with what lies under the mask, too.
        canvas = np.ma.array(np.zeros((height - gap, width - 1), images.dtype), mask=True)
    else:
        opaque = np.full((*images.shape[:3], 1), _opaque(images))
        images = np.concatenate([images, opaque.astype(images.dtype)], axis=3)
        canvas = np.zeros((height - gap, width - 1, 4), images.dtype)
    for i, image in enumerate(images):
        top, left = _corner(*divmod(i, columns), images, gap)
        canvas[top : top + image.shape[0], left : left + image.shape[1]] = image
    return canvas


def _opaque(colored: np.ndarray) -> int:
    """Return the largest value of a color: integers count to 255, floats to 1."""
    return 255 if colored.dtype.kind in "iu" else 1


def _scale(images: np.ndarray) -> dict:
    if images.ndim == 4:
        return {}
    if images.dtype != np.uint8 and images.min() < 0:
        limit = max(float(images.max()), -float(images.min()))
        return {"cmap": "RdBu_r", "vmin": -limit, "vmax": limit}
    return {"cmap": "gray_r", "vmin": images.min(), "vmax": images.max()}


def _row_gap(images: np.ndarray, ax, columns: int) -> int:
    """Return how many pixels of the mosaic a line of text needs between rows."""
    inches = ax.get_window_extent().width / ax.figure.dpi
    pixels_per_inch = columns * (images.shape[2] + 1) / inches
    return int(np.ceil(13 / 72 * pixels_per_inch)) + 1


def _check(images: np.ndarray, columns: int, titles: Sequence[str] | None) -> None:
    gray, colored = images.ndim == 3, images.ndim == 4 and images.shape[3] == 3
    if not (gray or colored) or images.size == 0:
        raise ValueError(
            f"plot_images: expected images of shape (N, H, W) or (N, H, W, 3), got "
            f"{images.shape}; of a single image make a stack: image[None]"
        )
    if colored and not 0 <= images.min() <= images.max() <= _opaque(images):
        raise ValueError(
            f"plot_images: colors of type {images.dtype} must lie in 0 .. {_opaque(images)}, "
            f"got {images.min():g} .. {images.max():g}"
        )
    if columns < 1:
        raise ValueError(f"plot_images: columns must be at least 1, got {columns}")
    if titles is not None and len(titles) != len(images):
        raise ValueError(f"plot_images: {len(images)} images and {len(titles)} titles")
