# /// exercise
# title = "Yes or no, weighted and stable"
# kind = "implement"
# difficulty = 3
# minutes = 20
# practices = ["binary cross-entropy from logits", "overflow", "a rare class"]
# answer = "binary_loss"
# forbidden = ["torch", "scipy", "dlbook"]
# hints = [
#   '''$-\log\sigma(z) = \log(1 + e^{-z})$ and $-\log(1 - \sigma(z)) = \log(1 + e^{z})$. Which
#   of the two overflows where, and how do $\max$ and $e^{-|z|}$ help?''',
#   '''`np.logaddexp(0, z)` is $\log(1 + e^z)$ without overflow. For the gradient you need a
#   sigmoid that does not overflow either: with $s = e^{-|z|}$ it is $1/(1+s)$ for $z > 0$ and
#   $s/(1+s)$ otherwise.''',
#   '''The derivative for a yes is $-w\,\sigma(-z)$, for a no $\sigma(z)$.''',
# ]
# [survivors]
# "z > 0 -> z >= 0" = "At 0 both forms give a half."
# "z > 0 -> z >= 0 (2)" = "Here, too."
# ///

# %% [markdown]
# Compute the loss of yes-or-no questions from their logits, where a yes counts $w$ times:
#
# $$\ell = -w\,y\,\log\sigma(z) - (1 - y)\,\log(1 - \sigma(z)).$$
#
# It must be right, and nothing may overflow on the way, for $z$ from $-1000$ to $1000$.
#
# What comes in: `z`, logits, and `y`, numbers from 0 to 1, float64 arrays of any one shape;
# the weight `w`, a number. What goes out: a tuple of two arrays of that shape, the loss of each
# entry and its gradient with respect to its logit.

# %% tags=["starter"]
import numpy as np


def binary_loss(z, y, w):
    """Return the loss of each entry, and its derivative with respect to the logit."""
    ### BEGIN SOLUTION
    small = np.exp(-np.abs(z))
    p = np.where(z > 0, 1, small) / (1 + small)  # sigmoid(z)
    q = np.where(z > 0, small, 1) / (1 + small)  # sigmoid(-z), without 1 - p
    loss = w * y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)
    return loss, (1 - y) * p - w * y * q
    ### END SOLUTION


# %% tags=["check"]
ATOL = 1e-12
FLOAT_ERRORS = False  # no overflow, division by zero or invalid value on the way


def inputs(rng):
    shape = tuple(int(n) for n in rng.choice(np.arange(2, 9), size=2, replace=False))
    soft = rng.random(shape)
    y = np.where(rng.random(shape) < 0.7, (soft < 0.5) * 1.0, soft)
    return rng.normal(0, 4, size=shape), y, float(rng.uniform(2, 9))


def edge_cases():
    z = np.array([-1000.0, -40.0, 0.0, 40.0, 1000.0])
    return [(z, np.zeros(5), 3.0), (z, np.ones(5), 3.0), (np.array(0.3), np.array(0.4), 1.5)]


# %% [raw] tags=["wrong"]
# wrong_as_written: This is right on paper. At ±1000 the sigmoid is exactly 0 or 1, and the
# logarithm of zero is minus infinity. Simplify the logarithm of the sigmoid before you compute.
# - small = np.exp(-np.abs(z))
# - p = np.where(z > 0, 1, small) / (1 + small)  # sigmoid(z)
# - q = np.where(z > 0, small, 1) / (1 + small)  # sigmoid(-z), without 1 - p
# - loss = w * y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)
# + p = 1 / (1 + np.exp(-z))
# + q = 1 - p
# + loss = -w * y * np.log(p) - (1 - y) * np.log(q)
#
# wrong_clipped: You clip the probabilities. The loss of the worst mistakes is then too small,
# and it stays the same however much worse they get.
# - small = np.exp(-np.abs(z))
# - p = np.where(z > 0, 1, small) / (1 + small)  # sigmoid(z)
# - q = np.where(z > 0, small, 1) / (1 + small)  # sigmoid(-z), without 1 - p
# - loss = w * y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)
# + p = np.clip(1 / (1 + np.exp(-np.clip(z, -500, 500))), 1e-7, 1 - 1e-7)
# + q = 1 - p
# + loss = -w * y * np.log(p) - (1 - y) * np.log(q)
#
# wrong_weight_of_no: Your weight is on the no; a yes is to count w times.
# - loss = w * y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)
# - return loss, (1 - y) * p - w * y * q
# + loss = y * np.logaddexp(0, -z) + w * (1 - y) * np.logaddexp(0, z)
# + return loss, w * (1 - y) * p - y * q
#
# wrong_weight_of_all: You multiply every entry by the weight. Only a yes is to count w times.
# - loss = w * y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)
# - return loss, (1 - y) * p - w * y * q
# + loss = y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)
# + return w * loss, w * ((1 - y) * p - y * q)
#
# wrong_weight_forgotten_in_slope: The loss is right. Your gradient is σ(z) - y, without the
# weight: then the weight has no effect on training at all.
# - (1 - y) * p - w * y * q
# + (1 - y) * p - y * q
#
# wrong_weighted_target: The loss is right. Your gradient is σ(z) - w y: the weight belongs to
# the whole term of a yes, whose gradient is -w (1 - σ(z)).
# - (1 - y) * p - w * y * q
# + p - w * y
#
# wrong_mean: You return the mean loss. The task asks for the loss of each entry, and its
# gradient.
# - return loss, (1 - y) * p - w * y * q
# + return loss.mean(), ((1 - y) * p - w * y * q) / loss.size
#
# wrong_both_branches: The values are right, but `np.where` computes both branches everywhere,
# and the one that is not selected overflows. Write it so that no exponent is positive.
# - np.logaddexp(0, z)
# + np.where(z > 0, z + np.log1p(np.exp(-z)), np.log1p(np.exp(z)))
#
# wrong_yes_and_no_swapped: Your loss grows where it should fall: a yes costs log(1 + e^z). It
# is to cost -log σ(z) = log(1 + e^(-z)).
# - loss = w * y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)
# - return loss, (1 - y) * p - w * y * q
# + loss = w * y * np.logaddexp(0, z) + (1 - y) * np.logaddexp(0, -z)
# + return loss, w * y * p - (1 - y) * q
#
# wrong_weight_of_gradient: The loss is right. Your gradient is w (σ(z) - y): there the weight
# multiplies the part of a no, too.
# - (1 - y) * p - w * y * q
# + w * (p - y)
#
# wrong_small_number: You keep the logarithm of zero away by adding a small number. The loss of
# the worst mistakes then stops at its logarithm, about 28 times the weight for 1e-12.
# - w * y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)
# + -w * y * np.log(p + 1e-12) - (1 - y) * np.log(q + 1e-12)
