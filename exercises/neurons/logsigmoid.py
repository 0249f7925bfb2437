# /// exercise
# title = "A stable log-sigmoid"
# kind = "implement"
# difficulty = 2
# minutes = 15
# practices = ["overflow", "slope of an activation"]
# answer = "log_sigmoid"
# forbidden = ["torch", "scipy", "dlbook", "for", "while", "numpy.vectorize"]
# hints = [
#   '''$\log\sigma(z) = -\log(1 + e^{-z})$ overflows on one side only. Find a form for the
#   other side, then one for both: what is never positive, whatever the sign of $z$?''',
#   '''With $s = e^{-|z|}$, which is between 0 and 1,
#   $\log\sigma(z) = \min(z, 0) - \log(1 + s)$; for small $s$, `np.log1p(s)` keeps the digits
#   that `np.log(1 + s)` loses. The slope is $1 - \sigma(z) = \sigma(-z)$: write it with $s$
#   as well, once for $z > 0$, once for the rest.''',
# ]
# [survivors]
# "z > 0 -> z >= 0" = "At 0 both forms give a half."
# ///

# %% [markdown]
# Losses need the logarithm of a sigmoid, and its slope. Write `log_sigmoid(z)`, which returns
# both, for any finite `z`: it must overflow nowhere, and keep its digits far out on either
# side, where $\log\sigma(z)$ or the slope is tiny, but not zero.
#
# What comes in: `z`, a float64 array of any shape. What goes out: a tuple of two arrays of
# that shape, $\log\sigma(z)$ and $\frac{d}{dz}\log\sigma(z)$. NumPy, and no loops.

# %% tags=["starter"]
import numpy as np


def log_sigmoid(z):
    """Return the logarithm of the sigmoid, and its slope."""
    ### BEGIN SOLUTION
    small = np.exp(-np.abs(z))  # between 0 and 1: never overflows
    value = np.minimum(z, 0) - np.log1p(small)
    slope = np.where(z > 0, small, 1) / (1 + small)  # sigmoid(-z)
    return value, slope
    ### END SOLUTION


# %% tags=["check"]
ATOL = 0.0  # far out, right answers are tiny


def inputs(rng):
    shape = rng.choice(np.arange(1, 7), size=rng.integers(1, 4), replace=False)
    return (rng.normal(0, 6, size=shape),)


def edge_cases():
    far = np.array([-1000.0, -40.0, 0.0, 40.0, 1000.0])
    return [(far,), (np.array([[-700.0, 700.0]]),), (np.array(0.0),), (np.zeros((0, 3)),)]


def property_overflows_nowhere(answer, args, result):
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        try:
            answer(*args)
        except FloatingPointError as error:
            message = f"The result is right, but on the way there was an {error}."
            raise AssertionError(message) from None


# %% tags=["wrong"]
def stable(z):
    small = np.exp(-np.abs(z))
    return np.minimum(z, 0) - np.log1p(small), np.where(z > 0, small, 1) / (1 + small)


def wrong_as_written(z):
    """This is right on paper. In floating point, exp(-z) is infinite at z = -1000, and 1 +
    exp(-z) is exactly 1 far out to the right. Rewrite it so that nothing positive is
    exponentiated."""
    return -np.log(1 + np.exp(-z)), 1 / (1 + np.exp(z))


def wrong_log_of_sigmoid(z):
    """You take the logarithm of a sigmoid. At z = -1000 the sigmoid is 0, and its logarithm is
    minus infinity; the value there is -1000. Simplify before you compute."""
    sigmoid = 1 / (1 + np.exp(-z))
    return np.log(sigmoid), 1 - sigmoid


def wrong_digits_of_the_value(z):
    """Nothing overflows, but your value loses its digits on the right: from about z = 37 on,
    1 + exp(-z) is exactly 1, and its logarithm 0. For the logarithm of 1 plus something small
    there is np.log1p."""
    small = np.exp(-np.abs(z))
    return np.minimum(z, 0) - np.log(1 + small), stable(z)[1]


def wrong_digits_of_the_slope(z):
    """Your slope is 1 - σ(z), which is right on paper. From about z = 37 on, σ(z) is exactly 1
    in floating point, and the difference 0. σ(-z) is the same number without a subtraction."""
    return stable(z)[0], 1 - stable(-z)[1]


def wrong_slope_of_sigmoid(z):
    """Your slope is that of the sigmoid, σ(1 - σ). The logarithm divides it by σ."""
    value, slope = stable(z)
    return value, slope * (1 - slope)


def wrong_slope_mirrored(z):
    """Your slope is σ(z). The logarithm of the sigmoid climbs steeply on the left and is flat
    on the right: its slope is 1 - σ(z) = σ(-z)."""
    return stable(z)[0], stable(-z)[1]


def wrong_softplus(z):
    """Your value is softplus, log(1 + exp(z)). Two signs are missing: log σ(z) is
    -softplus(-z), which is never positive."""
    return -stable(-z)[0], stable(z)[1]


def wrong_sign(z):
    """Your value has the wrong sign: a sigmoid is below 1, so its logarithm is negative."""
    return -stable(z)[0], stable(z)[1]


def wrong_clipped(z):
    """You clip z to avoid the overflow. Then the value stays where the true one goes on
    falling, and the slope never gets small."""
    return stable(np.clip(z, -10, 10))


def wrong_value_alone(z):
    """You return the value alone. The task asks for a tuple of the value and the slope."""
    return stable(z)[0]
