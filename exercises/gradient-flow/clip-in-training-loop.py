# /// exercise
# title = "A clip that comes too late"
# kind = "debug"
# difficulty = 2
# minutes = 8
# practices = ["gradient clipping", "a training step"]
# answer = "descend"
# hints = [
#   '''Does `bound` have any effect on what is returned? Follow `g`.''',
#   '''Every step computes a new gradient. A clip after the step shortens one that
#   nobody will use again.''',
# ]
# [survivors]
# "length > bound -> length >= bound" = "At the bound the factor is one."
# ///

# %% [markdown]
# This is gradient descent on a linear model with squared errors, whose inputs have a few huge
# values. The clip is there, and yet training explodes as if it were not. Fix it: in each
# step the gradient that is used must be at most `bound` long.
#
# What comes in: `w`, starting weights, float64 of shape `(D,)`; `X`, `(B, D)`; `y`, `(B,)`;
# `rate` and `bound`, positive numbers; `steps`, an integer. What goes out: the weights after
# the steps, `(D,)`. The loss is the mean of $(\mathbf w^\top\mathbf x - y)^2$, whose gradient
# is $\tfrac2B\sum_b (\mathbf w^\top\mathbf x_b - y_b)\,\mathbf x_b$.

# %% tags=["starter"]
import numpy as np


def descend(w, X, y, rate, bound, steps):
    """Return the weights after some steps of clipped gradient descent."""
    ### BEGIN SOLUTION
    for _ in range(steps):
        g = 2 / len(y) * (X @ w - y) @ X
        length = np.sqrt((g**2).sum())
        if length > bound:
            g = g * (bound / length)
        w = w - rate * g
    return w
    ### END SOLUTION
    ### BEGIN BROKEN
    for _ in range(steps):
        g = 2 / len(y) * (X @ w - y) @ X
        w = w - rate * g
        length = np.sqrt((g**2).sum())
        if length > bound:
            g = g * (bound / length)
    return w
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    B, D = (int(n) for n in rng.choice(np.arange(2, 9), size=2, replace=False))
    X = rng.normal(size=(B, D))
    X[0] *= 20
    return (
        rng.normal(size=D),
        X,
        rng.normal(size=B),
        float(rng.uniform(0.01, 0.1)),
        float(rng.uniform(0.5, 3)),
        int(rng.integers(3, 7)),
    )


def edge_cases():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(5, 3)), rng.normal(size=5)
    return [
        (np.zeros(3), X, y, 0.1, 1000.0, 4),
        (np.zeros(3), 50 * X, y, 0.1, 1.0, 1),
        (np.zeros(3), X, y, 0.1, 1.0, 0),
        (np.zeros(3), X, np.zeros(5), 0.1, 1.0, 3),
    ]


def valid(w, X, y, rate, bound, steps):
    return X.ndim == 2 and X.size > 0 and rate > 0 and bound > 0 and steps >= 0


# %% [raw] tags=["wrong"]
# wrong_step_clipped: You clip the step, rate times gradient, and not the gradient. The same
# bound then lets through gradients that are 1/rate times too long.
# - length = np.sqrt((g**2).sum())
# + length = rate * np.sqrt((g**2).sum())
#
# wrong_by_entry: You cut every entry to ±bound. That changes the direction, and the gradient
# may still be longer than the bound.
# - length = np.sqrt((g**2).sum())
# - if length > bound:
# -     g = g * (bound / length)
# + g = np.clip(g, -bound, bound)
#
# wrong_weights_clipped: You shorten the weights after the step. The bound is for the
# gradient, before the step.
# - length = np.sqrt((g**2).sum())
# - if length > bound:
# -     g = g * (bound / length)
# - w = w - rate * g
# + w = w - rate * g
# + length = np.sqrt((w**2).sum())
# + if length > bound:
# +     w = w * (bound / length)
#
# wrong_always_bound: You bring every gradient to the length of the bound, short ones, too. Near
# the minimum the steps then never get shorter.
# - if length > bound:
# + if length > 0:
#
# wrong_clipped_a_step_late: You use the clip of the step before: its length decides on the next
# gradient. Measure each gradient, and shorten it by
# its own length.
# - for _ in range(steps):
# -     g = 2 / len(y) * (X @ w - y) @ X
# -     length = np.sqrt((g**2).sum())
# -     if length > bound:
# -         g = g * (bound / length)
# -     w = w - rate * g
# + factor = 1.0
# + for _ in range(steps):
# +     g = 2 / len(y) * (X @ w - y) @ X
# +     w = w - rate * factor * g
# +     length = np.sqrt((g**2).sum())
# +     factor = bound / length if length > bound else 1.0
