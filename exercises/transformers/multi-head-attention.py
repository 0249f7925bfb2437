# /// exercise
# title = "Heads that mix up places"
# kind = "debug"
# difficulty = 3
# minutes = 15
# practices = ["several heads", "reshape and axes"]
# answer = "multi_head"
# hints = [
#   '''Fill `X` with the number of its row, and look at what `split` makes of it.''',
#   '''`reshape` cuts numbers in the order in which they lie in memory, row by row. Which axis
#   must be split, and which then moved?''',
#   '''Splitting and joining are two halves of one thing: what is done in one must be undone in
#   the other.''',
# ]
# [survivors]
# "1 -> 2" = "In reshape, NumPy takes any negative number for the length that is to be found."
# ///

# %% [markdown]
# In attention with several heads, head $n$ takes the columns $n d_k$ to $(n+1)d_k - 1$ of
# queries, keys and values, where $d_k$ is the width divided by the number of heads, and its
# outputs go to the same columns. This version runs, gives the right shape, and even learns a
# little. Fix it.
#
# What comes in: `Q`, float64 of shape `(T, D)`; `keys` and `values`, `(S, D)`; `heads`, an int
# that divides `D`. What goes out: outputs of shape `(T, D)`.

# %% tags=["starter"]
import numpy as np


def multi_head(Q, keys, values, heads):
    """Return the outputs of all heads, side by side."""
    ### BEGIN SOLUTION
    q, k, v = (X.reshape(len(X), heads, -1).swapaxes(0, 1) for X in (Q, keys, values))
    scores = q @ k.swapaxes(1, 2) / np.sqrt(q.shape[2])
    e = np.exp(scores - scores.max(axis=2, keepdims=True))
    outputs = e / e.sum(axis=2, keepdims=True) @ v
    return outputs.swapaxes(0, 1).reshape(Q.shape)
    ### END SOLUTION
    ### BEGIN BROKEN
    q, k, v = (X.reshape(heads, len(X), -1) for X in (Q, keys, values))
    scores = q @ k.swapaxes(1, 2) / np.sqrt(q.shape[2])
    e = np.exp(scores - scores.max(axis=2, keepdims=True))
    outputs = e / e.sum(axis=2, keepdims=True) @ v
    return outputs.reshape(Q.shape)
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    T, S, heads, K = (int(n) for n in rng.choice(np.arange(2, 8), size=4, replace=False))
    return (*(rng.normal(size=(n, heads * K)) for n in (T, S, S)), heads)


def edge_cases():
    rng = np.random.default_rng(1)
    return [
        (*(rng.normal(size=(n, 6)) for n in (3, 4, 4)), 1),
        (*(rng.normal(size=(n, 4)) for n in (1, 5, 5)), 4),
        (*(1000 * rng.normal(size=(n, 6)) for n in (3, 2, 2)), 2),
    ]


def valid(Q, keys, values, heads):
    fits = keys.shape == values.shape and Q.shape[1] == keys.shape[1]
    return fits and Q.size > 0 and keys.size > 0 and heads > 0 and Q.shape[1] % heads == 0


# %% [raw] tags=["wrong"]
# wrong_not_joined: You split the heads correctly. When you join them, the axis of the heads
# still comes before that of the positions, and the reshape mixes both.
# - outputs.swapaxes(0, 1).reshape(Q.shape)
# + outputs.reshape(Q.shape)
#
# wrong_root_of_width: The heads are right. You take the root of the whole width; a score of a
# head is a sum of its own d_k products.
# - np.sqrt(q.shape[2])
# + np.sqrt(Q.shape[1])
#
# wrong_interleaved: Your head n takes columns that lie apart, one from each group of `heads`.
# That is a fair way to split, but not the one asked for: a head's columns stand side by side.
# - X.reshape(len(X), heads, -1).swapaxes(0, 1)
# + X.reshape(len(X), -1, heads).transpose(2, 0, 1)
# - outputs.swapaxes(0, 1)
# + outputs.transpose(1, 2, 0)
#
# wrong_softmax_over_queries: Your weights add up to one over the queries, for each key. Each
# query needs weights that add up to one over the keys, the last axis.
# - scores.max(axis=2, keepdims=True)
# + scores.max(axis=1, keepdims=True)
# - e.sum(axis=2, keepdims=True)
# + e.sum(axis=1, keepdims=True)
#
# wrong_one_maximum: You subtract one maximum from all scores. In a row far below it every
# exponential is zero, and 0/0 is not a number. Each row needs its own maximum.
# - scores.max(axis=2, keepdims=True)
# + scores.max()
#
# wrong_one_head: You compute one head as wide as everything. Then there is one set of weights
# for all columns.
# - q, k, v = (X.reshape(len(X), heads, -1).swapaxes(0, 1) for X in (Q, keys, values))
# + q, k, v = Q[None], keys[None], values[None]
#
# wrong_mean_of_weights: You average the weights of the heads before using them. Each head needs
# its own: that is what several heads are for.
# - outputs = e / e.sum(axis=2, keepdims=True) @ v
# + weights = e / e.sum(axis=2, keepdims=True)
# - return outputs.swapaxes(0, 1).reshape(Q.shape)
# + return weights.mean(axis=0) @ values
