# /// exercise
# title = "The filter that looked the wrong way"
# kind = "debug"
# difficulty = 1
# minutes = 10
# practices = ["convolution and cross-correlation"]
# answer = "layer"
# forbidden = ["torch", "scipy", "dlbook"]
# hints = [
#   '''Try a signal that is 1 in one place and 0 elsewhere, and the weights 1, 2, 3.''',
#   '''`np.convolve` flips its second argument. Flip it once more, or use a function that does
#   not.''',
# ]
# ///

# %% [markdown]
# The weights of a layer were trained in PyTorch, where a convolution computes
# $z_i = b + \sum_m w_m x_{i+m}$. Run in NumPy, the layer finds falling edges where it should
# find rising ones. With symmetric filters, all was well. Fix it.
#
# What comes in: `x`, float64 of shape `(n,)`; `w`, float64 of shape `(K,)` with `K` at most
# `n`; `b`, a number. What goes out: float64 of shape `(n - K + 1,)`.

# %% tags=["starter"]
import numpy as np


def layer(x, w, b):
    """Return the answers of one filter, (n - K + 1,)."""
    ### BEGIN SOLUTION
    return np.convolve(x, w[::-1], mode="valid") + b
    ### END SOLUTION
    ### BEGIN BROKEN
    return np.convolve(x, w, mode="valid") + b
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    n, K = int(rng.integers(8, 16)), int(rng.integers(2, 7))
    return rng.normal(size=n), rng.normal(size=K), float(rng.normal())


def edge_cases():
    dot = np.array([0.0, 0.0, 0.0, 1.0, 0.0, 0.0])
    return [
        (dot, np.array([1.0, 2.0, 3.0]), 0.5),
        (np.arange(3.0), np.array([1.0, 0.0, -1.0]), 0.0),
        (np.arange(4.0), np.array([2.0]), 1.0),
    ]


def valid(x, w, b):
    return x.ndim == w.ndim == 1 and 1 <= len(w) <= len(x)


# %% [raw] tags=["wrong"]
# wrong_signal_turned: You turn the signal. That gives the right numbers in the wrong order, the
# last first.
# - np.convolve(x, w[::-1], mode="valid")
# + np.convolve(x[::-1], w, mode="valid")
#
# wrong_sign: You change the sign. For the filter (-1, 0, 1) that is the same as turning it
# round; for others it is not.
# - return np.convolve(x, w[::-1], mode="valid") + b
# + return -np.convolve(x, w, mode="valid") + b
#
# wrong_answer_turned: You turn the answer. The filter is still the wrong way round in every
# window.
# - np.convolve(x, w[::-1], mode="valid")
# + np.convolve(x, w, mode="valid")[::-1]
#
# wrong_same_length: The filter is right. With the mode "same", windows reach over the ends; the
# layer has no padding.
# - return np.convolve(x, w[::-1], mode="valid") + b
# + return np.convolve(x, w[::-1], mode="same") + b
#
# wrong_bias_lost: The filter is right, and the bias got lost.
# - return np.convolve(x, w[::-1], mode="valid") + b
# + return np.convolve(x, w[::-1], mode="valid")
