# /// exercise
# title = "The forward algorithm"
# kind = "implement"
# difficulty = 3
# minutes = 20
# practices = ["dynamic programming", "log-sum-exp", "conditional random fields"]
# answer = "log_partition"
# forbidden = ["torch", "scipy", "dlbook", "itertools"]
# hints = [
#   '''Begin with `alpha = E[0]`. For the next word, what do you have to add up for each tag
#   c?''',
#   '''`alpha[:, None] + A` has the shape `(C, C)`: from the row's tag to the column's. Over
#   which axis does the sum go?''',
#   '''Subtract the largest entry before you take exponentials, and add it to the logarithm. The
#   transitions can be large, too: add them before you look for the largest.''',
# ]
# ///

# %% [markdown]
# Compute $\log Z$ of a conditional random field: the logarithm of the sum, over all $C^T$
# sequences of tags, of the exponential of their score. The score is the sum of an emission for
# each word and of a transition for each pair of neighbors.
#
# What comes in: `E`, float64 of shape `(T, C)`, the emissions; `A`, float64 of shape `(C, C)`:
# `A[a, c]` for a move from tag a to tag c. What goes out: a number. It must stay finite for
# scores of several thousand.

# %% tags=["starter"]
import numpy as np


def log_partition(E, A):
    """Return log Z for emissions (T, C) and transitions (C, C)."""

    ### BEGIN SOLUTION
    def log_sum_exp(x):
        largest = x.max(axis=0)
        return largest + np.log(np.exp(x - largest).sum(axis=0))

    alpha = E[0]
    for emission in E[1:]:
        alpha = emission + log_sum_exp(alpha[:, None] + A)
    return log_sum_exp(alpha)
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    T, C = int(rng.integers(4, 8)), int(rng.integers(2, 4))
    return rng.normal(size=(T, C)), rng.normal(size=(C, C))


def edge_cases():
    big = np.array([[1000.0, -1000.0], [-1000.0, 1000.0]])
    return [
        (np.array([[0.5, 1.0, -1.0]]), np.zeros((3, 3))),
        (np.array([[2.0], [3.0]]), np.array([[0.5]])),
        (big, np.zeros((2, 2))),
        (np.zeros((2, 2)), -big),
        (np.array([[0.0, 0.0], [0.0, 3000.0]]), np.array([[0.0, -2000.0], [0.0, -2000.0]])),
    ]


def valid(E, A):
    return E.ndim == 2 and len(E) > 0 and A.shape == (E.shape[1], E.shape[1])


# %% [raw] tags=["wrong"]
# wrong_transposed: You read the transitions from column to row.
# - alpha[:, None] + A
# + alpha[:, None] + A.T
#
# wrong_max: You took the score of the best sequence. The sum is over all of them.
# - return largest + np.log(np.exp(x - largest).sum(axis=0))
# + return largest
#
# wrong_no_transitions: The transitions are missing: each word is treated alone.
# - alpha[:, None] + A
# + alpha[:, None] + 0 * A
#
# wrong_overflow: Your result is not finite for large scores. Subtract the largest before you
# take exponentials, and add it afterwards.
# - largest = x.max(axis=0)
# + largest = 0 * x.max(axis=0)
#
# wrong_first: The emissions of the first word are missing.
# - alpha = E[0]
# + alpha = 0 * E[0]
#
# wrong_last: The emissions of the last word are missing.
# - for emission in E[1:]:
# + for emission in [*E[1:-1], 0 * E[-1]] if len(E) > 1 else []:
