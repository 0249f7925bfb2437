# /// exercise
# title = "Attention with a mask"
# kind = "implement"
# difficulty = 3
# minutes = 20
# practices = ["scaled dot products", "masks", "a stable softmax"]
# answer = "attention"
# forbidden = ["torch", "dlbook", "for", "while"]
# hints = [
#   '''Compute the scores, set them to minus infinity where the mask is False, and take the
#   softmax along each row.''',
#   '''Subtract the maximum of each row before the exponentials. In a row where everything is
#   forbidden it is minus infinity, and $-\infty - (-\infty)$ is NaN.''',
#   '''Set such maxima to 0; then the exponentials are 0, and so is their sum: divide by 1
#   there.''',
# ]
# [survivors]
# "0 -> -1" = "The row holds minus infinity alone: less any finite number, it is that still."
# "0 -> 1" = "The row holds minus infinity alone: less any finite number, it is that still."
# "1 -> 2 (4)" = "There 0 is divided: any other number does."
# ///

# %% [markdown]
# Write attention as in equation 1 of Vaswani et al. (2017), with a mask: weights
# $\operatorname{softmax}(\mathbf{Q}\mathbf{K}^\top/\sqrt{d_k})$ along each row, over the
# allowed keys only, and outputs that are the weighted means of the values. The output for a
# query that may look at nothing is zero. Scores may be large: ±1000 and more.
#
# What comes in: `Q`, float64 of shape `(T, d_k)`; `keys`, `(S, d_k)`; `values`, `(S, d_v)`;
# `seen`, booleans of shape `(T, S)`, True if a query may look at a key. What goes out: the
# outputs, shape `(T, d_v)`.

# %% tags=["starter"]
import numpy as np


def attention(Q, keys, values, seen):
    """Return the outputs, shape (T, d_v)."""
    ### BEGIN SOLUTION
    scores = np.where(seen, Q @ keys.T / np.sqrt(keys.shape[1]), -np.inf)
    largest = scores.max(axis=1, keepdims=True)
    e = np.exp(scores - np.where(np.isneginf(largest), 0, largest))
    total = e.sum(axis=1, keepdims=True)
    return e / np.where(total == 0, 1, total) @ values
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    T, S, K, Dv = (int(n) for n in rng.choice(np.arange(2, 9), size=4, replace=False))
    seen = rng.random((T, S)) < 0.6
    seen[:, int(rng.integers(S))] = True
    seen[int(rng.integers(T))] = False
    big = rng.choice([1.0, 1.0, 300.0])
    return (
        big * rng.normal(size=(T, K)),
        rng.normal(size=(S, K)),
        rng.normal(size=(S, Dv)),
        seen,
    )


def edge_cases():
    rng = np.random.default_rng(3)
    one = np.ones((1, 1))
    return [
        (one, one, 7 * one, one > 0),
        (one, one, 7 * one, one < 0),
        (
            1000 * one,
            np.array([[1.0], [-1.0], [0.999]]),
            rng.normal(size=(3, 2)),
            np.ones((1, 3)) > 0,
        ),
        (-1000 * np.ones((2, 4)), np.ones((3, 4)), rng.normal(size=(3, 5)), np.tri(2, 3) > 0),
    ]


def valid(Q, keys, values, seen):
    return min(Q.shape + keys.shape + values.shape) > 0


# %% [raw] tags=["wrong"]
# wrong_no_root: Your scores are not scaled: divide them by the square root of d_k, the length
# of a query.
# - Q @ keys.T / np.sqrt(keys.shape[1])
# + Q @ keys.T
#
# wrong_divided_by_size: You divide the scores by d_k. Their standard deviation grows with the
# *square root* of d_k, so that is too much.
# - np.sqrt(keys.shape[1])
# + keys.shape[1]
#
# wrong_root_of_keys: You take the root of the number of keys. What counts is the length of a
# query: a score is a sum of d_k products.
# - np.sqrt(keys.shape[1])
# + np.sqrt(len(keys))
#
# wrong_overflow: The exponential of a large score is infinite. Subtract the largest allowed
# score of each row first: the weights stay as they are.
# - largest = scores.max(axis=1, keepdims=True)
# - e = np.exp(scores - np.where(np.isneginf(largest), 0, largest))
# + e = np.exp(scores)
#
# wrong_masked_later: You set weights to zero after the softmax. The others in the row then add
# up to less than one, and a part of each mean is lost. Mask the scores.
# - scores = np.where(seen, Q @ keys.T / np.sqrt(keys.shape[1]), -np.inf)
# + scores = Q @ keys.T / np.sqrt(keys.shape[1])
# - return e / np.where(total == 0, 1, total) @ values
# + return seen * (e / total) @ values
#
# wrong_zero_scores: You set forbidden scores to 0. The exponential of 0 is 1, which may be more
# than that of an allowed score. Forbidden is minus infinity.
# - -np.inf
# + 0
# - return e / np.where(total == 0, 1, total) @ values
# + return e / total * seen.any(axis=1, keepdims=True) @ values
#
# wrong_axis: Your softmax runs along the queries. The weights of one query, a row, are to add
# up to one.
# - scores.max(axis=1,
# + scores.max(axis=0,
# - e.sum(axis=1,
# + e.sum(axis=0,
#
# wrong_mean_of_all: A query that may look at nothing gets the mean of all values from you: a
# large finite number in place of minus infinity makes all scores of its row equal. The task
# asks for zeros.
# - -np.inf
# + -1e30
#
# wrong_no_number: For a query that may look at nothing, you compute 0/0, and the output is NaN.
# One such row in a batch makes the loss NaN.
# - np.where(np.isneginf(largest), 0, largest)
# + largest
# - np.where(total == 0, 1, total)
# + total
