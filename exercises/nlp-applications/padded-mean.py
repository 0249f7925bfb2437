# /// exercise
# title = "Vectors that depend on the neighbors"
# kind = "debug"
# difficulty = 2
# minutes = 10
# practices = ["padding", "sentence vectors"]
# answer = "sentence_vectors"
# forbidden = ["torch", "sklearn", "scipy", "dlbook"]
# hints = [
#   '''Encode a short sentence alone, and then in a batch with a long one. What differs?''',
#   '''How many positions does each sentence really have?''',
# ]
# ///

# %% [markdown]
# Sentences of a batch were padded to the same length, some of them on the left. The function
# should return for each the mean of the hidden states at its own tokens. The vector of a short
# sentence changed with the length of the longest one in its batch, and search results with it.
# Fix it.
#
# What comes in: `hidden`, float64 of shape `(B, T, D)`; `is_token`, a boolean array of shape
# `(B, T)`, with at least one True in each row. What goes out: an array of float64, shape
# `(B, D)`.

# %% tags=["starter"]
import numpy as np


def sentence_vectors(hidden, is_token):
    """Return the mean of the hidden states at each sentence's tokens."""
    ### BEGIN SOLUTION
    weights = is_token[:, :, None].astype(float)
    return (hidden * weights).sum(axis=1) / weights.sum(axis=1)
    ### END SOLUTION
    ### BEGIN BROKEN
    return hidden.mean(axis=1)
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    B, T, D = int(rng.integers(3, 5)), int(rng.integers(6, 9)), int(rng.integers(10, 13))
    lengths = rng.integers(1, T, B)
    lengths[0] = T
    is_token = np.arange(T) < lengths[:, None]
    is_token[1::2] = is_token[1::2, ::-1]
    return rng.normal(size=(B, T, D)), is_token


def edge_cases():
    return [
        (np.array([[[3.0, 4.0]]]), np.array([[True]])),
        (np.array([[[3.0, 4.0], [1000.0, 0.0]]]), np.array([[True, False]])),
        (np.array([[[1000.0, 0.0], [3.0, 4.0]]]), np.array([[False, True]])),
    ]


def valid(hidden, is_token):
    return (
        hidden.ndim == 3
        and hidden.size > 0
        and is_token.shape == hidden.shape[:2]
        and bool(is_token.any(axis=1).all())
    )


# %% [raw] tags=["wrong"]
# wrong_first: You take the first token's hidden state. The mean of all tokens is asked for.
# - (hidden * weights).sum(axis=1) / weights.sum(axis=1)
# + hidden[:, 0] * weights[:, 0]
#
# wrong_inverted: Your mask keeps the padding and drops the tokens.
# - weights = is_token[:, :, None].astype(float)
# + weights = 1.0 - is_token[:, :, None] + 1e-12
#
# wrong_divisor: The padding is left out of the sum, but you divide by all positions. Divide by
# the number of tokens.
# - / weights.sum(axis=1)
# + / weights.shape[1]
#
# wrong_sum: That is the sum over the tokens. Divide by their number.
# - / weights.sum(axis=1)
# + / 1.0
#
# wrong_largest: You take the largest hidden state of the tokens. The mean is asked for.
# - (hidden * weights).sum(axis=1) / weights.sum(axis=1)
# + np.where(weights > 0, hidden, -np.inf).max(axis=1)
#
# wrong_batch_count: You divide by the tokens of the whole batch. Each sentence has its own
# number.
# - / weights.sum(axis=1)
# + / weights.sum()
#
# wrong_prefix: You take the first positions. Some sentences are padded on the left: take the
# positions where `is_token` is True.
# - weights = is_token[:, :, None].astype(float)
# + first = np.arange(is_token.shape[1]) < is_token.sum(axis=1, keepdims=True)
# + weights = first[:, :, None].astype(float)
#
# wrong_normalized: You scaled the mean to length 1. The mean itself is asked for.
# - return (hidden * weights).sum(axis=1) / weights.sum(axis=1)
# + mean = (hidden * weights).sum(axis=1) / weights.sum(axis=1)
# + return mean / np.linalg.norm(mean, axis=1, keepdims=True)
