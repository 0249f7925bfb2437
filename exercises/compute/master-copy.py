# /// exercise
# title = "Updates that vanish"
# kind = "debug"
# difficulty = 2
# minutes = 12
# practices = ["mixed precision", "master weights"]
# answer = "train"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''What is `numpy.float16(1) - numpy.float16(1e-4)`? What after a thousand of them?''',
#   '''Keep one array in float32 through all steps. Where are the weights converted?''',
# ]
# ///

# %% [markdown]
# This training keeps its weights in float16, where small updates disappear. Let it keep a
# master copy in float32, and return that.
#
# What comes in: `weights`, float16 of shape `(P,)`; `gradients`, float16 of shape `(T, P)`, of
# $T$ steps; `lr`, a number. What goes out: float32 of shape `(P,)`, the weights after $T$ steps
# of $\mathbf w \leftarrow \mathbf w - \eta\,\mathbf g$, computed in float32.

# %% tags=["starter"]
import numpy as np


def train(weights, gradients, lr):
    """Return the weights after all steps."""
    ### BEGIN SOLUTION
    weights = weights.astype(np.float32)
    for gradient in gradients.astype(np.float32):
        weights = weights - np.float32(lr) * gradient
    return weights
    ### END SOLUTION
    ### BEGIN BROKEN
    for gradient in gradients:
        weights = weights - np.float16(lr) * gradient
    return weights
    ### END BROKEN


# %% tags=["check"]
RTOL = 1e-4
ATOL = 1e-5


def inputs(rng):
    P, T = int(rng.integers(2, 6)), int(rng.integers(300, 400))
    weights = rng.choice([-1, 1], size=P) * rng.uniform(1, 2, size=P)
    gradients = rng.uniform(0.5, 1.5, size=(T, P)) * rng.choice([-1, 1], size=P)
    return (
        weights.astype(np.float16),
        gradients.astype(np.float16),
        float(rng.uniform(1, 2) * 2e-4),
    )


def edge_cases():
    ones = np.ones(2, dtype=np.float16)
    return [
        (ones, np.ones((1000, 2), dtype=np.float16), 1e-4),
        (ones, np.ones((0, 2), dtype=np.float16), 0.1),
        (ones, np.ones((3, 2), dtype=np.float16), 0.125),
        (1e-3 * ones, np.full((2000, 2), 6e-5, dtype=np.float16), 3e-4),
    ]


def valid(weights, gradients, lr):
    return (
        weights.dtype == gradients.dtype == np.float16 and gradients.shape[1:] == weights.shape
    )


# %% [raw] tags=["wrong"]
# wrong_rounded_each_step: You compute in float32 and round after each step. What a step has
# added is lost in that rounding: keep the float32 array from step to step.
# - weights = weights - np.float32(lr) * gradient
# + weights = (weights - np.float32(lr) * gradient).astype(np.float16).astype(np.float32)
#
# wrong_product_in_half: You keep the weights in float32 but multiply learning rate and gradient
# in float16, where the product can underflow. Convert the gradient first.
# - np.float32(lr) * gradient
# + np.float16(lr) * gradient.astype(np.float16)
#
# wrong_uphill: You add the gradient. Descent subtracts it.
# - weights - np.float32(lr) * gradient
# + weights + np.float32(lr) * gradient
#
# wrong_no_rate: You take the whole gradient. The learning rate decides how much of it counts.
# - np.float32(lr) * gradient
# + gradient
