# /// exercise
# title = "A network through any points"
# kind = "implement"
# difficulty = 2
# minutes = 15
# practices = ["one corner for each unit", "changes of slope"]
# answer = "through_points"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''Compute the slope of each piece. The weight of a unit is the change of slope at its
#   corner.''',
#   '''`np.diff` of the slopes gives all changes but the first, which is from slope 0 to the
#   first slope.''',
# ]
# ///

# %% [markdown]
# Write down a network with one hidden ReLU layer that passes through the given points, is
# linear between them and constant to the left of the first.
#
# What comes in: `at`, float64 of shape `(n+1,)`, increasing; `heights`, float64 of shape
# `(n+1,)`; there are two points or more. What goes out: a tuple `(corners, u, start)`: the
# corners of the $n$ units from left to right, shape `(n,)`; their weights, shape `(n,)`; and
# the output's bias, a number. The network is then $f(x) = \text{start} + \sum_k u_k \max(x -
# \text{corners}_k, 0)$.

# %% tags=["starter"]
import numpy as np


def through_points(at, heights):
    """Return corners, weights and bias of the network through the points."""
    ### BEGIN SOLUTION
    slopes = np.diff(heights) / np.diff(at)
    u = np.diff(slopes, prepend=0.0)
    return at[:-1].copy(), u, float(heights[0])
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    n = int(rng.integers(2, 9))
    return np.cumsum(rng.uniform(0.2, 2.0, n + 1)) - 3.0, rng.normal(size=n + 1)


def edge_cases():
    return [
        (np.array([0.0, 2.0]), np.array([1.0, 5.0])),
        (np.array([0.0, 1.0, 2.0, 4.0]), np.array([1.0, 3.0, 2.0, 2.0])),
        (np.array([-1.0, 0.0, 1.0]), np.array([4.0, 4.0, 4.0])),
    ]


def valid(at, heights):
    return len(at) >= 2 and len(at) == len(heights) and bool((np.diff(at) > 0).all())


# %% [raw] tags=["wrong"]
# wrong_slopes: Your weights are the slopes themselves. All units left of a point are active
# there and add up, so each contributes only the *change* of slope.
# - np.diff(slopes, prepend=0.0)
# + slopes
#
# wrong_first: The first unit has weight 0. It changes the slope from 0, to the left of the
# first point, to the first slope.
# - prepend=0.0
# + prepend=slopes[0]
#
# wrong_corners: Your corners are at the right ends of the pieces. A unit begins where its piece
# begins.
# - at[:-1].copy()
# + at[1:].copy()
#
# wrong_unscaled: You used differences of heights for slopes. A slope is the difference of
# heights divided by that of places.
# -  / np.diff(at)
#
# wrong_bias: The network starts at 0. Its output bias is to be the height of the first point.
# - float(heights[0])
# + 0.0
#
# wrong_start: The third part is to be a number, `heights[0]`, not an array with one entry.
# - float(heights[0])
# + heights[:1]
#
# wrong_sign: You return biases, minus the corners. The task asks for the corners.
# - at[:-1].copy()
# + -at[:-1]
