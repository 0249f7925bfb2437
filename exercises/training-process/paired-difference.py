# /// exercise
# title = "Two models, one test set"
# kind = "implement"
# difficulty = 2
# minutes = 12
# practices = ["standard error", "paired comparison"]
# answer = "paired_difference"
# forbidden = ["torch", "sklearn", "scipy", "dlbook"]
# hints = [
#   '''For each example, the difference of the two is 1, 0 or -1.''',
#   '''The mean of N numbers has the variance of one, divided by N. The variance of the
#   differences is the mean of their squares minus the square of their mean.''',
# ]
# ///

# %% [markdown]
# Two models were tested on the same examples. By how much do their accuracies differ, and with
# what standard error? Use the formula of the chapter for paired comparisons, in which only
# the examples count on which the models differ (its variance is divided by $n$, not by $n -
# 1$).
#
# What comes in: `right_a` and `right_b`, boolean arrays of shape `(N,)`: whether each model
# was right on each example. What goes out: a tuple of two numbers, the accuracy of the first
# model minus that of the second, and the standard error of this difference.

# %% tags=["starter"]
import numpy as np


def paired_difference(right_a, right_b):
    """Return the difference of two accuracies and its standard error."""
    ### BEGIN SOLUTION
    d = right_a.astype(float) - right_b
    variance = np.mean(d**2) - np.mean(d) ** 2
    return np.mean(d), np.sqrt(variance / len(d))
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    N = int(rng.integers(10, 80))
    a = rng.random(N) < rng.uniform(0.5, 0.95)
    b = np.where(rng.random(N) < 0.6, a, rng.random(N) < 0.6)
    a[:2], b[:2] = [True, False], [False, True]
    a[2], b[2] = True, False
    return a, b


def edge_cases():
    yes, no = np.ones(5, dtype=bool), np.zeros(5, dtype=bool)
    return [(yes, no), (yes, yes), (np.array([True]), np.array([False]))]


def valid(right_a, right_b):
    return len(right_a) == len(right_b) > 0


# %% [raw] tags=["wrong"]
# wrong_unpaired: Your standard error is that of two separate test sets. Both models saw the
# same examples: take the variance of the differences.
# - variance = np.mean(d**2) - np.mean(d) ** 2
# + variance = right_a.var() + right_b.var()
#
# wrong_not_centered: You forgot to take away the square of the mean difference.
# - variance = np.mean(d**2) - np.mean(d) ** 2
# + variance = np.mean(d**2)
#
# wrong_one_example: That is the standard deviation of one example's difference. The mean of N
# has a variance N times smaller.
# - np.sqrt(variance / len(d))
# + np.sqrt(variance)
#
# wrong_variance: That is the variance of the difference. The standard error is its square root.
# - np.sqrt(variance / len(d))
# + variance / len(d)
#
# wrong_divided: The standard error goes down with the square root of N: divide by N before you
# take the root.
# - np.sqrt(variance / len(d))
# + np.sqrt(variance) / len(d)
#
# wrong_order: The difference is the first model's accuracy minus the second's; yours has the
# other sign.
# - return np.mean(d),
# + return -np.mean(d),
#
# wrong_ddof: You divide the variance by N - 1. The formula of the chapter divides by N.
# - variance = np.mean(d**2) - np.mean(d) ** 2
# + variance = (np.mean(d**2) - np.mean(d) ** 2) * len(d) / max(len(d) - 1, 1)
#
# wrong_differing_only: You divide by the number of examples on which the models differ. The
# difference of the accuracies is a mean over all examples.
# - d = right_a.astype(float) - right_b
# + d = right_a.astype(float) - right_b
# + d = d[d != 0] if d.any() else d
