# /// exercise
# title = "Heads that share"
# kind = "debug"
# difficulty = 3
# minutes = 15
# practices = ["grouped heads", "shapes"]
# answer = "grouped_scores"
# hints = [
#   '''With six query heads and two heads of keys, which query heads read key head 0?''',
#   '''Query heads 0, 1 and 2. Print the order of heads that `np.tile` and `np.repeat` make of
#   two.''',
# ]
# ///

# %% [markdown]
# Somebody wrote grouped attention for published weights. It runs, all shapes are right, and the
# model writes nonsense. With $N$ query heads and $M$ heads of keys, query heads 0 to $N/M - 1$
# read key head 0, the next $N/M$ read key head 1, and so on. Fix the scores.
#
# What comes in: `q`, float64 of shape `(N, T, K)`; `k`, float64 of shape `(M, S, K)`, where $M$
# divides $N$. What goes out: the scores, each product divided by $\sqrt{K}$, a float64 array of
# shape `(N, T, S)`.

# %% tags=["starter"]
import numpy as np


def grouped_scores(q, k):
    """Return the scores of N query heads that share M heads of keys."""
    ### BEGIN SOLUTION
    k = np.repeat(k, len(q) // len(k), axis=0)
    return q @ k.transpose(0, 2, 1) / np.sqrt(q.shape[2])
    ### END SOLUTION
    ### BEGIN BROKEN
    k = np.tile(k, (len(q) // len(k), 1, 1))
    return q @ k.transpose(0, 2, 1) / np.sqrt(q.shape[2])
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    T, S, K = (int(n) for n in rng.choice(np.arange(5, 12), size=3, replace=False))
    M, shared = int(rng.integers(2, 4)), int(rng.integers(2, 4))
    return rng.normal(size=(M * shared, T, K)), rng.normal(size=(M, S, K))


def edge_cases():
    return [(np.ones((2, 1, 3)), np.ones((1, 4, 3))), (np.ones((2, 1, 3)), np.ones((2, 4, 3)))]


def valid(q, k):
    whole = q.ndim == k.ndim == 3 and q.size > 0 and k.size > 0
    return whole and len(q) % len(k) == 0 and q.shape[2] == k.shape[2]


# %% [raw] tags=["wrong"]
# wrong_first_head: All query heads read the first head of keys with you.
# - k = np.repeat(k, len(q) // len(k), axis=0)
# + k = np.repeat(k[:1], len(q), axis=0)
#
# wrong_mean: You average the heads of keys. Each group has a head of its own.
# - k = np.repeat(k, len(q) // len(k), axis=0)
# + k = k.mean(axis=0, keepdims=True)
#
# wrong_reversed: The groups are in the reverse order: the first query heads read the last head.
# - np.repeat(k, len(q) // len(k), axis=0)
# + np.repeat(k[::-1], len(q) // len(k), axis=0)
#
# wrong_no_root: The scores are not divided by the root of the head size.
# - / np.sqrt(q.shape[2])
#
# wrong_size: You divide by the head size; its square root belongs there.
# - np.sqrt(q.shape[2])
# + q.shape[2]
