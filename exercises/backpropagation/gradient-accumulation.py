# /// exercise
# title = "A loop that forgets to forget"
# kind = "debug"
# difficulty = 2
# minutes = 10
# practices = ["accumulation of gradients", "the training loop"]
# answer = "train"
# hints = [
#   '''Print `grad` at the end of each step. Of which steps does it hold gradients?''',
#   '''The parts of one batch are to add up, the steps are not. Between which two lines does a
#   new step begin?''',
# ]
# ///

# %% [markdown]
# A batch too large for memory comes in parts. In each step, `train` should add up the
# gradients of all parts, so that the step is that of the whole batch, and then move the
# weights. The loss falls for some steps, then swings. Fix it.
#
# What comes in: `parts`, a list of pairs of `X`, shape `(n, D)`, and `y`, shape `(n,)`, where
# `n` differs from part to part; `w`, the weights, of shape `(D,)`, which must not be changed;
# the learning rate `rate`; the number of `steps`. What goes out: the weights after these
# steps, float64 of shape `(D,)`. The loss is half the sum of squared errors
# $(\mathbf{Xw} - \mathbf y)$ over all parts.

# %% tags=["starter"]
import numpy as np


def train(parts, w, rate, steps):
    """Return the weights after gradient descent on a batch that comes in parts."""
    ### BEGIN SOLUTION
    for _ in range(steps):
        grad = np.zeros_like(w)
        for X, y in parts:
            grad += X.T @ (X @ w - y)
        w = w - rate * grad
    return w
    ### END SOLUTION
    ### BEGIN BROKEN
    grad = np.zeros_like(w)
    for _ in range(steps):
        for X, y in parts:
            grad += X.T @ (X @ w - y)
        w = w - rate * grad
    return w
    ### END BROKEN


# %% tags=["check"]
def case(rng, D, lengths, steps):
    parts = [(rng.normal(size=(n, D)), rng.normal(size=n)) for n in lengths]
    return parts, rng.normal(size=D), 0.1 / sum(lengths), steps


def inputs(rng):
    D, *lengths = (int(n) for n in rng.choice(np.arange(2, 9), size=4, replace=False))
    return case(rng, D, lengths[: rng.integers(2, 4)], int(rng.integers(2, 6)))


def edge_cases():
    rng = np.random.default_rng(0)
    return [case(rng, 3, [4], 3), case(rng, 2, [1, 1], 2), case(rng, 4, [5, 2, 3], 1)]


def valid(parts, w, rate, steps):
    return steps > 0


# %% [raw] tags=["wrong"]
# wrong_cleared_for_each_part: You clear the gradients before each part, so a step sees the last
# part only. The parts of one batch are to add up: clear once in each step.
# - grad += X.T @ (X @ w - y)
# + grad = X.T @ (X @ w - y)
#
# wrong_cleared_before_use: You clear the gradients when they are complete, before the weights
# have moved along them. Now nothing is learned: clear after the step, or before the next one.
# - w = w - rate * grad
# + grad = np.zeros_like(w)
# + w = w - rate * grad
#
# wrong_step_for_each_part: You move the weights after each part. The next part's gradients are
# then those of other weights: add up all parts first, and move once.
# - grad += X.T @ (X @ w - y)
# + w = w - rate * X.T @ (X @ w - y)
# - w = w - rate * grad
#
# wrong_averaged: You divide by the number of parts. The loss is a sum over all parts, and so
# are its gradients; moreover, the parts differ in length.
# - w = w - rate * grad
# + w = w - rate * grad / len(parts)
#
# wrong_in_place: The steps are right, but `w -= ...` writes into the array that the caller
# still holds. Work on a copy, or write `w = w - ...`.
# - w = w - rate * grad
# + w -= rate * grad
