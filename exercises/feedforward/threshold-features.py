# /// exercise
# title = "Thresholds as inputs"
# kind = "implement"
# difficulty = 2
# minutes = 15
# practices = ["features of a table", "broadcasting"]
# answer = "threshold_features"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''Compare a column, shape `(N, 1)`, with its thresholds, shape `(T,)`: broadcasting makes a
#   table of shape `(N, T)`.''',
#   '''Do it for each column, and join the tables with `np.concatenate(..., axis=1)`.''',
# ]
# ///

# %% [markdown]
# Turn numbers into 0/1 inputs that say which thresholds they reach.
#
# What comes in: `numbers`, a float64 array of shape `(N, C)`; `thresholds`, a list of $C$
# float64 arrays, one for each column, of any lengths. What goes out: a float64 array with one
# column for each threshold, those of the first column of numbers first. An entry is 1 where the
# number is at least as large as the threshold, 0 elsewhere.

# %% tags=["starter"]
import numpy as np


def threshold_features(numbers, thresholds):
    """Return a 0/1 column for each threshold."""
    ### BEGIN SOLUTION
    parts = [numbers[:, [c]] >= t for c, t in enumerate(thresholds)]
    return np.concatenate(parts, axis=1).astype(float)
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    N, C = int(rng.integers(6, 12)), int(rng.integers(2, 5))
    numbers = rng.integers(-4, 5, size=(N, C)).astype(float)
    sizes = rng.permutation(np.arange(1, 6))[:C]
    return numbers, [np.sort(rng.choice(np.arange(-3.0, 4.0), n, replace=False)) for n in sizes]


def edge_cases():
    return [
        (np.array([[0.0]]), [np.array([0.0])]),
        (np.array([[1.0, 5.0]]), [np.array([2.0]), np.array([1.0, 5.0, 6.0])]),
    ]


# %% [raw] tags=["wrong"]
# wrong_above: A number that equals its threshold has reached it. Compare with `>=`.
# - numbers[:, [c]] >= t
# + numbers[:, [c]] > t
#
# wrong_below: Your entries are 1 where the number is *below* the threshold.
# - numbers[:, [c]] >= t
# + numbers[:, [c]] < t
#
# wrong_booleans: The values are right, the dtype is not: the task asks for float64, and a
# network cannot multiply booleans.
# - .astype(float)
#
# wrong_count: You add up how many thresholds a number reaches. That is one input for each
# column, on which a jump at one place cannot be seen apart from the others.
# - parts = [numbers[:, [c]] >= t for c, t in enumerate(thresholds)]
# + reached = [(numbers[:, [c]] >= t) for c, t in enumerate(thresholds)]
# + parts = [r.sum(axis=1, keepdims=True) for r in reached]
