"""Numbers about a class: how hard exercises are, and how well they tell students apart."""

from __future__ import annotations

import numpy as np


def discrimination(scores: np.ndarray) -> list[float | None]:
    """Return the correlation of each exercise with the sum of all others.

    Parameters
    ----------
    scores : ndarray of shape (students, exercises)
        0 to 1; NaN where a mark is missing. Only complete rows count.

    Returns
    -------
    list of float or None
        -1 to 1; None where it is not defined: fewer than three students, fewer than two
        exercises, or all the same.

    Notes
    -----
    The corrected item-total correlation (Henrysson, "Correction of item-total correlations
    in item analysis", Psychometrika 28, 1963).
    """
    complete = scores[~np.isnan(scores).any(axis=1)]
    students, exercises = complete.shape
    if students < 3 or exercises < 2:
        return [None] * exercises
    totals = complete.sum(axis=1)
    return [_correlation(item, totals - item) for item in complete.T]


def _correlation(x: np.ndarray, y: np.ndarray) -> float | None:
    x, y = x - x.mean(), y - y.mean()
    norm = np.sqrt((x @ x) * (y @ y))
    # Sums of scores such as 1/3 leave dust where all students have the same.
    return float(x @ y / norm) if norm > 1e-12 * len(x) else None


def reliability(scores: np.ndarray) -> float | None:
    """Return Cronbach's alpha, None where it is not defined.

    Parameters
    ----------
    scores : ndarray of shape (students, exercises)
        As in :func:`discrimination`.

    Notes
    -----
    Cronbach, "Coefficient alpha and the internal structure of tests", Psychometrika 16,
    1951: k/(k - 1) · (1 - sum of the items' variances / variance of the sums).
    """
    complete = scores[~np.isnan(scores).any(axis=1)]
    students, exercises = complete.shape
    if students < 3 or exercises < 2:
        return None
    whole = complete.sum(axis=1).var(ddof=1)
    if whole < 1e-12:
        return None
    parts = complete.var(axis=0, ddof=1).sum()
    return float(exercises / (exercises - 1) * (1 - parts / whole))


def mean_and_spread(values: np.ndarray) -> tuple[float | None, float | None]:
    """Return mean and standard deviation of what is not NaN; None where there is too little."""
    known = values[~np.isnan(values)]
    mean = float(known.mean()) if len(known) else None
    return mean, float(known.std(ddof=1)) if len(known) > 1 else None
