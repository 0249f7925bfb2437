# /// exercise
# title = "Pieces of different sizes"
# kind = "debug"
# difficulty = 2
# minutes = 10
# practices = ["gradient accumulation", "means of means"]
# answer = "accumulate"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''Compare with the whole batch in one piece, once with equal pieces and once with unequal
#   ones.''',
#   '''By what is the gradient of one example divided, in a piece of 2 and in a piece of 20?''',
# ]
# ///

# %% [markdown]
# A batch is too large for memory, so its gradient is accumulated over pieces. With pieces of
# equal size this gives the gradient of the whole batch; otherwise it does not. Fix it.
#
# What comes in: `pieces`, a list of at least one pair `(X, y)` of float64 arrays of shapes
# `(n, P)` and `(n,)`, where $n \ge 1$ differs from piece to piece; `w`, float64 of shape
# `(P,)`. What goes out: the gradient with respect to $\mathbf w$, shape `(P,)`, of the mean
# over *all* examples of $\frac12(\mathbf x^\top\mathbf w - y)^2$.

# %% tags=["starter"]
import numpy as np


def accumulate(pieces, w):
    """Return the gradient of the mean loss over all examples of all pieces."""
    gradient = np.zeros_like(w)
    ### BEGIN SOLUTION
    total = sum(len(y) for X, y in pieces)
    for X, y in pieces:
        gradient += X.T @ (X @ w - y) / total
    ### END SOLUTION
    ### BEGIN BROKEN
    for X, y in pieces:
        gradient += X.T @ (X @ w - y) / len(y) / len(pieces)
    ### END BROKEN
    return gradient


# %% tags=["check"]
def inputs(rng):
    P, count = (int(n) for n in rng.choice(range(2, 6), size=2, replace=False))
    sizes = rng.choice(range(6, 14), size=count, replace=False)
    pieces = [(rng.normal(size=(n, P)), rng.normal(size=n)) for n in sizes]
    return pieces, rng.normal(size=P)


def edge_cases():
    one = (np.array([[1.0, 2.0]]), np.array([3.0]))
    three = (np.ones((3, 2)), np.array([1.0, 2.0, 3.0]))
    return [([one], np.zeros(2)), ([one, three], np.ones(2)), ([three, three], np.ones(2))]


def valid(pieces, w):
    return len(pieces) > 0 and all(
        len(y) > 0 and X.shape == (len(y), len(w)) for X, y in pieces
    )


# %% [raw] tags=["wrong"]
# wrong_not_divided: You add up the sums of the pieces and do not divide. The mean is over all
# examples.
# - / total
#
# wrong_number_of_pieces: You divide the sum by the number of pieces, not by the number of
# examples.
# - / total
# + / len(pieces)
#
# wrong_sum_of_means: You add up the means of the pieces, so that the gradient grows with the
# number of pieces.
# - / total
# + / len(y)
#
# wrong_last_piece: Only the last piece counts: each one replaces the gradient of those before.
# - gradient += X.T
# + gradient = X.T
