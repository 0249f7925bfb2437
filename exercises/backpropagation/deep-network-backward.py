# /// exercise
# title = "Backward pass of a deep network"
# kind = "implement"
# difficulty = 4
# minutes = 25
# practices = ["the recursion over layers", "shapes", "tanh"]
# answer = "network_backward"
# hints = [
#   '''Of one layer you know all: $\bar{\mathbf W} = \bar{\mathbf Z}^\top \mathbf H$ with the
#   layer's input $\mathbf H$, and $\bar{\mathbf b}$ sums over the batch. So go from the last
#   layer to the first, and carry one array along: the adjoint of that layer's $\mathbf Z$.''',
#   '''From layer $k + 1$ to layer $k$ the adjoint is multiplied by $\mathbf W^{(k+1)}$, then
#   entry by entry by $\phi'(\mathbf Z^{(k)})$. For tanh, $\phi' = 1 - \tanh^2$, and
#   $\tanh \mathbf Z^{(k)}$ is at hand: it is the input of layer $k + 1$.''',
# ]
# ///

# %% [markdown]
# A network of $K$ layers computes $\mathbf H^{(0)} = \mathbf X$, then
# $\mathbf Z^{(k)} = \mathbf H^{(k-1)}\mathbf W^{(k)\top} + \mathbf b^{(k)}$ and
# $\mathbf H^{(k)} = \tanh \mathbf Z^{(k)}$ for $k = 1, \dots, K - 1$, and in the last layer
# $\mathbf Z^{(K)}$, the logits. Write its backward pass, for any number of layers.
#
# What comes in: `weights`, the list of $\mathbf W^{(1)}, \dots, \mathbf W^{(K)}$, each of shape
# `(outputs, inputs)`; `hidden`, the list of the layers' inputs
# $\mathbf H^{(0)}, \dots, \mathbf H^{(K-1)}$, each of shape `(B, inputs)`; `Z_bar` of shape
# `(B, C)`, the adjoint of the logits. Both lists have $K$ entries.
#
# What goes out: a list of $K$ pairs, the first layer's first: the adjoints of
# $\mathbf W^{(k)}$ and of $\mathbf b^{(k)}$. All arrays are float64.

# %% tags=["starter"]
import numpy as np


def network_backward(weights, hidden, Z_bar):
    """Return [(adjoint of W, adjoint of b), ...], from the first layer to the last."""
    ### BEGIN SOLUTION
    slopes = []
    for k in reversed(range(len(weights))):
        if slopes:  # the adjoint of the last layer's Z is given
            Z_bar = Z_bar @ weights[k + 1] * (1 - hidden[k + 1] ** 2)
        slopes.insert(0, (Z_bar.T @ hidden[k], Z_bar.sum(axis=0)))
    return slopes
    ### END SOLUTION


# %% tags=["check"]
import itertools


def case(rng, B, *widths):
    layers = list(itertools.pairwise(widths))
    weights = [rng.normal(size=(H, D)) / np.sqrt(D) for D, H in layers]
    hidden = [rng.normal(size=(B, widths[0]))]
    for W in weights[:-1]:
        hidden.append(np.tanh(hidden[-1] @ W.T + 0.3 * rng.normal(size=len(W))))
    return weights, hidden, rng.normal(size=(B, widths[-1]))


def inputs(rng):
    lengths = rng.choice(np.arange(2, 9), size=rng.integers(4, 6), replace=False)
    return case(rng, *lengths)


def edge_cases():
    rng = np.random.default_rng(0)
    return [case(rng, 4, 3, 2), case(rng, 1, 3, 2, 4), case(rng, 3, 2, 5, 4, 6, 7)]


def valid(weights, hidden, Z_bar):
    return all(np.abs(H).max() < 1 for H in hidden[1:])  # as tanh leaves them


# %% [raw] tags=["wrong"]
# wrong_no_slope: The derivative of tanh is missing: the adjoint of H becomes that of Z only
# when it is multiplied by it, entry by entry. Without it you have the backward pass of a
# network without activations.
# -  * (1 - hidden[k + 1] ** 2)
#
# wrong_sigmoid_slope: H(1 - H) is the derivative of the sigmoid, by its value. That of tanh is
# 1 - H².
# - (1 - hidden[k + 1] ** 2)
# + (hidden[k + 1] * (1 - hidden[k + 1]))
#
# wrong_tanh_twice: You took tanh of the hidden values, which are tanh already: the derivative
# is 1 - H².
# - (1 - hidden[k + 1] ** 2)
# + (1 - np.tanh(hidden[k + 1]) ** 2)
#
# wrong_sign_of_slope: Your derivative of tanh grows with H. It is 1 at H = 0 and falls to 0
# where H nears ±1: 1 - H², not 1 + H².
# - (1 - hidden[k + 1] ** 2)
# + (1 + hidden[k + 1] ** 2)
#
# wrong_last_first: Your pairs are right, but the last layer's stands first. The list is to
# begin with the first layer's.
# - slopes.insert(0, (Z_bar.T @ hidden[k], Z_bar.sum(axis=0)))
# + slopes.append((Z_bar.T @ hidden[k], Z_bar.sum(axis=0)))
#
# wrong_bias_averaged: You averaged the adjoints of the biases over the batch. A bias was used
# once for each row, and the gradients of all its uses add up: sum.
# - Z_bar.sum(axis=0)
# + Z_bar.mean(axis=0)
