# /// exercise
# title = "Backward pass of a linear layer"
# kind = "implement"
# difficulty = 2
# minutes = 10
# practices = ["vector-Jacobian products", "shapes"]
# answer = "linear_backward"
# hints = [
#   '''Each result has the shape of what it is the gradient of. Write the three shapes down,
#   and see which products of the arrays at hand can have them.''',
#   '''For one entry, $Z_{bh} = \sum_d X_{bd} W_{hd} + b_h$. Differentiate by $W_{hd}$, multiply
#   by the adjoint, and sum over the rows $b$. The bias was added to every row.''',
# ]
# ///

# %% [markdown]
# A linear layer computes $\mathbf{Z} = \mathbf{X}\mathbf{W}^\top + \mathbf{b}$ for a batch of
# $B$ rows. Write its backward pass.
#
# What comes in: `grad_Z` of shape `(B, H)`, the adjoint $\bar{\mathbf{Z}}$; `X` of shape
# `(B, D)`; `W` of shape `(H, D)`.
#
# What goes out: a tuple of float64 arrays, the adjoints of $\mathbf{X}$, shape `(B, D)`, of
# $\mathbf{W}$, shape `(H, D)`, and of $\mathbf{b}$, shape `(H,)`.

# %% tags=["starter"]
import numpy as np


def linear_backward(grad_Z, X, W):
    """Return the adjoints of X, W and b."""
    ### BEGIN SOLUTION
    return grad_Z @ W, grad_Z.T @ X, grad_Z.sum(axis=0)
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    B, D, H = rng.choice(np.arange(2, 10), size=3, replace=False)
    return rng.normal(size=(B, H)), rng.normal(size=(B, D)), rng.normal(size=(H, D))


def edge_cases():
    rng = np.random.default_rng(0)
    one_row = (rng.normal(size=(1, 3)), rng.normal(size=(1, 2)), rng.normal(size=(3, 2)))
    return [one_row, (np.zeros((4, 3)), np.ones((4, 2)), np.ones((3, 2)))]


# %% [raw] tags=["wrong"]
# wrong_bias_averaged: You averaged the bias gradient over the batch. The bias was used once for
# each row, and the gradients of all its uses add up: sum. A mean belongs to the loss, and is in
# grad_Z already.
# - grad_Z.sum(axis=0)
# + grad_Z.mean(axis=0)
#
# wrong_bias_over_features: You summed the bias gradient over the features. Each entry of b
# serves one feature in all rows, so the sum runs over the batch, axis 0.
# - grad_Z.sum(axis=0)
# + grad_Z.sum(axis=1)
#
# wrong_weight_transposed: The gradient of W is transposed. W has the shape (outputs, inputs),
# and so has its gradient.
# - grad_Z.T @ X
# + X.T @ grad_Z
#
# wrong_averaged: You divided the gradients of W and b by the batch size. That mean belongs to
# the loss: if it averages, grad_Z holds the 1/B already.
# - grad_Z.T @ X, grad_Z.sum(axis=0)
# + grad_Z.T @ X / len(X), grad_Z.mean(axis=0)
#
# wrong_bias_kept_axis: The gradient of b has an axis too many. b has the shape (H,), and so has
# its gradient: leave out keepdims.
# - grad_Z.sum(axis=0)
# + grad_Z.sum(axis=0, keepdims=True)
#
# wrong_weights_turned: You multiply by W.T on the way back. The layer computes X @ W.T, so the
# way back multiplies by W: from H numbers per row to D.
# - grad_Z @ W,
# + grad_Z @ W.T,
#
# wrong_bias_ignores_the_adjoint: Your gradient of b does not depend on grad_Z. The local
# derivative of Z with respect to b is 1, and it multiplies the adjoint that arrives.
# - grad_Z.sum(axis=0)
# + np.ones(len(W))
