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


class ParallelText(NamedTuple):
    """Sentences in two languages, in three parts.

    Each part is a pair of equally long lists of str: sentences, and their translations.
    """

    train: tuple[list[str], list[str]]
    validation: tuple[list[str], list[str]]
    test: tuple[list[str], list[str]]

    def __repr__(self) -> str:
        """Show the number of sentences, not what they say."""
        counts = ", ".join(f"{n}: {len(getattr(self, n)[0])}" for n in self._fields)
        return f"ParallelText(sentences in {counts})"


def read_parallel(*paths: Path) -> ParallelText:
    """Read six gzipped files: for each part, sentences and translations, one a line."""
    files = [gzip.decompress(path.read_bytes()).decode("utf-8") for path in paths]
    # Not splitlines(): see _sentences.
    lines = [[line.strip() for line in text.removesuffix("\n").split("\n")] for text in files]
    parts = list(zip(lines[::2], lines[1::2], strict=True))
    for (sentences, translations), path in zip(parts, paths[::2], strict=True):
        if len(sentences) != len(translations):
            raise ValueError(
                f"{path.name} has {len(sentences)} sentences and {len(translations)} "
                "translations; expected as many"
            )
    return ParallelText(*parts)


def read_pronunciations(path: Path) -> dict[str, list[tuple[str, ...]]]:
    """Read a gzipped file of ``word TAB sounds TAB sounds ...``; lines after # are comments."""
    text = gzip.decompress(path.read_bytes()).decode("utf-8")
    rows = (line.split("\t") for line in text.split("\n") if line and line[0] != "#")
    return {word: [tuple(sounds.split()) for sounds in variants] for word, *variants in rows}


def read_quantized(path: Path) -> dict[str, np.ndarray | list[str]]:
    """Read an ``.npz`` file of weights, float32; of texts, lists are made.

    A matrix of int8 is multiplied with the scales of its rows, stored as ``<name>/scale``.
    """
    found: dict[str, np.ndarray | list[str]] = {}
    with np.load(path) as arrays:
        for name in arrays.files:
            array = arrays[name]
            if array.dtype == np.int8:
                found[name] = array * arrays[f"{name}/scale"]
            elif not name.endswith("/scale"):
                found[name] = array.tolist() if array.dtype.kind == "U" else array
    return found


def read_text(path: Path) -> str:
    """Read a UTF-8 file."""
    return path.read_text(encoding="utf-8")


def read_lines(path: Path) -> list[str]:
    """Read the lines of a UTF-8 file, without empty ones."""
    return [line for line in read_text(path).split("\n") if line]


def read_tagged(train: Path, validation: Path, test: Path) -> TaggedText:
    """Read three gzipped files of ``word TAB tag`` lines, a blank line after each sentence."""
    return TaggedText(*(_sentences(path) for path in (train, validation, test)))


def _sentences(path: Path) -> list[Sentence]:
    sentences: list[Sentence] = [([], [])]
    # Not splitlines(): a word may be a character that Python counts as a line break.
    for line in gzip.decompress(path.read_bytes()).decode("utf-8").split("\n"):
        word, _, tag = line.partition("\t")
        if word:
            sentences[-1][0].append(word)
            sentences[-1][1].append(tag)
        elif sentences[-1][0]:
            sentences.append(([], []))
    return [s for s in sentences if s[0]]


class TableData(NamedTuple):
    """Rows of numbers and categories with a class each, split into training and test sets.

    Attributes
    ----------
    numeric_train, numeric_test : numpy.ndarray of float64
        Columns of numbers, shape ``(N, len(numeric_names))``.
    categorical_train, categorical_test : numpy.ndarray of int64
        Columns of codes, shape ``(N, len(categorical_names))``: code ``k`` in column ``j``
        means ``categories[j][k]``.
    y_train, y_test : numpy.ndarray of int64
        Class numbers, 0 to ``len(classes) - 1``, shape ``(N,)``.
    numeric_names, categorical_names : tuple of str
        What the columns hold.
    categories : tuple of tuple of str
        For each column of codes, its values in alphabetical order.
    classes : tuple of str
        What each class number means.
    """

    numeric_train: np.ndarray
    categorical_train: np.ndarray
    y_train: np.ndarray
    numeric_test: np.ndarray
    categorical_test: np.ndarray
    y_test: np.ndarray
    numeric_names: tuple[str, ...]
    categorical_names: tuple[str, ...]
    categories: tuple[tuple[str, ...], ...]
    classes: tuple[str, ...]

    def __repr__(self) -> str:
        """Show shapes and classes, not numbers."""
        shapes = ", ".join(f"{n}={getattr(self, n).shape}" for n in self._fields[:6])
        return f"TableData({shapes}, classes={self.classes})"


class LabeledText(NamedTuple):
    """Texts with a class each.

    Attributes
    ----------
    texts : list of str
        One string an example.
    y : numpy.ndarray of int64
        Class numbers, 0 to ``len(classes) - 1``, shape ``(len(texts),)``.
    classes : tuple of str
        What each class number means.
    """

    texts: list[str]
    y: np.ndarray
    classes: tuple[str, ...]

    def __repr__(self) -> str:
        """Show the number of texts, not what they say."""
        return f"LabeledText({len(self.texts)} texts, classes={self.classes})"


class Passage(NamedTuple):
    """A piece of the book's text: its page's slug, its section's heading, and its words."""

    page: str
    section: str
    text: str


class BookQuestion(NamedTuple):
    """A reader's question about the book, with the page and section that answer it.

    Attributes
    ----------
    part : str
        ``"tuning"`` or ``"test"``.
    page, section : str
        Empty if the book has no answer.
    question : str
        In a reader's words.
    """

    part: str
    page: str
    section: str
    question: str


def read_records(path: Path, of: type) -> list:
    """Read a gzipped CSV file into named tuples; the first line names their fields."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    if tuple(header) != of._fields:
        raise ValueError(f"{path.name}: expected columns {of._fields}, got {tuple(header)}")
    return [of(*row) for row in rows]


def read_table(path: Path) -> TableData:
    """Read an ``.npz`` file of numbers, codes and classes, and of what the codes mean.

    Besides the six arrays of :class:`TableData` it holds ``numeric_names``,
    ``categorical_names``, ``classes``, and ``values_<name>`` for each column of codes.
    """
    with np.load(path) as arrays:
        names = arrays["categorical_names"].tolist()
        categories = tuple(tuple(arrays[f"values_{name}"].tolist()) for name in names)
        kinds = dict.fromkeys(TableData._fields[:6], np.int64)
        kinds["numeric_train"] = kinds["numeric_test"] = np.float64
        return TableData(
            **{name: arrays[name].astype(kind) for name, kind in kinds.items()},
            numeric_names=tuple(arrays["numeric_names"].tolist()),
            categorical_names=tuple(names),
            categories=categories,
            classes=tuple(arrays["classes"].tolist()),
        )


def read_labeled_text(path: Path, classes: tuple[str, ...]) -> LabeledText:
    """Read a gzipped UTF-8 file of ``class TAB text`` lines."""
    text = gzip.decompress(path.read_bytes()).decode("utf-8")
    # Not splitlines(): see _sentences.
    lines = [line.partition("\t") for line in text.split("\n") if line]
    y = np.array([classes.index(name) for name, _, _ in lines], dtype=np.int64)
    return LabeledText([message for _, _, message in lines], y, classes)


def read_text_by_source(path: Path, classes: tuple[str, ...]) -> dict[str, LabeledText]:
    """Read a gzipped UTF-8 file of ``source TAB class TAB text`` lines."""
    text = gzip.decompress(path.read_bytes()).decode("utf-8")
    found: dict[str, tuple[list[str], list[int]]] = {}
    for line in text.split("\n"):  # not splitlines(): see _sentences
        if line:
            source, name, sentence = line.split("\t", 2)
            texts, y = found.setdefault(source, ([], []))
            texts.append(sentence)
            y.append(classes.index(name))
    return {
        s: LabeledText(t, np.array(y, dtype=np.int64), classes) for s, (t, y) in found.items()
    }


def read_vectors(path: Path) -> np.ndarray:
    """Read vectors of length 1 that were rounded to bytes, with one scale for all."""
    with np.load(path) as arrays:
        vectors = arrays["vectors"].astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


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
