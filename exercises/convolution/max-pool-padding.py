# /// exercise
# title = "A border of zeros"
# kind = "debug"
# difficulty = 2
# minutes = 10
# practices = ["max-pooling", "padding"]
# answer = "max_pool"
# forbidden = ["torch", "scipy", "dlbook"]
# hints = [
#   '''Try images whose pixels are all negative.''',
#   '''A padding that is never the largest is smaller than every number.''',
# ]
# ///

# %% [markdown]
# This is max-pooling with padding. After a ReLU it is right. After batch normalization, where
# values may be negative, the maps have bright frames. Fix it: what lies outside the image must
# never be the largest value.
#
# What comes in: `X`, float64 of shape `(B, C, H, W)`; `K`, the side of the window; `s`, the
# stride; `p`, the padding on each side, at most `K / 2`. What goes out: float64 of shape
# `(B, C, H', W')` with $H' = \lfloor (H + 2p - K)/s \rfloor + 1$, and $W'$ likewise.

# %% tags=["starter"]
import numpy as np


def max_pool(X, K, s, p):
    """Return the largest entry of each window, (B, C, H', W')."""
    border = [(0, 0), (0, 0), (p, p), (p, p)]
    ### BEGIN SOLUTION
    X = np.pad(X, border, constant_values=-np.inf)
    ### END SOLUTION
    ### BEGIN BROKEN
    X = np.pad(X, border)
    ### END BROKEN
    view = np.lib.stride_tricks.sliding_window_view(X, (K, K), axis=(2, 3))
    return view[:, :, ::s, ::s].max(axis=(4, 5))


# %% tags=["check"]
def inputs(rng):
    B, C = (int(n) for n in rng.choice(np.arange(1, 5), size=2, replace=False))
    H, W = (int(n) for n in rng.choice(np.arange(5, 10), size=2, replace=False))
    K = int(rng.integers(2, 5))
    X = rng.normal(-2, 2, size=(B, C, H, W))
    return X, K, int(rng.integers(1, 4)), int(rng.integers(1, K // 2 + 1))


def edge_cases():
    return [
        (np.full((1, 1, 3, 4), -1e12), 2, 2, 1),
        (-np.arange(1.0, 13.0).reshape(1, 1, 3, 4), 3, 2, 1),
        (np.arange(12.0).reshape(1, 1, 3, 4), 2, 1, 0),
    ]


def valid(X, K, s, p):
    fits = X.ndim == 4 and X.size > 0 and min(X.shape[2:]) >= K
    return fits and K > 0 and s > 0 and 0 <= p <= K // 2


# %% [raw] tags=["wrong"]
# wrong_minus_one: You pad with -1. That is small for some images, and the largest number of a
# window in others.
# - -np.inf
# + -1
#
# wrong_large_number: You pad with a large negative number. An image may hold numbers below it:
# use minus infinity, which is below every number.
# - -np.inf
# + -1e9
#
# wrong_largest: You pad with plus infinity: now the border is always the largest.
# - -np.inf
# + np.inf
#
# wrong_mean: You pad with the mean of all pixels. In a dark corner, the mean is the largest.
# - -np.inf
# + X.mean()
#
# wrong_cut_off: You cut negative results off at zero. Negative numbers are what this pooling
# has to keep.
# - return view[:, :, ::s, ::s].max(axis=(4, 5))
# + return np.maximum(view[:, :, ::s, ::s].max(axis=(4, 5)), 0)
#
# wrong_no_padding: You leave the padding out. Then there are fewer windows, and the maps are
# too small.
# - X = np.pad(X, border, constant_values=-np.inf)
#
# wrong_absolute: You take the largest absolute value. The largest *number* is wanted.
# - np.pad(X, border, constant_values=-np.inf)
# + np.pad(np.abs(X), border)
