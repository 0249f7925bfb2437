# /// exercise
# title = "A check that lets mistakes pass"
# kind = "debug"
# difficulty = 3
# minutes = 15
# practices = ["gradient checks", "negative controls"]
# answer = "largest_error"
# hints = [
#   '''Give it a gradient that is wrong on purpose, `0.5 * gradient`, along one direction `v`,
#   and then along `-v`. What comes out?''',
#   '''An error can have either sign, and the largest of several numbers is not the one
#   furthest from zero.''',
# ]
# ///

# %% [markdown]
# `largest_error` judges a gradient along several directions: for each, it compares the central
# difference of `f` with the derivative that the gradient promises. Yesterday it rejected a
# gradient of half the right size, and today it accepted one. Fix it.
#
# What comes in: `f`, a function from an array of shape `(D,)` to a number; `gradient`, the
# gradient to be judged, and `x`, the point, both of shape `(D,)`; `directions` of shape
# `(n, D)`, one in each row; the number `step`. What goes out: the largest distance, over all
# directions, between the difference quotient and the promised derivative: never negative.

# %% tags=["starter"]
import numpy as np


def largest_error(f, gradient, x, directions, step):
    """Return the largest distance between difference quotient and promised derivative."""
    ### BEGIN SOLUTION
    errors = []
    for v in directions:
        quotient = (f(x + step * v) - f(x - step * v)) / (2 * step)
        errors.append(abs(quotient - gradient @ v))
    return max(errors)
    ### END SOLUTION
    ### BEGIN BROKEN
    errors = []
    for v in directions:
        quotient = (f(x + step * v) - f(x - step * v)) / (2 * step)
        errors.append(quotient - gradient @ v)
    return max(errors)
    ### END BROKEN


# %% tags=["check"]
def case(rng, function, D, n, factor):
    x = rng.normal(size=D)
    gradient = 3 * x**2 if function == "sum of cubes" else np.exp(x)
    directions = rng.normal(size=(n, D))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    return function, factor * gradient, x, directions, 1e-2


def inputs(rng):
    function = ["sum of cubes", "sum of exponentials"][rng.integers(2)]
    D, n = (int(k) for k in rng.choice(np.arange(1, 6), size=2, replace=False))
    return case(rng, function, D, n, rng.uniform(0.3, 1.7))


def edge_cases():
    rng = np.random.default_rng(0)
    right, one = case(rng, "sum of cubes", 4, 3, 1.0), case(rng, "sum of cubes", 3, 1, 0.5)
    turned = (*one[:3], -one[3], one[4])
    opposite = case(rng, "sum of exponentials", 1, 2, -1.0)
    return [right, one, turned, opposite]


def drive(largest_error, function, gradient, x, directions, step):
    f = {
        "sum of cubes": lambda x: (x**3).sum(),
        "sum of exponentials": lambda x: np.exp(x).sum(),
    }
    return largest_error(f[function], gradient, x, directions, step)


def valid(function, gradient, x, directions, step):
    return 1e-3 <= step <= 0.1 and len(directions) > 0


# %% [raw] tags=["wrong"]
# wrong_abs_too_late: You take the absolute value of the largest error. An error far below zero
# is never the largest: take the absolute value of each before you compare them.
# - errors.append(abs(quotient - gradient @ v))
# + errors.append(quotient - gradient @ v)
# - return max(errors)
# + return abs(max(errors))
#
# wrong_signs_ignored: You compare the sizes of the two derivatives. A gradient with the wrong
# sign would then pass: subtract first, and take the absolute value of the difference.
# - abs(quotient - gradient @ v)
# + abs(abs(quotient) - abs(gradient @ v))
#
# wrong_mean: You average over the directions. One mistake among many right derivatives then
# looks small: the task asks for the largest.
# - max(errors)
# + np.mean(errors)
#
# wrong_clipped: You count errors below zero as zero, so gradients that promise too much still
# pass.
# - abs(quotient - gradient @ v)
# + max(0.0, quotient - gradient @ v)
#
# wrong_one_sided: Your quotient looks to one side only. The bend of f then counts as an error
# of the gradient: take f(x + step * v) - f(x - step * v), over 2 * step.
# - (f(x + step * v) - f(x - step * v)) / (2 * step)
# + (f(x + step * v) - f(x)) / step
#
# wrong_relative: You divide the distance by the size of the quotient. A relative error is a
# good measure too, but the task asks for the distance itself.
# - abs(quotient - gradient @ v)
# + abs(quotient - gradient @ v) / abs(quotient)
#
# wrong_squared: You return the square of the distance. That also hides small mistakes: 0.01
# becomes 0.0001. Take the absolute value.
# - abs(quotient - gradient @ v)
# + (quotient - gradient @ v) ** 2
