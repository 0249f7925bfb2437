# /// exercise
# title = "The pinball loss"
# kind = "implement"
# difficulty = 2
# minutes = 15
# practices = ["a loss for a quantile", "gradients of a loss"]
# answer = "pinball"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''Split by the sign of `target - forecast`. What does a unit of error cost on
#   either side?''',
#   '''The gradient with respect to the forecast is minus the price where the forecast is too
#   low, and the other price where it is too high. The mean divides it by the number of
#   entries.''',
# ]
# ///

# %% [markdown]
# Absolute errors ask for the median. Let a forecast that is too low cost $q$ per unit, and one
# that is too high $1 - q$; then the cheapest forecast is the $q$-quantile:
#
# $$\ell = \begin{cases} q\,(y - \hat y) & \hat y < y,\\ (1 - q)\,(\hat y - y) & \hat y \ge y.
# \end{cases}$$
#
# What comes in: `forecast` and `target`, float64 arrays of any one shape; `q`, a number
# between 0 and 1. What goes out: a tuple of the mean loss (a number) and its gradient with
# respect to the forecast, an array of that shape. Where forecast and target are equal, take the
# gradient of a forecast that is too high.

# %% tags=["starter"]
import numpy as np


def pinball(forecast, target, q):
    """Return the mean pinball loss, and its gradient with respect to the forecast."""
    ### BEGIN SOLUTION
    price = np.where(forecast < target, -q, 1 - q)
    return np.mean(price * (forecast - target)), price / price.size
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    shape = tuple(int(n) for n in rng.choice(np.arange(2, 9), size=2, replace=False))
    return rng.normal(size=shape), rng.normal(size=shape), float(rng.uniform(0.05, 0.45))


def edge_cases():
    low, high = np.array([1.0]), np.array([3.0])
    equal = np.array([[2.0, 2.0, 5.0]])
    return [(low, high, 0.9), (high, low, 0.9), (equal, equal - [[0, 1, 7]], 0.25)]


# %% [raw] tags=["wrong"]
# wrong_sides: Your prices stand on the wrong sides: `q` is the price of a forecast that is too
# low. Yours asks for the quantile 1 - q.
# - price = np.where(forecast < target, -q, 1 - q)
# + price = np.where(forecast < target, q - 1, q)
#
# wrong_sum: You add up the losses; the task asks for their mean.
# - return np.mean(price * (forecast - target)), price / price.size
# + return np.sum(price * (forecast - target)), price
#
# wrong_slope_of_each: The loss is right. Your gradient is that of each entry's own loss; the
# mean divides it by the number of entries.
# - return np.mean(price * (forecast - target)), price / price.size
# + return np.mean(price * (forecast - target)), price
#
# wrong_slope_by_target: The loss is right. Your gradient has the wrong sign: raising a forecast
# that is too low makes the loss smaller.
# - return np.mean(price * (forecast - target)), price / price.size
# + return np.mean(price * (forecast - target)), -price / price.size
#
# wrong_rows: The loss is right. You divide the gradient by the number of rows, and the mean is
# over all entries.
# - return np.mean(price * (forecast - target)), price / price.size
# + return np.mean(price * (forecast - target)), price / len(price)
#
# wrong_absolute: That is q times the absolute error, on both sides: it asks for the median,
# whatever q.
# - price = np.where(forecast < target, -q, 1 - q)
# + price = q * np.sign(forecast - target)
#
# wrong_equal_is_low: You are right except where forecast and target are equal. There the task
# asks for the gradient of a forecast that is too high, 1 - q.
# - forecast < target
# + forecast <= target
#
# wrong_sign_of_low: Your price of a forecast that is too low has the wrong sign: its error,
# `forecast - target`, is negative, and the loss must not be.
# - np.where(forecast < target, -q, 1 - q)
# + np.where(forecast < target, q, 1 - q)
#
# wrong_zero_where_equal: You are right except where forecast and target are equal. There the
# task asks for the gradient of a forecast that is too high, 1 - q, not for 0.
# - return np.mean(price * (forecast - target)), price / price.size
# + gradient = np.where(forecast == target, 0, price) / price.size
# + return np.mean(price * (forecast - target)), gradient
#
# wrong_sign_of_high: Your loss of a forecast that is too high is negative. It should cost
# (1 - q) per unit of forecast - target; with target - forecast the factor is q - 1.
# - return np.mean(price * (forecast - target)), price / price.size
# + e = target - forecast
# + return np.mean(np.maximum(q * e, (1 - q) * e)), price / price.size
