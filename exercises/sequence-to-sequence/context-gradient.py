# /// exercise
# title = "Which letter helps?"
# kind = "implement"
# difficulty = 3
# minutes = 20
# practices = ["gradient of attention", "softmax"]
# answer = "score_gradient"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''The gradient with respect to weight $j$ is $\bar{\mathbf{c}}^\top\mathbf{h}_j$. Then
#   comes the derivative of the softmax.''',
#   '''$\bar e_j = a_j (\bar a_j - \sum_k a_k \bar a_k)$. What is the sum, in words?''',
# ]
# ///

# %% [markdown]
# Attention with weights $\mathbf{a} = \operatorname{softmax}(\mathbf{e})$ has returned the
# context $\mathbf{c} = \sum_j a_j \mathbf{h}_j$. Given the gradient $\bar{\mathbf{c}}$ of the
# loss with respect to the context, return the gradient with respect to the scores $\mathbf{e}$.
#
# What comes in, all float64: the weights `a` of shape `(B, S)`, which add up to 1 in each row;
# the states `h`, `(B, S, C)`; the gradient `c_bar`, `(B, C)`. What goes out: shape `(B, S)`.

# %% tags=["starter"]
import numpy as np


def score_gradient(a, h, c_bar):
    """Return the gradient of the loss with respect to the scores."""
    ### BEGIN SOLUTION
    a_bar = (h * c_bar[:, None, :]).sum(axis=2)
    return a * (a_bar - (a * a_bar).sum(axis=1, keepdims=True))
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    B, S, C = (int(n) for n in rng.choice(np.arange(2, 9), size=3, replace=False))
    e = np.exp(rng.normal(size=(B, S)))
    return e / e.sum(axis=1, keepdims=True), rng.normal(size=(B, S, C)), rng.normal(size=(B, C))


def edge_cases():
    h = np.random.default_rng(1).normal(size=(1, 3, 2))
    return [
        (np.array([[1.0, 0.0, 0.0]]), h, np.ones((1, 2))),
        (np.array([[1.0]]), h[:, :1], np.ones((1, 2))),
        (np.array([[0.25, 0.75, 0.0]]), h, np.zeros((1, 2))),
    ]


def valid(a, h, c_bar):
    if h.ndim != 3 or h.size == 0:
        return False
    B, S, C = h.shape
    shapes = a.shape == (B, S) and c_bar.shape == (B, C)
    return bool(shapes and (a >= 0).all() and np.allclose(a.sum(axis=1), 1))


# %% [raw] tags=["wrong"]
# wrong_no_mean: You left out the mean that is subtracted. A constant added to all scores
# changes nothing, so the gradients of a row must add up to zero.
# - a * (a_bar - (a * a_bar).sum(axis=1, keepdims=True))
# + a * a_bar
#
# wrong_plain_mean: The mean that is subtracted is weighted by the attention weights. You took
# the plain one.
# - (a * a_bar).sum(axis=1, keepdims=True)
# + a_bar.mean(axis=1, keepdims=True)
#
# wrong_no_weight: The factor in front is missing: a position with weight 0 has a score without
# influence, so its gradient is 0.
# - a * (a_bar
# + (a_bar
#
# wrong_diagonal: You have only the diagonal of the softmax's derivative: raising one score also
# lowers all other weights.
# - a * (a_bar - (a * a_bar).sum(axis=1, keepdims=True))
# + a * (1 - a) * a_bar
#
# wrong_weights: That is the gradient with respect to the weights. The softmax stands between
# them and the scores.
# - a * (a_bar - (a * a_bar).sum(axis=1, keepdims=True))
# + a_bar
