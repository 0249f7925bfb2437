# /// exercise
# title = "Never below zero"
# kind = "debug"
# difficulty = 1
# minutes = 8
# practices = ["forward propagation", "the last layer"]
# answer = "forward"
# hints = [
#   '''Which outputs can the broken network never produce?''',
#   '''The loop treats all layers alike. Should it?''',
# ]
# ///

# %% [markdown]
# The function computes a feedforward network with ReLU. Trained on standardized temperatures,
# it fits the warm hours and gives the mean for every cold one. Fix it.
#
# What comes in: `layers`, a list of one or more pairs `(W, b)`, float64 arrays of shapes
# `(outputs, inputs)` and `(outputs,)`; `X`, float64 of shape `(B, D)`. What goes out: the
# outputs of the last layer, before any activation, float64 of shape `(B, outputs)`.

# %% tags=["starter"]
import numpy as np


def forward(layers, X):
    """Return the outputs of the network for a batch."""
    ### BEGIN SOLUTION
    H = X
    for W, b in layers[:-1]:
        H = np.maximum(H @ W.T + b, 0)
    W, b = layers[-1]
    return H @ W.T + b
    ### END SOLUTION
    ### BEGIN BROKEN
    H = X
    for W, b in layers:
        H = np.maximum(H @ W.T + b, 0)
    return H
    ### END BROKEN


# %% tags=["check"]
from itertools import pairwise


def inputs(rng):
    widths = rng.permutation(np.arange(2, 9))[: int(rng.integers(3, 6))]
    layers = [
        (rng.normal(size=(int(h), int(d))), rng.normal(size=int(h)))
        for d, h in pairwise(widths)
    ]
    return layers, rng.normal(size=(int(rng.integers(9, 13)), int(widths[0])))


def edge_cases():
    return [([(np.array([[1.0, 2.0]]), np.array([-1.0]))], np.array([[0.0, 0.0], [1.0, 1.0]]))]


# %% [raw] tags=["wrong"]
# wrong_linear: Now no layer has a ReLU, so that all of them together are one linear map.
# - np.maximum(H @ W.T + b, 0)
# + H @ W.T + b
#
# wrong_bias: The last layer lacks its bias.
# - return H @ W.T + b
# + return H @ W.T
#
# wrong_before: ReLU is applied to the inputs of a layer, and the first of these are the data.
# - np.maximum(H @ W.T + b, 0)
# + np.maximum(H, 0) @ W.T + b
