"""Readers: from the files of a data set to arrays, texts and tables."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path
from typing import NamedTuple

import numpy as np

Sentence = tuple[list[str], list[str]]


class ImageData(NamedTuple):
    """Images and their classes, split into training and test sets.

    Attributes
    ----------
    X_train, X_test : numpy.ndarray of uint8
        Gray images ``(N, H, W)`` or color images ``(N, H, W, 3)``, 0 to 255.
    y_train, y_test : numpy.ndarray of int64
        Class numbers, 0 to ``len(classes) - 1``, shape ``(N,)``.
    classes : tuple of str
        What each class number means.
    """

    X_train: np.ndarray
    y_train: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray
    classes: tuple[str, ...]

    def __repr__(self) -> str:
        """Show shapes and classes, not pixels."""
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
    """Read two JPEG mosaics of square images, row by row, and the ``.npz`` file of labels.

    ``labels`` holds ``y_train`` and ``y_test``; ``size`` is the side of an image in pixels.
    """
    with np.load(labels) as arrays:
        y_train, y_test = (arrays[name].astype(np.int64) for name in ("y_train", "y_test"))
    return ImageData(_cut(train, size), y_train, _cut(test, size), y_test, classes)


def _cut(path: Path, size: int) -> np.ndarray:
    """Cut a mosaic into images, shape ``(N, size, size, 3)``."""
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


class TaggedText(NamedTuple):
    """Sentences with a tag for each word, split into three sets.

    Attributes
    ----------
    train, validation, test : list of (words, tags)
        A pair of equally long lists of str for each sentence.
    """

    train: list[Sentence]
    validation: list[Sentence]
    test: list[Sentence]

    def __repr__(self) -> str:
        """Show the number of sentences, not words."""
        counts = ", ".join(f"{n}: {len(getattr(self, n))}" for n in self._fields)
        return f"TaggedText(sentences in {counts})"


def read_text(path: Path) -> str:
    """Read a UTF-8 file."""
    return path.read_text(encoding="utf-8")


def read_lines(path: Path) -> list[str]:
    """Read the lines of a UTF-8 file, without empty ones."""
    return [line for line in read_text(path).split("\n") if line]


def read_tagged(train: Path, validation: Path, test: Path) -> TaggedText:
    """Read three files of ``word TAB tag`` lines, with a blank line after each sentence."""
    return TaggedText(*(_sentences(path) for path in (train, validation, test)))


def _sentences(path: Path) -> list[Sentence]:
    sentences: list[Sentence] = [([], [])]
    # Not splitlines(): a word may be a character that Python counts as a line break.
    for line in read_text(path).split("\n"):
        word, _, tag = line.partition("\t")
        if word:
            sentences[-1][0].append(word)
            sentences[-1][1].append(tag)
        elif sentences[-1][0]:
            sentences.append(([], []))
    return [s for s in sentences if s[0]]


def read_csv(path: Path, time: str) -> dict[str, np.ndarray]:
    """Read a gzipped CSV file of numbers, and one column of times, into an array per column.

    The first line names the columns. Numbers become float64, with NaN for missing values; the
    column ``time``, written as ``2013-01-01T06:00:00Z``, becomes ``datetime64[s]`` in UTC.
    """
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    columns = dict(zip(header, zip(*rows, strict=True), strict=True))
    return {
        name: _times(cells) if name == time else _numbers(cells)
        for name, cells in columns.items()
    }


def _times(cells) -> np.ndarray:
    # NumPy knows no time zones, and warns of the Z that stands for UTC.
    return np.array([cell.removesuffix("Z") for cell in cells], "datetime64[s]")


def _numbers(cells) -> np.ndarray:
    return np.array([float(cell) if cell else np.nan for cell in cells])
