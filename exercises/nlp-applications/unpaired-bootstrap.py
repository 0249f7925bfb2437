# /// exercise
# title = "An interval far too wide"
# kind = "debug"
# difficulty = 3
# minutes = 15
# practices = ["bootstrap", "paired comparison"]
# answer = "difference_interval"
# forbidden = ["torch", "sklearn", "scipy", "dlbook"]
# hints = [
#   '''Both systems answered the *same* questions. Some are hard for both.''',
#   '''Which questions are drawn for the first system, and which for the second?''',
# ]
# ///

# %% [markdown]
# Two search systems were tested on the same questions. The function should return the middle
# 95% of the difference of their recalls, first minus second, over questions drawn with
# replacement. Its intervals were so wide that no system was ever better than another. Fix it.
#
# What comes in: `hits_a` and `hits_b`, float64 of shape `(Q,)`, 1 where a system found the page
# and 0 where not; `draws`, an array of integers of shape `(R, Q)`: the questions of each of R
# resamples. What goes out: an array of two numbers, float64: the quantiles 0.025 and 0.975, as
# `np.quantile` computes them.

# %% tags=["starter"]
import numpy as np


def difference_interval(hits_a, hits_b, draws):
    """Return the quantiles 0.025 and 0.975 of the resampled differences."""
    ### BEGIN SOLUTION
    differences = (hits_a - hits_b)[draws].mean(axis=1)
    return np.quantile(differences, (0.025, 0.975))
    ### END SOLUTION
    ### BEGIN BROKEN
    differences = hits_a[draws].mean(axis=1) - hits_b[draws[::-1]].mean(axis=1)
    return np.quantile(differences, (0.025, 0.975))
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    Q, R = int(rng.integers(12, 20)), int(rng.integers(40, 60))
    a = (rng.random(Q) < 0.6).astype(float)
    b = np.where(rng.random(Q) < 0.7, a, 1 - a)
    a[:2], b[:2] = (1.0, 0.0), (0.0, 0.0)
    return a, b, rng.integers(0, Q, (R, Q))


def edge_cases():
    same = np.array([1.0, 0.0, 1.0, 0.0])
    return [(same, same, np.array([[0, 0, 1, 2], [3, 3, 3, 1], [0, 2, 2, 0]]))]


def valid(hits_a, hits_b, draws):
    return (
        hits_a.shape == hits_b.shape
        and len(hits_a) > 0
        and draws.ndim == 2
        and draws.size > 0
        and bool(((draws >= 0) & (draws < len(hits_a))).all())
    )


# %% [raw] tags=["wrong"]
# wrong_sign: You subtract the first from the second.
# - (hits_a - hits_b)
# + (hits_b - hits_a)
#
# wrong_ninety: Your interval holds the middle 90%. For 95% leave out 2.5% on each side.
# - (0.025, 0.975)
# + (0.05, 0.95)
#
# wrong_absolute: You took the size of the differences. Their sign says who is better.
# - (hits_a - hits_b)
# + abs(hits_a - hits_b)
#
# wrong_per_question: You took the mean over resamples, for each place in them. Each resample
# gives one difference.
# - mean(axis=1)
# + mean(axis=0)
#
# wrong_not_drawn: You took the quantiles over questions, without resampling them.
# - differences = (hits_a - hits_b)[draws].mean(axis=1)
# + differences = hits_a - hits_b + 0 * draws.mean()
#
# wrong_one_system: You resample the first system only. The second has to be judged on the same
# questions.
# - (hits_a - hits_b)[draws].mean(axis=1)
# + hits_a[draws].mean(axis=1) - hits_b.mean()
#
# wrong_quantiles: You subtracted the quantiles of one system from those of the other. Take the
# quantiles of the differences.
# - return np.quantile(differences, (0.025, 0.975))
# + a, b = (np.quantile(h[draws].mean(axis=1), (0.025, 0.975)) for h in (hits_a, hits_b))
# + return a - b
