"""Sets of small images with a class each: stored as arrays, or as tiles of large pictures."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np


class ImageData(NamedTuple):
    """Images and their classes, split in two for training and testing.

    Attributes
    ----------
    X_train, X_test : numpy.ndarray of uint8
        Gray images, shape ``(N, H, W)``, or in color, ``(N, H, W, 3)``, 0 to 255.
    y_train, y_test : numpy.ndarray of int64
        Class numbers, shape ``(N,)``, each in ``0 .. len(classes)-1``.
    classes : tuple of str
        What each class number means.
    """

    X_train: np.ndarray
    y_train: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray
    classes: tuple[str, ...]

    def __repr__(self) -> str:
        """Shapes and classes: the pixels themselves would fill the screen."""
        shapes = ", ".join(f"{n}={getattr(self, n).shape}" for n in self._fields[:4])
        return f"ImageData({shapes}, classes={self.classes})"


def read_images(path: Path, classes: tuple[str, ...]) -> ImageData:
    """Read the four arrays of an ``.npz`` file; labels become int64, as torch wants them."""
    with np.load(path) as arrays:
        return ImageData(
            arrays["X_train"],
            arrays["y_train"].astype(np.int64),
            arrays["X_test"],
            arrays["y_test"].astype(np.int64),
            classes,
        )


def read_tiles(
    train: Path, test: Path, labels: Path, classes: tuple[str, ...], size: int
) -> ImageData:
    """Read two large JPEG pictures made of square images, and the ``.npz`` file of labels.

    Parameters
    ----------
    train, test, labels : Path
        The files; the last holds ``y_train`` and ``y_test``.
    classes : tuple of str
        What each class number means.
    size : int
        Side of an image, in pixels. They stand in rows, from the top left.

    Raises
    ------
    ModuleNotFoundError
        Where Pillow is not installed.
    """
    with np.load(labels) as arrays:
        y_train, y_test = (arrays[name].astype(np.int64) for name in ("y_train", "y_test"))
    return ImageData(_cut(train, size), y_train, _cut(test, size), y_test, classes)


def _cut(path: Path, size: int) -> np.ndarray:
    """Return the images of a picture, shape ``(N, size, size, 3)``."""
    try:
        from PIL import Image
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            'Reading JPEG pictures needs Pillow. Install it:  pip install "dlbook[torch]"',
            name=error.name,
        ) from None
    with Image.open(path) as picture:
        pixels = np.asarray(picture)
    rows, columns = pixels.shape[0] // size, pixels.shape[1] // size
    tiles = pixels.reshape(rows, size, columns, size, 3).swapaxes(1, 2)
    return tiles.reshape(-1, size, size, 3)
