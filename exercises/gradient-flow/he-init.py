# /// exercise
# title = "A wide layer that acts like a thin one"
# kind = "debug"
# difficulty = 2
# minutes = 8
# practices = ["He's weights", "breaking symmetry"]
# answer = "starting_weights"
# hints = [
#   '''Print two rows of one matrix. What do two hidden units with equal weights compute, and
#   which gradients do they get?''',
#   '''There is a second fault: does a layer sum over its inputs or over its outputs in the
#   forward pass?''',
# ]
# ///

# %% [markdown]
# This draws He's starting weights for a network of ReLU layers. The network trains, but 100
# hidden units do no better than one, and its signals grow when layers narrow and fade when
# they widen. Fix both faults, so that the size of the *values* is kept.
#
# What comes in: `widths`, a list of numbers such as `[784, 100, 10]`; `seed`, an integer. What
# goes out: a list of float64 arrays, the weights of each layer, of shape `(outputs, inputs)`.
# Draw them with one `rng = np.random.default_rng(seed)`, layer by layer, each by
# `rng.normal(size=(outputs, inputs))` times its standard deviation.

# %% tags=["starter"]
from itertools import pairwise

import numpy as np


def starting_weights(widths, seed):
    """Return [W1, W2, ...], each (outputs, inputs)."""
    ### BEGIN SOLUTION
    rng = np.random.default_rng(seed)
    weights = []
    for D, H in pairwise(widths):
        weights.append(np.sqrt(2 / D) * rng.normal(size=(H, D)))
    return weights
    ### END SOLUTION
    ### BEGIN BROKEN
    weights = []
    for D, H in pairwise(widths):
        W = np.empty((H, D))
        for i in range(H):
            rng = np.random.default_rng(seed)
            W[i] = np.sqrt(2 / H) * rng.normal(size=D)
        weights.append(W)
    return weights
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    widths = rng.choice(np.arange(2, 30), size=rng.integers(3, 6), replace=False)
    return [int(n) for n in widths], int(rng.integers(1000))


def edge_cases():
    return [([5, 3], 0), ([1, 4, 1], 7)]


def valid(widths, seed):
    return len(widths) > 1 and min(widths) > 0


# %% [raw] tags=["wrong"]
# wrong_fan_out: The units differ now. But you divide by the number of outputs, which keeps the
# size of adjoints; a value is a sum over the inputs.
# - np.sqrt(2 / D)
# + np.sqrt(2 / H)
#
# wrong_same_rows: The standard deviation is right now. But a new generator starts from the seed
# for each unit, so that all units of a layer have the same weights, and keep them forever.
# - np.sqrt(2 / D) * rng.normal(size=(H, D))
# + np.tile(np.sqrt(2 / D) * np.random.default_rng(seed).normal(size=D), (H, 1))
#
# wrong_xavier: That is Xavier's variance, 2/(D + H): right for units that are nearly linear.
# ReLU turns half of the mean square to zero, and needs 2/D.
# - np.sqrt(2 / D)
# + np.sqrt(2 / (D + H))
#
# wrong_variance: You multiply by the variance 2/D. Numbers are multiplied by the standard
# deviation, its root.
# - np.sqrt(2 / D)
# + 2 / D
#
# wrong_gain_one: 1/D keeps the size of a layer without activation. ReLU turns half of the mean
# square to zero: the variance has to be 2/D.
# - np.sqrt(2 / D)
# + np.sqrt(1 / D)
#
# wrong_layers_alike: Within a layer units differ now. But a new generator starts from the
# seed for each layer, so that layers of equal shape get equal weights. Make it once.
# - for D, H in pairwise(widths):
# + for D, H in pairwise(widths):
# +     rng = np.random.default_rng(seed)
