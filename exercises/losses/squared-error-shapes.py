# /// exercise
# title = "A column beside a row"
# kind = "debug"
# difficulty = 2
# minutes = 10
# practices = ["broadcasting", "shapes of a loss"]
# answer = "squared_error"
# hints = [
#   '''Print the shape of `output - target`.''',
#   '''Bring both to one shape before you subtract, and the gradient to the shape of the
#   output.''',
# ]
# [survivors]
# "0 -> -1" = "The output has one column: its first is its last."
# ///

# %% [markdown]
# A network with one output gives a column, and the targets come as a row. The function should
# return the mean squared error of the batch, and its gradient with respect to the output.
# Trained with it, the network forecasts the same number for every input. Fix it.
#
# What comes in: `output`, float64 of shape `(B, 1)`; `target`, float64 of shape `(B,)`. What
# goes out: a tuple of the mean squared error (a number) and its gradient with respect to
# `output`, of shape `(B, 1)`.

# %% tags=["starter"]
import numpy as np


def squared_error(output, target):
    """Return the mean squared error, and its gradient with respect to the output."""
    ### BEGIN SOLUTION
    error = output[:, 0] - target
    return np.mean(error**2), 2 * error[:, None] / len(error)
    ### END SOLUTION
    ### BEGIN BROKEN
    error = output - target
    return np.mean(error**2), 2 * error.mean(axis=1, keepdims=True) / len(error)
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    B = int(rng.integers(2, 12))
    return rng.normal(size=(B, 1)), rng.normal(size=B)


def edge_cases():
    return [
        (np.array([[3.0]]), np.array([1.0])),
        (np.array([[1.0], [2.0]]), np.array([1.0, 5.0])),
    ]


# %% [raw] tags=["wrong"]
# wrong_flat_slope: The numbers are right. The gradient is to have the shape of the output, `(B,
# 1)`; yours has `(B,)`, and the next product with it broadcasts again.
# - error[:, None]
# + error
#
# wrong_square_slope: The loss is right. Your gradient still comes from the difference of a
# column and a row, of shape `(B, B)`.
# - error[:, None]
# + (output - target)
#
# wrong_sum: You add up the squares. The task asks for their mean, and its gradient.
# - np.mean(error**2), 2 * error[:, None] / len(error)
# + np.sum(error**2), 2 * error[:, None]
#
# wrong_undivided: The loss is right. The gradient of a mean is divided by the number of
# examples, too.
# -  / len(error)
#
# wrong_factor: The loss is right. Your gradient lacks the 2 of the square.
# - 2 * error[:, None]
# + error[:, None]
#
# wrong_root: You took the root of the mean. The task asks for the mean of the squares itself,
# and your gradient is that of it.
# - np.mean(error**2)
# + np.sqrt(np.mean(error**2))
