"""Tables: a header line and rows, read into one array a column."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np


def read_csv(path: Path, time: str) -> dict[str, np.ndarray]:
    """Read a gzipped CSV file whose columns are numbers, but one, which is a time.

    Parameters
    ----------
    path : Path
        The file; its first line names the columns.
    time : str
        Name of the column of times, written as ``2013-01-01T06:00:00Z``.

    Returns
    -------
    dict of str to numpy.ndarray
        Each column, shape ``(rows,)``: float64 with NaN where a value is
        missing; the times as ``datetime64[s]``, in UTC.
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
