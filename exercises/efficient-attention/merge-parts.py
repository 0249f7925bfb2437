# /// exercise
# title = "Parts of a row, merged"
# kind = "debug"
# difficulty = 2
# minutes = 12
# practices = ["log-sum-exp", "ring attention"]
# answer = "merge_parts"
# hints = [
#   '''Try two parts with the same output. What should the merged output be, and what is it?''',
#   '''The weights of the parts have to add up to one for every query.''',
# ]
# ///

# %% [markdown]
# Each of several processes attended to its own keys. Their outputs are merged below, and the
# test, in which all processes had the same scores, passed. On real texts the outputs are too
# small. Fix it.
#
# What comes in: `outputs`, float64 of shape `(p, T, d_v)`, one attention output for each of p
# processes and T queries; `lse`, `(p, T)`, the log-sum-exp of the scores that each query had
# there. Values of `lse` may be as large as ±1000. What goes out: attention to all keys, an
# array of shape `(T, d_v)`.

# %% tags=["starter"]
import numpy as np


def merge_parts(outputs, lse):
    """Return the output of attention to the keys of all processes."""
    ### BEGIN SOLUTION
    weights = np.exp(lse - lse.max(axis=0))
    weights = weights / weights.sum(axis=0)
    return (weights[:, :, None] * outputs).sum(axis=0)
    ### END SOLUTION
    ### BEGIN BROKEN
    weights = np.exp(lse - lse.max(axis=0))
    return (weights[:, :, None] * outputs).mean(axis=0)
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    p, T, d_v = (int(n) for n in rng.choice(range(2, 8), size=3, replace=False))
    return rng.normal(size=(p, T, d_v)), 2 * rng.normal(size=(p, T))


def edge_cases():
    rng = np.random.default_rng(4)
    return [
        (rng.normal(size=(1, 2, 3)), np.zeros((1, 2))),
        (rng.normal(size=(3, 1, 2)), np.zeros((3, 1))),
        (rng.normal(size=(2, 2, 1)), np.array([[1000.0, -1000.0], [1001.0, -999.0]])),
        (rng.normal(size=(2, 1, 2)), np.array([[1000.0], [-1000.0]])),
    ]


def valid(outputs, lse):
    return outputs.ndim == 3 and outputs.size > 0 and lse.shape == outputs.shape[:2]


# %% [raw] tags=["wrong"]
# wrong_mean: You take the plain mean of the parts. A process whose keys fit a query better has
# to count more for it.
# - (weights[:, :, None] * outputs).sum(axis=0)
# + outputs.mean(axis=0)
#
# wrong_overflow: The exponential of 1000 is infinite. Subtract the largest log-sum-exp of each
# query first.
# - np.exp(lse - lse.max(axis=0))
# + np.exp(lse)
#
# wrong_over_queries: Your weights add up over the queries. For each query they are to add up to
# one over the processes.
# - weights / weights.sum(axis=0)
# + weights / weights.sum(axis=1, keepdims=True)
#
# wrong_sum: The weights are not divided by their sum, so that the outputs are too large if
# several processes fit.
# - weights = weights / weights.sum(axis=0)
#
# wrong_lse_as_weight: You weigh by the log-sum-exp itself. It is a logarithm: take its
# exponential first.
# - weights = np.exp(lse - lse.max(axis=0))
# + weights = lse + 1e-9
#
# wrong_one_sum: You divide by one sum of all weights. They are to add up to one for each query.
# - weights.sum(axis=0)
# + weights.sum()
#
# wrong_one_maximum: You subtract one maximum from the log-sum-exps of all queries. Subtract for
# each query its own, or the weights of the others may all become zero.
# - lse.max(axis=0)
# + lse.max()
