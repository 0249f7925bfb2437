# /// exercise
# title = "A stable log-sigmoid"
# kind = "implement"
# difficulty = 2
# minutes = 15
# practices = ["overflow", "derivative of an activation"]
# answer = "log_sigmoid"
# forbidden = ["torch", "scipy", "dlbook", "for", "while", "numpy.vectorize"]
# hints = [
#   '''$\log\sigma(z) = -\log(1 + e^{-z})$ overflows on one side only. Find a form for the
#   other side, then one for both: what is never positive, whatever the sign of $z$?''',
#   '''With $s = e^{-|z|}$, which is between 0 and 1,
#   $\log\sigma(z) = \min(z, 0) - \log(1 + s)$; for small $s$, `np.log1p(s)` keeps the digits
#   that `np.log(1 + s)` loses. The derivative is $1 - \sigma(z) = \sigma(-z)$: write it with
#   $s$ as well, once for $z > 0$, once for the rest.''',
# ]
# [survivors]
# "z > 0 -> z >= 0" = "At 0 both forms give a half."
# ///

# %% [markdown]
# Losses need the logarithm of a sigmoid, and its derivative. Write `log_sigmoid(z)`, which
# returns both, for any finite `z`: it must never overflow, and it must stay accurate far out
# on either side, where $\log\sigma(z)$ or the derivative is tiny, but not zero.
#
# What comes in: `z`, a float64 array of any shape. What goes out: a tuple of two arrays of
# that shape, $\log\sigma(z)$ and $\frac{d}{dz}\log\sigma(z)$.

# %% tags=["starter"]
import numpy as np


def log_sigmoid(z):
    """Return the logarithm of the sigmoid, and its derivative."""
    ### BEGIN SOLUTION
    small = np.exp(-np.abs(z))  # between 0 and 1: never overflows
    value = np.minimum(z, 0) - np.log1p(small)
    derivative = np.where(z > 0, small, 1) / (1 + small)  # sigmoid(-z)
    return value, derivative
    ### END SOLUTION


# %% tags=["check"]
ATOL = 0.0  # far out, right answers are tiny
FLOAT_ERRORS = False  # no overflow, division by zero or invalid value on the way


def inputs(rng):
    shape = rng.choice(np.arange(1, 7), size=rng.integers(1, 4), replace=False)
    return (rng.normal(0, 6, size=shape),)


def edge_cases():
    far = np.array([-1000.0, -40.0, 0.0, 40.0, 1000.0])
    return [(far,), (np.array([[-700.0, 700.0]]),), (np.array(0.0),), (np.zeros((0, 3)),)]


# %% [raw] tags=["wrong"]
# wrong_as_written: This is right on paper. In floating point, exp(-z) is infinite at z = -1000,
# and 1 + exp(-z) is exactly 1 far out to the right. Rewrite it so that nothing positive is
# exponentiated.
# - small = np.exp(-np.abs(z))  # between 0 and 1: never overflows
# - value = np.minimum(z, 0) - np.log1p(small)
# - derivative = np.where(z > 0, small, 1) / (1 + small)  # sigmoid(-z)
# + value = -np.log(1 + np.exp(-z))
# + derivative = 1 / (1 + np.exp(z))
#
# wrong_log_of_sigmoid: You take the logarithm of a sigmoid. At z = -1000 the sigmoid is 0, and
# its logarithm is minus infinity; the value there is -1000. Simplify before you compute.
# - small = np.exp(-np.abs(z))  # between 0 and 1: never overflows
# - value = np.minimum(z, 0) - np.log1p(small)
# - derivative = np.where(z > 0, small, 1) / (1 + small)  # sigmoid(-z)
# + sigmoid = 1 / (1 + np.exp(-z))
# + value, derivative = np.log(sigmoid), 1 - sigmoid
#
# wrong_digits_of_the_value: Nothing overflows, but your value loses its digits on the right:
# from about z = 37 on, 1 + exp(-z) is exactly 1, and its logarithm 0. For the logarithm of 1
# plus something small there is np.log1p.
# - np.log1p(small)
# + np.log(1 + small)
#
# wrong_digits_of_the_derivative: Your derivative is 1 - σ(z), which is right on paper. From
# about z = 37 on, σ(z) is exactly 1 in floating point, and the difference 0. σ(-z) is the same
# number without a subtraction.
# - np.where(z > 0, small, 1) / (1 + small)
# + 1 - np.where(z > 0, 1, small) / (1 + small)
#
# wrong_derivative_of_sigmoid: Your derivative is that of the sigmoid, σ(1 - σ). The logarithm
# divides it by σ.
# - return value, derivative
# + return value, derivative * (1 - derivative)
#
# wrong_derivative_mirrored: Your derivative is σ(z). The logarithm of the sigmoid climbs
# steeply on the left and is flat on the right: its derivative is 1 - σ(z) = σ(-z).
# - np.where(z > 0, small, 1)
# + np.where(z > 0, 1, small)
#
# wrong_softplus: Your value is softplus, log(1 + exp(z)). Two signs are missing: log σ(z) is
# -softplus(-z), which is never positive.
# - value = np.minimum(z, 0) - np.log1p(small)
# + value = np.maximum(z, 0) + np.log1p(small)
#
# wrong_sign: Your value has the wrong sign: a sigmoid is below 1, so its logarithm is negative.
# - return value, derivative
# + return -value, derivative
#
# wrong_clipped: You clip z to avoid the overflow. Then the value stays where the true one goes
# on falling, and the derivative never gets small.
# - small = np.exp(-np.abs(z))
# + z = np.clip(z, -10, 10)
# + small = np.exp(-np.abs(z))
#
# wrong_value_alone: You return the value alone. The task asks for a tuple of the value and the
# derivative.
# - return value, derivative
# + return value
#
# wrong_both_branches: The values are right, but an exponential overflows on the way: `np.where`
# computes both of its branches everywhere, and 1 / (1 + exp(z)) overflows far out to the right.
# Write it so that no exponent is positive.
# - value = np.minimum(z, 0) - np.log1p(small)
# + value = np.where(z > 0, -np.log1p(np.exp(-z)), z - np.log1p(np.exp(z)))
