# /// exercise
# title = "A gap in time"
# kind = "implement"
# difficulty = 2
# minutes = 12
# practices = ["splits by time", "leakage"]
# answer = "training_rows"
# forbidden = ["torch", "sklearn", "dlbook"]
# hints = [
#   '''Subtract the hours of all held-out rows from the hours of all rows, in a table of shape
#   (N, M).''',
#   '''A row may stay if the smallest absolute difference in its line is at least the gap. What
#   is the smallest of an empty line?''',
# ]
# ///

# %% [markdown]
# In the chapter, forecasts of neighboring hours look at overlapping windows, so a training row
# must keep away from *every* held-out row. Which rows may be trained on?
#
# What comes in: `hour`, integers of shape `(N,)`, the time of each row, in any order, and
# possibly equal; `held`, a boolean array of shape `(N,)`, the rows that are held out; `gap`, a
# number of hours, at least 1. What goes out: a boolean array of shape `(N,)`, True for each
# row that is not held out, and whose hour differs by `gap` or more from that of every held-out
# row. If nothing is held out, all rows may be trained on.

# %% tags=["starter"]
import numpy as np


def training_rows(hour, held, gap):
    """Return which rows are far enough in time from all held-out rows."""
    ### BEGIN SOLUTION
    apart = np.abs(hour[:, None] - hour[held])
    return ~held & (apart >= gap).all(axis=1)
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    N = int(rng.integers(15, 50))
    hour = rng.integers(0, 3 * N, N)
    start, length, gap = (
        int(rng.integers(0, 2 * N)),
        int(rng.integers(3, 12)),
        int(rng.integers(2, 7)),
    )
    held = (hour >= start) & (hour < start + length)
    held |= rng.random(N) < 0.05
    hour[:4] = [start, start + gap, start - gap, start + 1]
    held[:4] = [True, False, False, False]
    return hour, held, gap


def edge_cases():
    hour = np.array([3, 9, 5, 4])
    return [
        (hour, np.zeros(4, dtype=bool), 2),
        (hour, np.ones(4, dtype=bool), 2),
        (hour, np.array([False, False, True, False]), 2),
        (np.array([5, 5]), np.array([True, False]), 1),
    ]


def valid(hour, held, gap):
    return len(hour) == len(held) > 0 and gap >= 1


# %% [raw] tags=["wrong"]
# wrong_no_gap: You keep every row that is not held out. Its window may overlap with that of a
# held-out row next to it.
# - ~held & (apart >= gap).all(axis=1)
# + ~held
#
# wrong_any: A row must keep away from every held-out row. Yours needs to keep away from one
# only.
# - .all(axis=1)
# + .any(axis=1)
#
# wrong_one_side: You look in one direction of time. A row before a held-out one overlaps with
# it as one after it does.
# - np.abs(hour[:, None] - hour[held])
# + hour[:, None] - hour[held]
# - apart >= gap
# + (apart >= gap) | (apart < 0)
#
# wrong_other_side: You look in one direction of time. A row after a held-out one overlaps with
# it as one before it does.
# - np.abs(hour[:, None] - hour[held])
# + hour[:, None] - hour[held]
# - apart >= gap
# + (apart <= -gap) | (apart > 0)
#
# wrong_strict: A difference of exactly the gap is enough.
# - apart >= gap
# + apart > gap
#
# wrong_positions: You measure the distance in rows. Rows may stand in any order: take their
# hours.
# - np.abs(hour[:, None] - hour[held])
# + np.abs(np.arange(len(hour))[:, None] - np.flatnonzero(held))
#
# wrong_outside: You keep only what lies before the first and after the last held-out hour.
# Between two held-out blocks that are far apart, rows may stay.
# - np.abs(hour[:, None] - hour[held])
# + hour[:, None] - hour[held]
# - (apart >= gap).all(axis=1)
# + ((apart >= gap).all(axis=1) | (apart <= -gap).all(axis=1))
