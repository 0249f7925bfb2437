# /// exercise
# title = "The best discriminator and its loss"
# kind = "implement"
# difficulty = 2
# minutes = 15
# practices = ["the best discriminator", "logarithms of zero"]
# answer = "best_discriminator"
# forbidden = ["torch", "scipy", "dlbook", "for", "while"]
# hints = [
#   '''$\mathrm{D}^* = p / (p + q)$. If $p + q = 0$, that value never occurs; put $\tfrac12$
#   there.''',
#   '''If $p = 0$, the term $p \log \mathrm{D}$ is 0. `np.where` computes both branches, so
#   put a harmless number under the logarithm first: `np.log(np.where(p > 0, D, 1))`.''',
# ]
# [survivors]
# "1.0 -> 1.1 (2)" = "This logarithm is multiplied by a probability of zero."
# "1.0 -> 1.1 (3)" = "This one, too."
# ///

# %% [markdown]
# An example has one of $C$ values. Real examples take them with probabilities `p`, those of the
# generator with probabilities `q`. Return the best discriminator for each value, and its loss
# $-\sum_c p_c \log \mathrm{D}_c - \sum_c q_c \log(1 - \mathrm{D}_c)$.
#
# Some probabilities may be zero, in one of the two or in both; $0 \log 0$ counts as 0, and a
# value that occurs in neither gets $\mathrm{D} = \tfrac12$. Nothing may be infinite or NaN, on
# the way to the result either.
#
# What comes in: `p` and `q`, float64 of shape `(C,)`, each summing to 1. What goes out: a
# tuple of an array of shape `(C,)` and a number.

# %% tags=["starter"]
import numpy as np


def best_discriminator(p, q):
    """Return the best D for each value, and its loss."""
    ### BEGIN SOLUTION
    both = p + q
    D = np.where(both > 0, p, 0.5) / np.where(both > 0, both, 1.0)
    of_real = p * np.log(np.where(p > 0, D, 1.0))
    of_fake = q * np.log(np.where(q > 0, 1 - D, 1.0))
    return D, -of_real.sum() - of_fake.sum()
    ### END SOLUTION


# %% tags=["check"]
FLOAT_ERRORS = False  # no overflow, division by zero or invalid value on the way


def inputs(rng):
    C = int(rng.integers(4, 12))
    p, q = rng.random(C) + 0.05, rng.random(C) + 0.05
    zeros = rng.choice(C, size=3, replace=False)
    p[zeros[0]] = q[zeros[1]] = p[zeros[2]] = q[zeros[2]] = 0
    return p / p.sum(), q / q.sum()


def edge_cases():
    even = np.full(4, 0.25)
    return [
        (even, even),
        (np.array([1.0, 0.0, 0.0]), np.array([0.0, 1.0, 0.0])),
        (np.array([0.5, 0.5]), np.array([1.0, 0.0])),
    ]


def valid(p, q):
    sums = bool(np.allclose([p.sum(), q.sum()], 1))
    return p.ndim == 1 and len(p) > 0 and min(p.min(), q.min()) >= 0 and sums


# %% [raw] tags=["wrong"]
# wrong_as_written: Right on paper. But if a probability is zero, you compute 0 log 0, which is
# NaN, and if both are zero, 0 / 0.
# - D = np.where(both > 0, p, 0.5) / np.where(both > 0, both, 1.0)
# - of_real = p * np.log(np.where(p > 0, D, 1.0))
# - of_fake = q * np.log(np.where(q > 0, 1 - D, 1.0))
# + D = p / both
# + of_real, of_fake = p * np.log(D), q * np.log(1 - D)
#
# wrong_swapped: This is the probability of "fake". D is the probability that an example is
# real: p / (p + q).
# - return D, -of_real.sum()
# + return 1 - D, -of_real.sum()
#
# wrong_value: You return the value of the game, which the discriminator makes large. Its loss
# is minus that.
# - -of_real.sum() - of_fake.sum()
# + of_real.sum() + of_fake.sum()
#
# wrong_mean: Your loss is half of what is asked for: add the terms of real and fake, do not
# average them.
# - -of_real.sum() - of_fake.sum()
# + -(of_real.sum() + of_fake.sum()) / 2
#
# wrong_divergence: You return the Jensen-Shannon divergence. The loss is 2 log 2 minus twice
# that.
# - -of_real.sum() - of_fake.sum()
# + np.log(2) + (of_real.sum() + of_fake.sum()) / 2
#
# wrong_threshold: You decide for the more likely kind, 0 or 1. The best D is a probability: p /
# (p + q). A discriminator that is certain and wrong has an infinite loss; your D is not the one
# whose loss you return.
# - return D,
# + return np.where(p == q, 0.5, (p > q) * 1.0),
#
# wrong_never_drawn: Right, except for values that occur in neither: there D should be 1/2.
# - np.where(both > 0, p, 0.5)
# + p
#
# wrong_both_branches: The values are right, but `np.where` computes both branches everywhere:
# it divides 0 by 0 even if that result is not selected. Replace the divisor before you divide.
# - np.where(both > 0, p, 0.5) / np.where(both > 0, both, 1.0)
# + np.where(both > 0, p / both, 0.5)
