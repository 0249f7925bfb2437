# /// exercise
# title = "Rotary positions"
# kind = "implement"
# difficulty = 3
# minutes = 20
# practices = ["rotations", "positions"]
# answer = "rotate"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''Compute the angles first: an array of shape `(T, d_k/2)`, position times frequency.''',
#   '''A pair $(a, b)$ turned by the angle $\alpha$ is $(a\cos\alpha - b\sin\alpha,\;
#   a\sin\alpha + b\cos\alpha)$.''',
#   '''`X[:, :half]` holds all the $a$, `X[:, half:]` all the $b$.''',
# ]
# ///

# %% [markdown]
# Rotate queries (or keys) according to their positions. Row $t$ of `X` belongs to position
# `start` $+\,t$.
# Its $d_k$ numbers form $d_k/2$ pairs: entry $i$ with entry $i + d_k/2$. Pair
# $i = 0, 1, \ldots$ of position $p$ is turned by the angle $p \cdot 10000^{-2i/d_k}$,
# counterclockwise: from its first entry towards its second.
#
# What comes in: `X`, float64 of shape `(T, d_k)`, d_k even; `start`, an int, 0 or more. What
# goes out: the turned rows, shape `(T, d_k)`.

# %% tags=["starter"]
import numpy as np


def rotate(X, start):
    """Return the rows of X, turned by their positions."""
    ### BEGIN SOLUTION
    T, K = X.shape
    speeds = 10_000.0 ** (-2 * np.arange(K // 2) / K)
    angles = (start + np.arange(T))[:, None] * speeds
    a, b = X[:, : K // 2], X[:, K // 2 :]
    cos, sin = np.cos(angles), np.sin(angles)
    return np.concatenate([a * cos - b * sin, a * sin + b * cos], axis=1)
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    T, half = (int(n) for n in rng.choice(np.arange(2, 8), size=2, replace=False))
    if 2 * half == T:
        T += 1
    return rng.normal(size=(T, 2 * half)), int(rng.integers(1, 60))


def edge_cases():
    return [
        (np.array([[1.0, 0.0]]), 1),
        (np.array([[1.0, 2.0, 3.0, 4.0]]), 0),
        (np.eye(6), 5000),
    ]


def valid(X, start):
    return X.size > 0 and X.shape[1] % 2 == 0 and start >= 0


# %% [raw] tags=["wrong"]
# wrong_neighbors: You turn neighbors: entry 2i with entry 2i + 1. That is the paper's order,
# and as good; the task pairs entry i with entry i + d_k/2, and the two must not be mixed in
# one model.
# - a, b = X[:, : K // 2], X[:, K // 2 :]
# + a, b = X[:, ::2], X[:, 1::2]
# - return np.concatenate([a * cos - b * sin, a * sin + b * cos], axis=1)
# + return np.stack([a * cos - b * sin, a * sin + b * cos], axis=2).reshape(T, K)
#
# wrong_direction: You turn clockwise: both sines have the wrong sign.
# - a * cos - b * sin, a * sin + b * cos
# + a * cos + b * sin, -a * sin + b * cos
#
# wrong_start: You count positions from 0. With a cache the first row is not the first position
# of the text: it is at `start`.
# - start + np.arange(T)
# + np.arange(T)
#
# wrong_speeds: Your frequencies lack the 2: the exponent of pair i is -2i/d_k, and yours fall
# half as fast.
# - -2 * np.arange(K // 2) / K
# + -np.arange(K // 2) / K
#
# wrong_one_speed: You turn every pair by the same angle. The pairs are clock hands of
# different speeds: the slow ones tell apart positions that are far from each other.
# - [:, None] * speeds
# + [:, None] * np.ones(K // 2)
#
# wrong_added: You add sines and cosines, as the first Transformer did to its embeddings. Rotary
# positions turn what is there.
# - return np.concatenate([a * cos - b * sin, a * sin + b * cos], axis=1)
# + return X + np.concatenate([cos, sin], axis=1)
