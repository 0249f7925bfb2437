# /// exercise
# title = "The time of a step"
# kind = "implement"
# difficulty = 1
# minutes = 10
# practices = ["roofline", "bottlenecks"]
# answer = "step_seconds"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''The maximum is taken for each operation, and then all are added up.''',
#   '''`numpy.maximum` compares two arrays entry by entry. Every operation is called once.''',
# ]
# ///

# %% [markdown]
# A step runs operations one after another. Operation $i$ has $F_i$ FLOPs and moves $Q_i$ bytes;
# the processor computes $P$ FLOP/s, moves $W$ byte/s, and needs $c$ seconds to call an
# operation. Computing and moving go on at the same time within an operation, not across
# operations. How long does the step take?
#
# What comes in: `flops` and `moved`, float64 arrays of shape `(n,)`; `peak`, `bandwidth` and
# `call`, positive numbers. What goes out: a number, the seconds of the step; 0 if there are no
# operations.

# %% tags=["starter"]
import numpy as np


def step_seconds(flops, moved, peak, bandwidth, call):
    """Return the seconds of all operations, one after another."""
    ### BEGIN SOLUTION
    slower = np.maximum(flops / peak, moved / bandwidth)
    return float(np.sum(slower + call))
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    n = int(rng.integers(2, 9))
    flops, moved = rng.uniform(1, 100, size=(2, n))
    peak, bandwidth, call = (float(v) for v in rng.uniform(0.5, 3, size=3))
    return flops, moved, peak, bandwidth, call


def edge_cases():
    none = np.zeros(0)
    return [
        (none, none, 1.0, 2.0, 3.0),
        (np.zeros(3), np.zeros(3), 1.0, 2.0, 0.5),
        (np.array([1.0, 0.0]), np.array([0.0, 4.0]), 2.0, 8.0, 0.25),
    ]


def valid(flops, moved, peak, bandwidth, call):
    return flops.shape == moved.shape and flops.ndim == 1 and min(peak, bandwidth, call) > 0


# %% [raw] tags=["wrong"]
# wrong_sum: You add the two times of an operation. While numbers are moved, others are computed
# with: the slower of the two is the time.
# - np.maximum(flops / peak, moved / bandwidth)
# + flops / peak + moved / bandwidth
#
# wrong_max_of_totals: You add up all FLOPs and all bytes and compare the totals. One operation
# cannot move while another computes: take the maximum for each, then add up.
# - slower = np.maximum(flops / peak, moved / bandwidth)
# - return float(np.sum(slower + call))
# + slower = max(np.sum(flops) / peak, np.sum(moved) / bandwidth)
# + return float(slower + call * len(flops))
#
# wrong_faster: You take the faster resource. An operation is done when the slower one is.
# - np.maximum(
# + np.minimum(
#
# wrong_one_call: You count one call. Every operation is called.
# - np.sum(slower + call)
# + (np.sum(slower) + call * (len(flops) > 0))
#
# wrong_call_hidden: You take the largest of computing, moving and calling. The call comes
# before the other two: add it.
# - slower + call
# + np.maximum(slower, call)
#
# wrong_no_call: You left the calls out. They are what small operations wait for.
# - slower + call
# + slower
