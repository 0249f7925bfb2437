# /// exercise
# title = "A scan over machines"
# kind = "implement"
# difficulty = 4
# minutes = 25
# practices = ["parallel scans", "associativity"]
# answer = "chunk_summaries"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''A chunk maps the state at its start to the state at its end. The map is linear: a factor
#   times the state, and something added.''',
#   '''The factor is the product of all decays of the chunk. What is added is the state at its
#   end if it starts from zero.''',
# ]
# ///

# %% [markdown]
# The recurrence $\mathbf{h}_t = \mathbf{a}_t \odot \mathbf{h}_{t-1} + \mathbf{x}_t$ runs over a
# text that is cut into chunks of equal size, one for each machine. All machines start at the
# same time, without the state that the others will hand them. Each computes a *summary* of its
# chunk: $\mathbf{A}$ and $\mathbf{B}$ such that $\mathbf{h}_{\text{end}} = \mathbf{A} \odot
# \mathbf{h}_{\text{start}} + \mathbf{B}$, whatever $\mathbf{h}_{\text{start}}$ will be.
#
# What comes in: `a` and `x`, float64 of shape `(T, N)`, and `size`, an integer that divides T.
# What goes out: a tuple of `A` and `B`, each an array of shape `(T // size, N)`.

# %% tags=["starter"]
import numpy as np


def chunk_summaries(a, x, size):
    """Return the factors and the addends of all chunks."""
    ### BEGIN SOLUTION
    a, x = (z.reshape(len(z) // size, size, z.shape[1]) for z in (a, x))
    A, B = 1.0, 0.0
    for t in range(size):
        A = a[:, t] * A
        B = a[:, t] * B + x[:, t]
    return A, B
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    chunks, size, N = (int(n) for n in rng.choice(range(2, 8), size=3, replace=False))
    shape = chunks * size, N
    return rng.uniform(-1, 1, size=shape), rng.normal(size=shape), size


def edge_cases():
    rng = np.random.default_rng(5)
    return [
        (np.ones((6, 2)), rng.normal(size=(6, 2)), 3),
        (np.zeros((4, 1)), rng.normal(size=(4, 1)), 2),
        (rng.uniform(size=(3, 2)), rng.normal(size=(3, 2)), 1),
        (rng.uniform(size=(5, 2)), rng.normal(size=(5, 2)), 5),
    ]


def valid(a, x, size):
    fits = a.ndim == 2 and a.shape == x.shape and min(a.shape) > 0 and size > 0
    return fits and len(a) % size == 0


# %% [raw] tags=["wrong"]
# wrong_sum: You added the inputs up. On the way to the end of the chunk each is multiplied by
# all later decays.
# - B = a[:, t] * B + x[:, t]
# + B = B + x[:, t]
#
# wrong_own_decay: Your inputs decay by their own step as well. Input t is added after the state
# was multiplied by decay t.
# - B = a[:, t] * B + x[:, t]
# + B = a[:, t] * (B + x[:, t])
#
# wrong_last_decay: The factor is the product of all decays of the chunk, not the last alone.
# - A = a[:, t] * A
# + A = a[:, t]
#
# wrong_strided: You took every n-th position for a chunk. A chunk is a run of `size` positions
# that follow each other.
# - a, x = (z.reshape(len(z) // size, size, z.shape[1]) for z in (a, x))
# + a, x = (z.reshape(size, -1, z.shape[1]).swapaxes(0, 1) for z in (a, x))
#
# wrong_backwards: You go through the chunk from its end. Late inputs decay least.
# - for t in range(size):
# + for t in reversed(range(size)):
#
# wrong_carried: You carry the state from one chunk into the next. A machine does not know what
# comes before its chunk: each B starts from zero.
# - return A, B
# + for chunk in range(1, len(B)):
# +     B[chunk] += A[chunk] * B[chunk - 1]
# + return A, B
#
# wrong_quotient: You divide by a product of decays. It fails if a decay is 0: go through the
# chunk step by step instead.
# - A, B = 1.0, 0.0
# - for t in range(size):
# -     A = a[:, t] * A
# -     B = a[:, t] * B + x[:, t]
# - return A, B
# + with np.errstate(all="ignore"):
# +     product = a.cumprod(axis=1)
# +     return product[:, -1], (x * (product[:, -1:] / product)).sum(axis=1)
