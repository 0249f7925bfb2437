# /// exercise
# title = "Half a ring"
# kind = "implement"
# difficulty = 3
# minutes = 25
# practices = ["all-reduce", "reduce-scatter"]
# answer = "reduce_scatter"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''Write down for three processes who sends which number in each of the two rounds.''',
#   '''Process r sends chunk (r - t) mod p in round t, the one to which it has just added.''',
#   '''What process r receives in round t comes from r - 1, and is chunk (r - 1 - t) mod p.''',
# ]
# ///

# %% [markdown]
# The first half of a ring all-reduce: $p$ processes hold a vector of $p$ numbers each, one
# number per chunk. In round $t = 0, 1, \dots, p - 2$ every process $r$ sends its number
# $(r - t) \bmod p$, as it is before the round, to process $(r + 1) \bmod p$, which adds it to
# its own number at the same place. At the end each process holds one complete sum.
#
# What comes in: `X`, float64 of shape `(p, p)`; row $r$ is the vector of process $r$. What goes
# out: a new array `(p, p)`, what the processes hold after the last round: complete sums and
# partial ones.

# %% tags=["starter"]
import numpy as np


def reduce_scatter(X):
    """Return what each process holds after p - 1 rounds of sending and adding."""
    ### BEGIN SOLUTION
    X = X.copy()
    p = len(X)
    ranks = np.arange(p)
    for t in range(p - 1):
        place = (ranks - t) % p
        messages = X[ranks, place]
        X[(ranks + 1) % p, place] += messages
    return X
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    p = int(rng.integers(3, 8))
    return (rng.normal(size=(p, p)),)


def edge_cases():
    return [(np.array([[2.0]]),), (np.arange(4.0).reshape(2, 2),), (np.ones((4, 4)),)]


def valid(X):
    return X.ndim == 2 and X.shape[0] == X.shape[1] and len(X) > 0


# %% [raw] tags=["wrong"]
# wrong_same_chunk: Every process sends the chunk of its own number in each round. What it has
# just received and added to has to travel on: chunk (r - t).
# - (ranks - t) % p
# + ranks
#
# wrong_other_way: You send chunk (r + t). That one has not been added to in the last round, so
# sums of two never grow.
# - (ranks - t) % p
# + (ranks + t) % p
#
# wrong_replaced: The receiver overwrites its number. In this half it adds.
# - += messages
# + = messages
#
# wrong_one_round_more: You run p rounds. In the last one complete sums are added to again.
# - range(p - 1)
# + range(p)
#
# wrong_whole_sum: Your processes hold complete sums everywhere. That takes both halves of the
# ring; after this one each process has a single complete sum.
# - return X
# + return np.tile(X[(ranks - 1) % p, ranks], (p, 1))
#
# wrong_to_the_left: You send to the left neighbor, so that nobody gets the chunk that it sends
# next.
# - (ranks + 1) % p
# + (ranks - 1) % p
