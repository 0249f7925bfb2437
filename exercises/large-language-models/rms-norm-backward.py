# /// exercise
# title = "RMSNorm, backward"
# kind = "implement"
# difficulty = 3
# minutes = 20
# practices = ["RMSNorm", "vector-Jacobian products"]
# answer = "rms_norm_backward"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''First the gain: let $\mathbf u = \mathbf g \odot \bar{\mathbf y}$. The gradient of the
#   gain sums $\bar{\mathbf y} \odot \hat{\mathbf x}$ over the rows.''',
#   '''The root $R$ depends on all entries of its row:
#   $\partial R / \partial x_i = x_i/(DR)$.''',
#   '''$\bar{\mathbf x} = (\mathbf u - \hat{\mathbf x}\,\text{mean}(\hat{\mathbf x} \odot
#   \mathbf u))/R$, with the mean over the features of a row.''',
# ]
# ///

# %% [markdown]
# RMSNorm gives $\mathbf y = \mathbf g \odot \mathbf x/R$ for each row $\mathbf x$ of `X`, with
# $R^2 = \frac1D\sum_i x_i^2 + \varepsilon$. Write its backward pass.
#
# What comes in: `X`, float64 of shape `(T, D)`; `gain`, float64 of shape `(D,)`; `G`, the
# gradient of the loss with respect to the output, float64 of shape `(T, D)`; `eps`, a float
# above 0. What goes out: a tuple of the gradients with respect to `X`, shape `(T, D)`, and
# `gain`, shape `(D,)`.

# %% tags=["starter"]
import numpy as np


def rms_norm_backward(X, gain, G, eps):
    """Return the gradients with respect to X and gain."""
    ### BEGIN SOLUTION
    root = np.sqrt((X**2).mean(axis=1, keepdims=True) + eps)
    unit = X / root
    U = gain * G
    slope = (U - unit * (unit * U).mean(axis=1, keepdims=True)) / root
    return slope, (G * unit).sum(axis=0)
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    T, D = (int(n) for n in rng.choice(np.arange(2, 9), size=2, replace=False))
    eps = float(rng.choice([0.01, 0.5]))
    return rng.normal(size=(T, D)), rng.normal(size=D), rng.normal(size=(T, D)), eps


def edge_cases():
    one = np.ones((1, 3))
    return [
        (np.array([[3.0, 4.0]]), np.ones(2), np.array([[1.0, 0.0]]), 1e-5),
        (0 * one, np.ones(3), one, 1e-2),
        (1000 * one, np.arange(3.0), one, 1e-5),
    ]


def valid(X, gain, G, eps):
    return X.size > 0 and X.shape == G.shape and gain.shape == X.shape[1:] and eps > 0


# %% [raw] tags=["wrong"]
# wrong_constant_root: You treat the root as a constant. It depends on every entry of its row,
# which takes the part along the row out of the gradient.
# - (U - unit * (unit * U).mean(axis=1, keepdims=True)) / root
# + U / root
#
# wrong_gain_after: The gain multiplies the output, so the incoming gradient has to be
# multiplied by it first, before the mean over features.
# - U = gain * G
# + U = G
# - return slope, (G * unit).sum(axis=0)
# + return gain * slope, (G * unit).sum(axis=0)
#
# wrong_sum: You sum over the features where the mean belongs: the square in the root is
# divided by D.
# - (unit * U).mean(axis=1, keepdims=True)
# + (unit * U).sum(axis=1, keepdims=True)
#
# wrong_gain_gradient: The gradient of the gain needs the normalized row, not the row itself.
# - (G * unit).sum(axis=0)
# + (G * X).sum(axis=0)
#
# wrong_layer_norm: You also subtract the mean of the gradient, as LayerNorm does. RMSNorm
# subtracts no mean forward, and so none backward.
# - U = gain * G
# + U = gain * G
# + U = U - U.mean(axis=1, keepdims=True)
