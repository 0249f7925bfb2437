# /// exercise
# title = "Nudges that pile up"
# kind = "debug"
# difficulty = 2
# minutes = 10
# practices = ["measuring a gradient", "arrays that outlive a loop"]
# answer = "finite_differences"
# hints = [
#   '''Print `nudge` in each round of the loop. How many parameters move in the first round,
#   and how many in the third?''',
#   '''In round $i$, parameter $i$ alone may differ from `theta`. What must happen to the nudge
#   of the round before?''',
# ]
# ///

# %% [markdown]
# To save time, somebody made the array `nudge` once, before the loop. Since then training
# takes strange turns, though the derivative for the first parameter is right. Fix the function.
#
# What comes in: `loss`, a function from an array of shape `(P,)` to a number; `theta`, the
# point, of shape `(P,)`, which must stay as it is; `epsilon`, the size of a nudge. What goes
# out: a float64 array of shape `(P,)`, for each parameter
# $\big(L(\boldsymbol\theta + \varepsilon\,\mathbf e_i) -
# L(\boldsymbol\theta - \varepsilon\,\mathbf e_i)\big) / 2\varepsilon$, where $\mathbf e_i$ has
# a one at position $i$ and zeros elsewhere.

# %% tags=["starter"]
import numpy as np


def finite_differences(loss, theta, epsilon):
    """Return the derivative of the loss with respect to each parameter."""
    ### BEGIN SOLUTION
    g = np.empty(len(theta))
    for i in range(len(theta)):
        nudge = np.zeros(len(theta))
        nudge[i] = epsilon
        g[i] = (loss(theta + nudge) - loss(theta - nudge)) / (2 * epsilon)
    return g
    ### END SOLUTION
    ### BEGIN BROKEN
    g = np.empty(len(theta))
    nudge = np.zeros(len(theta))
    for i in range(len(theta)):
        nudge[i] = epsilon
        g[i] = (loss(theta + nudge) - loss(theta - nudge)) / (2 * epsilon)
    return g
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    loss = ["sum of cubes", "mean exponential"][rng.integers(2)]
    P = rng.integers(2, 8)
    return loss, rng.normal(size=P), float(rng.uniform(0.02, 0.2))


def edge_cases():
    rng = np.random.default_rng(0)
    return [
        ("sum of cubes", np.array([0.7]), 0.1),
        ("mean exponential", np.zeros(3), 0.05),
        ("sum of cubes", rng.normal(size=40), 0.1),
    ]


def drive(slopes_by_nudging, loss, theta, epsilon):
    def sum_of_cubes(theta):
        return (theta**3).sum() + theta.sum() ** 2

    def mean_exponential(theta):
        return np.exp(theta).mean()

    losses = {"sum of cubes": sum_of_cubes, "mean exponential": mean_exponential}
    return slopes_by_nudging(losses[loss], theta, epsilon)


def valid(loss, theta, epsilon):
    return len(theta) > 0 and 1e-3 <= epsilon <= 1


# %% [raw] tags=["wrong"]
# wrong_one_sided: You nudge to one side only. The curvature of the loss then adds to the
# result: look to both sides, and divide by twice the nudge.
# - (loss(theta + nudge) - loss(theta - nudge)) / (2 * epsilon)
# + (loss(theta + nudge) - loss(theta)) / epsilon
#
# wrong_theta_nudged_and_put_back: You nudge theta itself and put it back, but not exactly: 1 +
# 0.1 - 0.2 + 0.1 is not 1 in floating-point numbers. Nudge a copy, or add an array that is zero
# but for one entry.
# - nudge = np.zeros(len(theta))
# - nudge[i] = epsilon
# - g[i] = (loss(theta + nudge) - loss(theta - nudge)) / (2 * epsilon)
# + theta[i] += epsilon
# + above = loss(theta)
# + theta[i] -= 2 * epsilon
# + g[i] = (above - loss(theta)) / (2 * epsilon)
# + theta[i] += epsilon
#
# wrong_brackets_left_out: `/ 2 * epsilon` divides by 2 and multiplies by epsilon: Python goes
# from left to right. Put parentheses around `2 * epsilon`.
# - / (2 * epsilon)
# + / 2 * epsilon
#
# wrong_divided_by_one_nudge: Your gradient is twice too large: from -epsilon to +epsilon it
# is 2 epsilon.
# - / (2 * epsilon)
# + / epsilon
#
# wrong_not_put_back: After its own round, a parameter stays where its nudge has led it, so that
# the later gradients are measured at another place. Put it back.
# - g[i] = (loss(theta + nudge) - loss(theta - nudge)) / (2 * epsilon)
# + g[i] = (loss(theta + nudge) - loss(theta - nudge)) / (2 * epsilon)
# + theta = theta - nudge
#
# wrong_all_at_once: You nudge all parameters together, which gives one number: the sum of all
# derivatives. Each parameter needs a nudge of its own, with the others held still.
# - nudge[i] = epsilon
# + nudge[:] = epsilon
#
# wrong_uphill_is_down: The signs are the wrong way around: a gradient is positive where the
# loss grows with the parameter. Take the loss below from the loss above.
# - (loss(theta + nudge) - loss(theta - nudge))
# + (loss(theta - nudge) - loss(theta + nudge))
