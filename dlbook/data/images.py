"""Sets of small images with a class each, stored as one ``.npz`` file."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np


class ImageData(NamedTuple):
    """Images and their classes, split in two for training and testing.

    Attributes
    ----------
    X_train, X_test : numpy.ndarray of uint8
        Gray images, shape ``(N, H, W)``, 0 to 255.
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
