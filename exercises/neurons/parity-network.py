# /// exercise
# title = "Parity by hand"
# kind = "implement"
# difficulty = 3
# minutes = 20
# practices = ["threshold units", "building a network"]
# answer = "parity_network"
# hints = [
#   '''Parity depends only on *how many* bits are set. Let unit $k$ ask: are at least $k$ bits
#   set? Then, if $m$ bits are set, the first $m$ units fire, and no others.''',
#   '''Now the output weights: with $+1, -1, +1, \dots$ the sum over the first $m$ is 1 for odd
#   $m$ and 0 for even $m$.''',
# ]
# [survivors]
# "0.5 -> 0.55" = "A count is whole, so any threshold between k - 1 and k does."
# "0.5 -> 0.55 (2)" = "The signs add up to 0 or 1: any threshold between them does."
# "1.0 -> 1.1" = "Weights that grow by a tenth from unit to unit change no sign, for few bits."
# "k + 1 -> k - 1" = "The same sign: the exponents differ by 2."
# ///

# %% [markdown]
# The parity of $n$ bits is 1 if an odd number of them are 1, otherwise 0. For two bits that is
# XOR. Build a network of $n$ hidden threshold units and one output unit that computes it, for
# any $n \ge 1$. A bracket is 1 if the statement in it holds, and 0 otherwise:
#
# $$
# \begin{aligned}
# \mathbf{h} &= [\,\mathbf{W}^{(1)}\mathbf{x} + \mathbf{b}^{(1)} > 0\,],\\
# \text{parity} &= [\,\mathbf{w}^{(2)\top}\mathbf{h} + b^{(2)} > 0\,].
# \end{aligned}
# $$
#
# What comes in: the number `n`. What goes out: a tuple `(W1, b1, w2, b2)` of shapes `(n, n)`,
# `(n,)` and `(n,)`, and a number. Many networks are right; the check runs yours on all
# $2^n$ inputs, `bits` of shape `(2**n, n)`.

# %% tags=["starter"]
import numpy as np


def parity_network(n):
    """Return W1 (n, n), b1 (n,), w2 (n,) and the number b2."""
    ### BEGIN SOLUTION
    k = np.arange(1, n + 1)
    W1, b1 = np.ones((n, n)), 0.5 - k  # unit k fires when at least k bits are set
    w2, b2 = (-1.0) ** (k + 1), -0.5  # +1 -1 +1 ...: sums to 1 for odd counts, else to 0
    return W1, b1, w2, b2
    ### END SOLUTION


# %% tags=["check"]
def all_bits(n):
    return (np.arange(2**n)[:, None] >> np.arange(n)) & 1


def inputs(rng):
    return (int(rng.integers(1, 8)),)


def edge_cases():
    return [(1,), (2,), (3,), (4,)]


def measure(network, n):
    W1, b1, w2, b2 = network
    shapes = [np.shape(part) for part in (W1, b1, w2, b2)]
    if shapes != [(n, n), (n,), (n,), ()]:
        wanted = f"expected the shapes {(n, n)}, {(n,)}, {(n,)} and () for n = {n}"
        raise ValueError(f"{wanted}, got {', '.join(map(str, shapes))}")
    h = all_bits(n) @ np.asarray(W1).T + b1 > 0
    return (h @ np.asarray(w2) + b2 > 0).astype(int)


def valid(n):
    return n > 0


# %% [raw] tags=["wrong"]
# wrong_or: Your network says whether *any* bit is set: each further unit adds to the first
# one's yes. The second must take it back, the third give it again, and so on.
# - (-1.0) ** (k + 1)
# + np.ones(n)
#
# wrong_one_too_many: Your unit k fires when *more* than k bits are set. So a single bit is seen
# by none of the units: put the threshold between k - 1 and k.
# - 0.5 - k
# + 0.0 - k
#
# wrong_always_first: Your units count from 0: the first one fires on every input, even without
# a bit. The signs that follow are then one off.
# - 0.5 - k
# + 1.5 - k
#
# wrong_even: Your network has it the wrong way round: it says 1 for an even number of bits.
# - (-1.0) ** (k + 1), -0.5
# + (-1.0) ** k, 0.5
#
# wrong_output_bias: Your output is positive even where the signs add up to 0. They give 0 or 1,
# so the threshold belongs between the two.
# - (-1.0) ** (k + 1), -0.5
# + (-1.0) ** (k + 1), 0.5
#
# wrong_xor_only: This is right for two bits. With three or more, each unit that sees too many
# bits takes one away, and three bits are to count as odd again.
# - (-1.0) ** (k + 1)
# + np.where(k == 1, 1.0, -1.0)
#
# wrong_one_bit_each: Your hidden units look at one bit each, so they pass the bits on as they
# are, and the output unit is left with a task that a single unit cannot do.
# - np.ones((n, n)), 0.5 - k
# + np.eye(n), np.full(n, -0.5)
#
# wrong_first_bits_only: Your unit k looks at the first k bits alone, so it cannot know how many
# are set. Let each unit add up all n bits, and let the thresholds differ.
# - np.ones((n, n))
# + np.tril(np.ones((n, n)))
