# /// exercise
# title = "Pooling with a blur"
# kind = "implement"
# difficulty = 3
# minutes = 20
# practices = ["pooling", "aliasing"]
# answer = "blur_pool"
# forbidden = ["torch", "scipy", "dlbook"]
# hints = [
#   '''`np.roll(x, -1, axis=3)` is the neighbor on the right, on a ring. The maximum of 2 × 2
#   pixels is a maximum along one axis, then along the other.''',
#   '''Blur one axis after the other: `(np.roll(x, 1, axis) + 2 * x + np.roll(x, -1, axis)) /
#   4`. Take every second row and column last.''',
# ]
# [survivors]
# "axis=3 -> (left out) (3)" = "Another row's value gets only into the last column, not kept."
# ///

# %% [markdown]
# Write a max-pooling by two that depends less on where the grid lies, in three steps:
#
# 1. At *every* place take the largest of 2 × 2 values: its own and those of its right, lower
#    and lower right neighbors.
# 2. Blur these, along rows and along columns, with the weights $\tfrac14, \tfrac12, \tfrac14$
#    for the value before, the value itself and the value after.
# 3. Keep every second row and column, starting with the first.
#
# Both axes of an image are closed into a ring: the neighbor after the last is the first.
#
# What comes in: `X`, float64 of shape `(B, C, H, W)`, where `H` and `W` are even. What goes
# out: float64 of shape `(B, C, H/2, W/2)`.

# %% tags=["starter"]
import numpy as np


def blur_pool(X):
    """Return pooled maps, (B, C, H/2, W/2)."""
    ### BEGIN SOLUTION
    top = np.maximum(X, np.roll(X, -1, axis=2))
    top = np.maximum(top, np.roll(top, -1, axis=3))
    soft = (np.roll(top, 1, axis=2) + 2 * top + np.roll(top, -1, axis=2)) / 4
    soft = (np.roll(soft, 1, axis=3) + 2 * soft + np.roll(soft, -1, axis=3)) / 4
    return soft[:, :, ::2, ::2]
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    B, C = (int(n) for n in rng.choice(np.arange(1, 4), size=2, replace=False))
    H, W = (2 * int(n) for n in rng.choice(np.arange(2, 6), size=2, replace=False))
    return (rng.normal(size=(B, C, H, W)),)


def edge_cases():
    stripes = np.tile([0.0, 0.0, 1.0, 1.0], (1, 2, 4, 2))
    return [(stripes,), (np.roll(stripes, 1, axis=3),), (np.full((1, 1, 2, 4), -3.0),)]


def valid(X):
    return X.ndim == 4 and X.size > 0 and X.shape[2] % 2 == 0 and X.shape[3] % 2 == 0


# %% [raw] tags=["wrong"]
# wrong_plain: This is max-pooling as usual. The blur between the maximum and the step is
# missing.
# - return soft[:, :, ::2, ::2]
# + return top[:, :, ::2, ::2]
#
# wrong_blur_first: You blur before you take the maximum. The maximum makes new sharp edges
# afterwards, and these are what the coarser grid cannot hold: blur after it.
# - top = np.maximum(X, np.roll(X, -1, axis=2))
# - top = np.maximum(top, np.roll(top, -1, axis=3))
# - soft = (np.roll(top, 1, axis=2) + 2 * top + np.roll(top, -1, axis=2)) / 4
# - soft = (np.roll(soft, 1, axis=3) + 2 * soft + np.roll(soft, -1, axis=3)) / 4
# - return soft[:, :, ::2, ::2]
# + soft = (np.roll(X, 1, axis=2) + 2 * X + np.roll(X, -1, axis=2)) / 4
# + soft = (np.roll(soft, 1, axis=3) + 2 * soft + np.roll(soft, -1, axis=3)) / 4
# + top = np.maximum(soft, np.roll(soft, -1, axis=2))
# + top = np.maximum(top, np.roll(top, -1, axis=3))
# + return top[:, :, ::2, ::2]
#
# wrong_step_first: You take every second value first, and blur what is left. By then the damage
# is done: blur before the step.
# - top = np.maximum(top, np.roll(top, -1, axis=3))
# + top = np.maximum(top, np.roll(top, -1, axis=3))[:, :, ::2, ::2]
# - return soft[:, :, ::2, ::2]
# + return soft
#
# wrong_no_maximum: You blur and step; the maximum over 2 × 2 values is missing.
# - top = np.maximum(X, np.roll(X, -1, axis=2))
# - top = np.maximum(top, np.roll(top, -1, axis=3))
# + top = X
#
# wrong_one_axis: You blur along rows only. Columns need it, too.
# - soft = (np.roll(top, 1, axis=2) + 2 * top + np.roll(top, -1, axis=2)) / 4
# + soft = top
#
# wrong_not_a_mean: The weights are to add up to one along each axis; yours add up to four.
# - np.roll(top, -1, axis=2)) / 4
# + np.roll(top, -1, axis=2))
# - np.roll(soft, -1, axis=3)) / 4
# + np.roll(soft, -1, axis=3))
#
# wrong_other_neighbor: Your maximum takes the left and the upper neighbor. It is to take the
# right and the lower.
# - np.roll(X, -1, axis=2)
# + np.roll(X, 1, axis=2)
# - top = np.maximum(top, np.roll(top, -1, axis=3))
# + top = np.maximum(top, np.roll(top, 1, axis=3))
#
# wrong_zeros_outside: Your blur puts zeros around the image. Both axes are closed into a ring:
# after the last value comes the first.
# - soft = (np.roll(top, 1, axis=2) + 2 * top + np.roll(top, -1, axis=2)) / 4
# - soft = (np.roll(soft, 1, axis=3) + 2 * soft + np.roll(soft, -1, axis=3)) / 4
# + soft = np.pad(top, [(0, 0), (0, 0), (1, 1), (1, 1)])
# + soft = (soft[:, :, :-2] + 2 * soft[:, :, 1:-1] + soft[:, :, 2:]) / 4
# + soft = (soft[..., :-2] + 2 * soft[..., 1:-1] + soft[..., 2:]) / 4
#
# wrong_odd_places: You keep the second, fourth, ... row and column. Start with the first.
# - [:, :, ::2, ::2]
# + [:, :, 1::2, 1::2]
