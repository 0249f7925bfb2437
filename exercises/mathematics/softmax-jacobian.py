# /// exercise
# title = "The Jacobian of softmax, for a batch"
# kind = "implement"
# difficulty = 3
# minutes = 15
# practices = ["Jacobian", "broadcasting"]
# answer = "softmax_jacobian"
# hints = [
#   '''For one example it is a diagonal matrix with the probabilities, minus their outer product
#   with themselves.''',
#   '''`P[:, :, None]` and `P[:, None, :]` have the shapes `(B, C, 1)` and `(B, 1, C)`. What is
#   their product? Multiply the first by `np.eye(C)` for the diagonal.''',
# ]
# ///

# %% [markdown]
# Attention and classifiers pass gradients through softmax. Write `softmax_jacobian`, which
# returns for each example the matrix of the derivatives $\partial p_i/\partial z_j$.
#
# What comes in: logits `Z`, float64 of shape `(B, C)`, which may be as large as 1,000. What
# goes out: a float64 array of shape `(B, C, C)`, whose entry `[n, i, j]` is the derivative of
# probability $i$ of example $n$ with respect to its logit $j$.

# %% tags=["starter"]
import numpy as np


def softmax_jacobian(Z):
    """Return the Jacobian of softmax for each row of Z, shape (B, C, C)."""
    ### BEGIN SOLUTION
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    return P[:, :, None] * np.eye(Z.shape[1]) - P[:, :, None] * P[:, None, :]
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    B, C = rng.choice(np.arange(2, 8), size=2, replace=False)
    return (2 * rng.normal(size=(B, C)),)


def edge_cases():
    rng = np.random.default_rng(0)
    return [
        (rng.normal(size=(1, 4)),),
        (np.zeros((2, 3)),),
        (np.array([[1000.0, 999, -1000], [-1000, -999, -998]]),),
    ]


# %% [raw] tags=["wrong"]
# wrong_diagonal_only: You kept the diagonal p(1 - p). A probability also falls when another
# logit rises, by the product of both probabilities.
# - P[:, :, None] * np.eye(Z.shape[1]) - P[:, :, None] * P[:, None, :]
# + P[:, :, None] * (1 - P[:, :, None]) * np.eye(Z.shape[1])
#
# wrong_sign: The signs are exchanged: a probability rises with its own logit.
# - P[:, :, None] * np.eye(Z.shape[1]) - P[:, :, None] * P[:, None, :]
# + P[:, :, None] * P[:, None, :] - P[:, :, None] * np.eye(Z.shape[1])
#
# wrong_identity: The diagonal matrix has the probabilities on its diagonal, not ones.
# - P[:, :, None] * np.eye(Z.shape[1]) -
# + np.eye(Z.shape[1]) -
#
# wrong_overflow: Your exponentials overflow for logits near 1,000. Subtract the largest logit
# of each row first: it changes no probability.
# - np.exp(Z - Z.max(axis=1, keepdims=True))
# + np.exp(Z)
#
# wrong_largest_of_the_batch: You subtracted the largest logit of the whole batch. Rows far
# below it underflow to 0/0: subtract from each row its own largest logit.
# - Z.max(axis=1, keepdims=True)
# + Z.max()
#
# wrong_summed_over_examples: You summed over the examples. The classes run along axis 1, and
# `keepdims=True` keeps that axis for the division.
# - E.sum(axis=1, keepdims=True)
# + E.sum(axis=0)
#
# wrong_normalized_over_the_batch: You divided by the sum over the whole batch. Each example has
# probabilities of its own.
# - E.sum(axis=1, keepdims=True)
# + E.sum()
#
# wrong_outer_only: You left out the diagonal part: with its own logit, the numerator of a
# probability changes, too.
# - P[:, :, None] * np.eye(Z.shape[1]) - P[:, :, None] * P[:, None, :]
# + -P[:, :, None] * P[:, None, :]
