"""Columns of a table as inputs of a network: categories and thresholds as 0/1."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def one_hot(codes: np.ndarray, sizes: Sequence[int]) -> np.ndarray:
    """Turn codes ``(N, C)`` into 0/1 columns, float32 ``(N, sum(sizes))``.

    Column ``j`` has codes from 0 to ``sizes[j] - 1``.
    """
    if codes.ndim != 2 or codes.shape[1] != len(sizes):
        raise ValueError(
            f"one_hot: expected codes (N, {len(sizes)}), one column a size; got {codes.shape}"
        )
    for j, size in enumerate(sizes):
        if len(codes) and not 0 <= codes[:, j].min() <= codes[:, j].max() < size:
            raise ValueError(f"one_hot: column {j} has codes outside 0 to {size - 1}")
    columns = [codes[:, [j]] == np.arange(size) for j, size in enumerate(sizes)]
    return np.concatenate(columns, axis=1).astype(np.float32)


def find_thresholds(numbers: np.ndarray, per_column: int = 24) -> list[np.ndarray]:
    """Return increasing thresholds for each column of numbers ``(N, K)``.

    They are quantiles of the column, and quantiles of its *different* values: in a column that
    is nearly always zero, all quantiles of the first kind are zero.
    """
    levels = np.linspace(0, 1, per_column + 1)[1:]
    found = []
    for column in numbers.T:
        both = [np.quantile(v, levels, method="lower") for v in (column, np.unique(column))]
        thresholds = np.unique(np.concatenate(both))
        found.append(thresholds[thresholds > column.min()])
    return found


def steps(numbers: np.ndarray, thresholds: Sequence[np.ndarray]) -> np.ndarray:
    """Return a 0/1 column for each threshold: is the number at least as large? float32."""
    if len(thresholds) != numbers.shape[1]:
        raise ValueError(
            f"steps: {numbers.shape[1]} columns of numbers, thresholds for {len(thresholds)}"
        )
    columns = [numbers[:, [j]] >= t for j, t in enumerate(thresholds)]
    return np.concatenate(columns, axis=1).astype(np.float32)
