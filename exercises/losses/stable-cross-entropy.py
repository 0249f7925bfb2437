# /// exercise
# title = "Stable, but for one row"
# kind = "debug"
# difficulty = 3
# minutes = 10
# practices = ["log-sum-exp", "axes of a batch"]
# answer = "cross_entropy"
# hints = [
#   '''Feed it two examples, one with logits near 1000 and one with logits near 0.''',
#   '''What is to be subtracted is the largest logit of *the example*, and an example is a
#   row.''',
# ]
# [survivors]
# "0 -> -1" = "The maxima have one column: its first is its last."
# ///

# %% [markdown]
# This cross-entropy subtracts the maximum before it exponentiates, and passes every test with a
# single example. In a batch it sometimes gives minus infinity, and one such batch ruins all
# weights. Fix it, for any finite logits.
#
# What comes in: `Z`, logits, float64 of shape `(B, C)`; `y`, right classes, integers of shape
# `(B,)`. What goes out: the loss of each example, shape `(B,)`.

# %% tags=["starter"]
import numpy as np


def cross_entropy(Z, y):
    """Return the cross-entropy of each example."""
    ### BEGIN SOLUTION
    m = Z.max(axis=1, keepdims=True)
    log_sum = m[:, 0] + np.log(np.exp(Z - m).sum(axis=1))
    return log_sum - Z[np.arange(len(Z)), y]
    ### END SOLUTION
    ### BEGIN BROKEN
    m = Z.max()
    log_sum = m + np.log(np.exp(Z - m).sum(axis=1))
    return log_sum - Z[np.arange(len(Z)), y]
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    B, C = (int(n) for n in rng.choice(np.arange(2, 9), size=2, replace=False))
    far = rng.choice([-2000.0, 0.0, 2000.0], size=(B, 1))
    far[0], far[1] = -2000.0, 2000.0
    return far + rng.normal(0, 5, size=(B, C)), rng.integers(0, C, size=B)


def edge_cases():
    return [
        (np.array([[0.0, 1.0], [1000.0, 999.0]]), np.array([0, 1])),
        (np.array([[1000.0, 0.0, -1000.0]]), np.array([2])),
        (np.zeros((1, 3)), np.array([1])),
    ]


def valid(Z, y):
    return Z.ndim == 2 and Z.size > 0 and bool((y < Z.shape[1]).all())


# %% [raw] tags=["wrong"]
# wrong_no_shift: Without the maximum taken out, exp overflows from 710 on.
# - m[:, 0] + np.log(np.exp(Z - m).sum(axis=1))
# + np.log(np.exp(Z).sum(axis=1))
#
# wrong_right_class: Your loss is infinite if the right class is far below the largest. If
# you subtract the logit of the right class, the largest exponential overflows: subtract the
# largest logit. If you divide first, the probability underflows to zero: take the logarithm of
# the sum instead.
# - m = Z.max(axis=1, keepdims=True)
# + m = Z[np.arange(len(Z)), y][:, None]
#
# wrong_not_added_back: You forgot to add the maximum again after the logarithm.
# - m[:, 0] + np.log(
# + np.log(
#
# wrong_small_number_added: You keep the logarithm of zero away by adding a small number. The
# result is finite, and wrong: a row far below the others gets the logarithm of your small
# number.
# - m = Z.max(axis=1, keepdims=True)
# + m = Z.max(keepdims=True)
# - np.exp(Z - m).sum(axis=1)
# + np.exp(Z - m).sum(axis=1) + 1e-12
#
# wrong_mean: You return the mean. The task asks for the loss of each example.
# - return log_sum - Z[np.arange(len(Z)), y]
# + return (log_sum - Z[np.arange(len(Z)), y]).mean()
#
# wrong_columns: Your maximum goes down the columns: it is the largest logit of a *class* over
# the batch. Take that of each example, along its row.
# - Z.max(axis=1, keepdims=True)
# + Z.max(axis=0, keepdims=True)
# - m[:, 0] + np.log
# + m[0, y] + np.log
#
# wrong_one_sum: You add up the exponentials of the whole batch. Each example has a sum of its
# own, over the classes.
# - np.exp(Z - m).sum(axis=1)
# + np.exp(Z - m).sum()
#
# wrong_shifted_twice: You took the maximum out of the right class's logit as well, after you
# had added it back to the logarithm. Shift both or neither.
# - return log_sum - Z[np.arange(len(Z)), y]
# + return log_sum - (Z - m)[np.arange(len(Z)), y]
#
# wrong_small_number_in_the_probability: You add a small number to the probability before you
# take its logarithm. That caps the loss, at about 28 for 1e-12: the loss of a row can be far
# larger. Take the logarithm of the sum, and no probability is needed.
# - log_sum = m[:, 0] + np.log(np.exp(Z - m).sum(axis=1))
# - return log_sum - Z[np.arange(len(Z)), y]
# + P = np.exp(Z - m) / np.exp(Z - m).sum(axis=1, keepdims=True)
# + return -np.log(P[np.arange(len(Z)), y] + 1e-12)
#
# wrong_logits_clipped: You clip the logits. Nothing overflows then, but logits beyond the clip
# all count alike. Subtract the largest logit of each row instead: that changes no loss.
# - m = Z.max(axis=1, keepdims=True)
# + Z = np.clip(Z, -500, 500)
# + m = Z.max(axis=1, keepdims=True)
