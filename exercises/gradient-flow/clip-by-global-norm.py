# /// exercise
# title = "Clip all gradients together"
# kind = "implement"
# difficulty = 2
# minutes = 10
# practices = ["gradient clipping", "lengths of vectors"]
# answer = "clip"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''The length is that of one long vector holding all entries of all arrays: add the squares
#   over everything, then take one root.''',
#   '''The factor is $\min(1, \tau/\lVert\mathbf g\rVert)$ with $\tau$ = `bound`: a short
#   gradient is not lengthened. What if the length is zero?''',
# ]
# [survivors]
# "length > bound -> length >= bound" = "At the bound the factor is one."
# ///

# %% [markdown]
# Shorten the gradients of all parameters by one common factor, so that together they are at
# most `bound` long. Gradients that are short enough stay as they are.
#
# What comes in: `gradients`, a list of float64 arrays of any shapes, which must not be changed;
# `bound`, a positive number. What goes out: a tuple of the list of new arrays, and the length
# *before* clipping, a float.

# %% tags=["starter"]
import numpy as np


def clip(gradients, bound):
    """Return ([clipped gradients], length before)."""
    ### BEGIN SOLUTION
    length = float(np.sqrt(sum((g**2).sum() for g in gradients)))
    factor = bound / length if length > bound else 1.0
    return [factor * g for g in gradients], length
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    a, b, c, d = (int(n) for n in rng.choice(np.arange(2, 9), size=4, replace=False))
    gradients = [rng.normal(size=(a, b)), rng.normal(size=c), 3 * rng.normal(size=(d, a))]
    length = np.sqrt(sum((g**2).sum() for g in gradients))
    return gradients, float(length * rng.choice([0.2, 0.7, 1.5, 4.0]))


def edge_cases():
    return [
        ([np.array([3.0]), np.array([[4.0]])], 1.0),
        ([np.array([3.0]), np.array([[4.0]])], 6.0),
        ([np.zeros(3), np.zeros((2, 4))], 1.0),
        ([np.array([1e-3, 2e-3])], 1.0),
    ]


def valid(gradients, bound):
    return len(gradients) > 0 and bound > 0


# %% [raw] tags=["wrong"]
# wrong_each_alone: You clip each array by its own length. That changes the direction of the
# step: large gradients are shortened, and small ones are not.
# - factor = bound / length if length > bound else 1.0
# - return [factor * g for g in gradients], length
# + each = [max(np.sqrt((g**2).sum()) / bound, 1.0) for g in gradients]
# + return [g / factor for g, factor in zip(gradients, each, strict=True)], length
#
# wrong_always: You also lengthen gradients that were short enough. Near a minimum, where they
# are short for a good reason, every step would still have full length.
# - if length > bound
# + if length > 0
#
# wrong_by_entry: You cut every entry to ±bound. That is clipping by value; it changes the
# direction, and many entries at the bound are together still longer than it.
# - factor * g for g
# + np.clip(g, -bound, bound) for g
#
# wrong_squared_length: You forgot the root: the sum of the squares is the length squared.
# - np.sqrt(sum((g**2).sum() for g in gradients))
# + sum((g**2).sum() for g in gradients)
#
# wrong_sum_of_lengths: You added the lengths of the arrays. As parts of one vector they add up
# in squares.
# - np.sqrt(sum((g**2).sum() for g in gradients))
# + sum(np.sqrt((g**2).sum()) for g in gradients)
#
# wrong_length_after: The gradients are right. You return their length after clipping, which
# tells nobody whether anything was clipped; the length before does.
# - for g in gradients], length
# + for g in gradients], factor * length
