# /// exercise
# title = "The bias that fits by chance"
# kind = "debug"
# difficulty = 2
# minutes = 10
# practices = ["broadcasting", "shapes", "tests that can fail"]
# answer = "hidden_layer"
# hints = [
#   '''Write the three shapes one under another: those of `X @ W.T`, of `b.reshape(-1, 1)`, and
#   of the result. Along which axis is the bias stretched?''',
#   '''NumPy aligns shapes at their *last* axis, so an array of shape `(H,)` next to one of
#   shape `(B, H)` is added to each row as it is.''',
# ]
# ///

# %% [markdown]
# The layer below has 64 units. On a batch of 64 pictures it runs, and its numbers are wrong;
# on a batch of 100 it raises an error; on one picture it returns the wrong shape. Find the
# mistake, explain all three symptoms by the shapes, and fix it. Which batch size should a test
# use to catch it at once?
#
# What comes in: `X` of shape `(B, D)`, `W` of shape `(H, D)` and `b` of shape `(H,)`. What
# goes out: the pre-activations $\mathbf{Z} = \mathbf{X}\mathbf{W}^\top + \mathbf{b}$, float64
# of shape `(B, H)`.

# %% tags=["starter"]
import numpy as np


def hidden_layer(X, W, b):
    """Return the pre-activations (B, H) of inputs (B, D)."""
    ### BEGIN SOLUTION
    return X @ W.T + b
    ### END SOLUTION
    ### BEGIN BROKEN
    return X @ W.T + b.reshape(-1, 1)
    ### END BROKEN


# Try: hidden_layer(np.ones((64, 784)), np.ones((64, 784)), np.arange(64.0)).shape


# %% tags=["check"]
def case(rng, B, D, H):
    return rng.normal(size=(B, D)), rng.normal(size=(H, D)), rng.normal(size=H)


def inputs(rng):
    return case(rng, *rng.choice(np.arange(2, 10), size=3, replace=False))


def edge_cases():
    rng = np.random.default_rng(0)
    return [case(rng, 4, 3, 4), case(rng, 1, 3, 5), case(rng, 5, 2, 1), case(rng, 3, 3, 3)]


# %% [raw] tags=["wrong"]
# wrong_units_first: Your result has the units as rows, as a formula for columns would give it.
# In a batch the rows are inputs: (B, H).
# - X @ W.T + b
# + W @ X.T + b.reshape(-1, 1)
#
# wrong_no_bias: The error is gone, and so is the bias: it must be added to every row.
# - X @ W.T + b
# + X @ W.T
#
# wrong_not_transposed: The bias is right now, but W lost its .T: its rows are units, so X @ W
# pairs pixels with units.
# - X @ W.T + b
# + X @ W + b
#
# wrong_mean_of_bias: Your bias fits any shape because it has become one number. Each unit has
# its own.
# - X @ W.T + b
# + X @ W.T + b.mean()
#
# wrong_weights_reshaped: reshape is no transpose: it keeps the order of the numbers and cuts
# them anew, so that weights of different units get mixed. Take W.T.
# - X @ W.T + b
# + X @ W.reshape(W.shape[::-1]) + b
#
# wrong_bias_cut_to_the_batch: You stretched or cut the bias until it fitted the batch. It still
# goes down the column: it gives each *picture* its own bias. It has to be one for each *unit*.
# - X @ W.T + b
# + X @ W.T + np.resize(b, (len(X), 1))
#
# wrong_units_first_bias_across: You compute the units as rows, and then add the bias along the
# inputs: it fits only if there are as many inputs as units. Keep the inputs as rows, X @ W.T.
# - X @ W.T + b
# + W @ X.T + b
