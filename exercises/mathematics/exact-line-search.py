# /// exercise
# title = "The best step along the gradient"
# kind = "implement"
# difficulty = 3
# minutes = 15
# practices = ["gradient of least squares", "Taylor's formula", "curvature"]
# answer = "best_step"
# hints = [
#   '''Let $\mathbf{g}$ be the gradient. Along the line $\mathbf{w} - \eta\mathbf{g}$ the loss
#   is $L - \eta\,\mathbf{g}^\top\mathbf{g} +
#   \tfrac12\eta^2\,\mathbf{g}^\top\mathbf{A}\mathbf{g}$. For which $\eta$ is its derivative
#   zero?''',
#   '''The Hessian is $\mathbf{A} = \frac2N\mathbf{X}^\top\mathbf{X}$, so
#   $\mathbf{g}^\top\mathbf{A}\mathbf{g} = \frac2N\lVert\mathbf{X}\mathbf{g}\rVert^2$: you need
#   not form it.''',
# ]
# [survivors]
# "2 -> 1 (2)" = "The step does not depend on the length of g: it cancels from the quotient."
# "2 -> 3" = "The step does not depend on the length of g: it cancels from the quotient."
# "2 / len(X) -> 2 * len(X)" = "The step does not depend on the length of g."
# ///

# %% [markdown]
# For the mean squared error of a linear model with one output,
# $L(\mathbf{w}) = \frac1N\lVert\mathbf{X}\mathbf{w} - \mathbf{y}\rVert^2$, Taylor's formula is
# exact, so that the best size of a gradient step can be computed. Write `best_step`: it returns
# the number $\eta$ for which $L(\mathbf{w} - \eta\nabla L)$ is smallest. If the gradient is
# zero, return 0.0.
#
# What comes in: `w` of shape `(D,)`, `X` of shape `(N, D)` and `y` of shape `(N,)`, float64.
# What goes out: a number.

# %% tags=["starter"]
import numpy as np


def best_step(w, X, y):
    """Return the learning rate that makes the loss after one gradient step smallest."""
    ### BEGIN SOLUTION
    g = 2 / len(X) * X.T @ (X @ w - y)
    slope = g @ g
    if slope == 0:
        return 0.0
    curvature = 2 / len(X) * np.sum((X @ g) ** 2)
    return float(slope / curvature)
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    D = int(rng.integers(2, 6))
    N = D + int(rng.integers(1, 8))
    return rng.normal(size=D), rng.normal(size=(N, D)), rng.normal(size=N)


def edge_cases():
    rng = np.random.default_rng(0)
    X = rng.integers(-3, 4, size=(7, 3)).astype(float)
    w = np.array([1.0, -2.0, 0.5])
    return [(w, X, X @ w), (np.zeros(3), X, X[:, 1] + 1.0), (100 * w, X, X[:, 0])]


# %% [raw] tags=["wrong"]
# wrong_half: Your step is half as long as it should be. The curvature enters Taylor's formula
# with a factor 1/2, and its derivative with respect to the step cancels that.
# - float(slope / curvature)
# + float(slope / curvature / 2)
#
# wrong_double: Your step is twice as long as it should be: with it the loss comes out as high
# as before. Did you leave out the 2 of the Hessian?
# - 2 / len(X) * np.sum((X @ g) ** 2)
# + 1 / len(X) * np.sum((X @ g) ** 2)
#
# wrong_length: You divided the length of the gradient, not its square, by the curvature.
# - float(slope / curvature)
# + float(np.sqrt(slope) / curvature)
#
# wrong_newton_of_length: The curvature along a line is measured per unit of length. Here the
# step is counted in multiples of the gradient, so its curvature is g·Ag without a division.
# - float(slope / curvature)
# + float(slope**2 / curvature)
#
# wrong_largest_curvature: You divided 1 by the largest curvature of all directions. That is a
# safe step, but not the best one along this gradient.
# - float(slope / curvature)
# + float(1 / np.linalg.eigvalsh(2 / len(X) * X.T @ X)[-1])
#
# wrong_zero_gradient: At the minimum the gradient is zero, and your function divides 0 by 0.
# The task says what to return.
# - if slope == 0:
# -     return 0.0
# +
#
# wrong_unscaled_hessian: The gradient is divided by N, and so must the Hessian be.
# - 2 / len(X) * np.sum((X @ g) ** 2)
# + 2 * np.sum((X @ g) ** 2)
