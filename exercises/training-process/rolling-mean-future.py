# /// exercise
# title = "A mean that looks ahead"
# kind = "debug"
# difficulty = 2
# minutes = 10
# practices = ["leakage from the future", "moving averages"]
# answer = "rolling_mean"
# forbidden = ["torch", "pandas", "scipy", "dlbook"]
# hints = [
#   '''Change the last number of the series. Which results change?''',
#   '''At time t, the window begins at `max(0, t - window + 1)` and ends with t.''',
# ]
# ///

# %% [markdown]
# The function should smooth a series for a forecast: at each time, the mean of the last
# `window` values, that of this time included. At the beginning, where there are fewer, it is
# the mean of those that there are. The forecasts built on it were excellent in all tests, and
# poor in use. Fix it.
#
# What comes in: `x`, float64 of shape `(T,)`; `window`, an integer of at least 1. What goes
# out: float64 of shape `(T,)`.

# %% tags=["starter"]
import numpy as np


def rolling_mean(x, window):
    """Return at each time the mean of the last `window` values."""
    ### BEGIN SOLUTION
    result = np.empty(len(x))
    for t in range(len(x)):
        begin = max(0, t - window + 1)
        result[t] = x[begin : t + 1].mean()
    return result
    ### END SOLUTION
    ### BEGIN BROKEN
    half = window // 2
    result = np.empty(len(x))
    for t in range(len(x)):
        begin = max(0, t - half)
        result[t] = x[begin : t + half + 1].mean()
    return result
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    T, window = int(rng.integers(12, 40)), int(rng.integers(3, 8))
    return rng.normal(size=T), window


def edge_cases():
    return [
        (np.array([2.0, 4.0]), 5),
        (np.array([1.0, 2.0, 4.0]), 1),
        (np.array([1.0, 2.0, 4.0]), 2),
    ]


def valid(x, window):
    return x.ndim == 1 and len(x) > 0 and window >= 1


# %% [raw] tags=["wrong"]
# wrong_one_late: Your window holds one value too many.
# - max(0, t - window + 1)
# + max(0, t - window)
#
# wrong_now_missing: The value of the present time belongs into the mean, unless it is
# the target.
# - x[begin : t + 1].mean()
# + x[begin : max(t, 1)].mean()
#
# wrong_divided: At the beginning there are fewer values. Divide by their number, not by the
# window.
# - x[begin : t + 1].mean()
# + x[begin : t + 1].sum() / window
#
# wrong_ahead: Your window begins at t and lies in the future.
# - begin = max(0, t - window + 1)
# - result[t] = x[begin : t + 1].mean()
# + result[t] = x[t : t + window].mean()
#
# wrong_present_missing: You average the values before the present time only. Include it.
# - x[begin : t + 1].mean()
# + x[max(0, t - window) : t].mean() if t else x[0]
#
# wrong_half: The future is gone, and half of the window with it. It reaches back over the last
# `window` values.
# - max(0, t - window + 1)
# + max(0, t - window // 2)
