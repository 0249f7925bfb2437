# /// exercise
# title = "A step of the lasso"
# kind = "implement"
# difficulty = 3
# minutes = 15
# practices = ["L1", "soft threshold"]
# answer = "soft_step"
# forbidden = ["torch", "dlbook", "sklearn"]
# hints = [
#   '''Two lines: a gradient step on the squared error alone, then the threshold.''',
#   '''The gradient is `X.T @ (X @ w - y) / len(X)`. Then move each weight towards zero by
#   `rate * strength`, or to zero if it is closer than that.''',
#   '''`np.sign(u) * np.maximum(abs(u) - t, 0)`''',
# ]
# ///

# %% [markdown]
# The lasso minimizes $\frac{1}{2N}\lVert\mathbf{X}\mathbf{w} - \mathbf{y}\rVert^2 +
# \lambda_1\sum_i |w_i|$. One iteration is a step of gradient descent with learning rate $\eta$
# on the *first* term, followed by the soft threshold $\eta\lambda_1$ on every weight. Write
# that step.
#
# What comes in: `w`, float64 of shape `(D,)`; `X`, float64 of shape `(N, D)`; `y`, float64 of
# shape `(N,)`; `strength` ($\lambda_1$) and `rate` ($\eta$), positive numbers. What goes out:
# the new weights, shape `(D,)`; `w` must not change.

# %% tags=["starter"]
import numpy as np


def soft_step(w, X, y, strength, rate):
    """Return the weights after one step of the lasso."""
    ### BEGIN SOLUTION
    moved = w - rate * X.T @ (X @ w - y) / len(X)
    return np.sign(moved) * np.maximum(abs(moved) - rate * strength, 0)
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    N, D = (int(n) for n in rng.choice(np.arange(3, 12), size=2, replace=False))
    w, X, y = rng.normal(size=D), rng.normal(size=(N, D)), rng.normal(size=N)
    return w, X, y, float(rng.uniform(0.5, 3)), float(rng.uniform(0.1, 0.4))


def edge_cases():
    X = np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 1.0]])
    y = np.array([3.0, -1.0])
    return [
        (np.zeros(3), X, y, 0.5, 0.5),
        (np.zeros(3), X, y, 100.0, 0.5),
        (np.array([2.0, -2.0, 0.1]), X, X @ np.array([2.0, -2.0, 0.1]), 1.0, 1.0),
    ]


# %% [raw] tags=["wrong"]
# wrong_without_rate: Your threshold is λ₁. It has to be ηλ₁: the smaller the step, the less
# the penalty may take away in it.
# - rate * strength
# + strength
#
# wrong_slope_of_size: You follow the gradient of the penalty, λ₁ sign(w). Weights then jump
# back and forth over zero and hardly ever hit it; the threshold stops them there.
# - return np.sign(moved) * np.maximum(abs(moved) - rate * strength, 0)
# + return moved - rate * strength * np.sign(w)
#
# wrong_hard: You set small weights to zero and leave the large ones alone. The soft threshold
# also moves the large ones, by ηλ₁ towards zero.
# - return np.sign(moved) * np.maximum(abs(moved) - rate * strength, 0)
# + return np.where(abs(moved) > rate * strength, moved, 0.0)
#
# wrong_sign: You go uphill. A step of gradient descent goes against it: minus the rate times
# the gradient.
# - moved = w - rate * X.T @ (X @ w - y) / len(X)
# + moved = w + rate * X.T @ (X @ w - y) / len(X)
#
# wrong_threshold_first: You apply the threshold to the old weights only. It comes last: apply
# it to the weights that the gradient step has moved.
# - moved = w - rate * X.T @ (X @ w - y) / len(X)
# - return np.sign(moved) * np.maximum(abs(moved) - rate * strength, 0)
# + shrunk = np.sign(w) * np.maximum(abs(w) - rate * strength, 0)
# + return shrunk - rate * X.T @ (X @ w - y) / len(X)
#
# wrong_order: You apply the threshold first and then take the gradient step, which moves
# weights away from zero again. First the gradient, then the threshold.
# - moved = w - rate * X.T @ (X @ w - y) / len(X)
# - return np.sign(moved) * np.maximum(abs(moved) - rate * strength, 0)
# + shrunk = np.sign(w) * np.maximum(abs(w) - rate * strength, 0)
# + return shrunk - rate * X.T @ (X @ shrunk - y) / len(X)
#
# wrong_sum: Your gradient is that of the sum over the examples. The loss is half the *mean* of
# the squares: divide by N.
# - moved = w - rate * X.T @ (X @ w - y) / len(X)
# + moved = w - rate * X.T @ (X @ w - y)
#
# wrong_twice: Your gradient is twice as long as it should be. The loss is *half* the mean of
# the squares, and the half cancels the 2 of the derivative.
# - rate * X.T
# + rate * 2 * X.T
#
# wrong_decay: That is L2: you multiply by 1 - ηλ₁. L1 subtracts ηλ₁ from the size of each
# weight.
# - return np.sign(moved) * np.maximum(abs(moved) - rate * strength, 0)
# + return moved - rate * strength * w
#
# wrong_no_penalty: That is the gradient step alone; the threshold is missing.
# - return np.sign(moved) * np.maximum(abs(moved) - rate * strength, 0)
# + return moved
