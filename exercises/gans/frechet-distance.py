# /// exercise
# title = "Two clouds of features"
# kind = "implement"
# difficulty = 4
# minutes = 30
# practices = ["Fréchet distance", "the root of a matrix"]
# answer = "frechet"
# forbidden = ["torch", "scipy", "dlbook"]
# hints = [
#   '''`np.cov(X, rowvar=False)` is the covariance of features in columns. What remains is the
#   trace of the root of a product of two matrices.''',
#   '''$\boldsymbol\Sigma_p\boldsymbol\Sigma_q$ is not symmetric. But with $\mathbf{R} =
#   \boldsymbol\Sigma_p^{1/2}$, the symmetric matrix $\mathbf{R}\,\boldsymbol\Sigma_q\mathbf{R}$
#   has the same eigenvalues, and the trace of a root is the sum of the roots of the
#   eigenvalues.''',
#   '''`values, V = np.linalg.eigh(C)` gives $\boldsymbol\Sigma = \mathbf{V}
#   \operatorname{diag}(\text{values})\mathbf{V}^\top$. Rounding can make an eigenvalue a hair
#   negative: `np.maximum(values, 0)`.''',
# ]
# [survivors]
# "0 -> -1" = "Only rounding makes an eigenvalue negative, and by less than that."
# "0 -> -1 (4)" = "Here, too."
# ///

# %% [markdown]
# Compute the Fréchet distance of two sets of features, each treated as normally distributed:
#
# $$\begin{aligned}
# d^2 = {}& \lVert \boldsymbol\mu_p - \boldsymbol\mu_q \rVert^2 \\
# &+ \operatorname{tr}\big(\boldsymbol\Sigma_p + \boldsymbol\Sigma_q - 2\,(\boldsymbol\Sigma_p
# \boldsymbol\Sigma_q)^{1/2}\big)
# \end{aligned}$$
#
# with the means and the covariances of the columns. Covariances are divided by the number of
# examples minus one, as in `np.cov`.
#
# What comes in: `X` and `Y`, float64 of shapes `(N, D)` and `(M, D)`, with $D \ge 2$ and more
# examples than features. What goes out: a number.

# %% tags=["starter"]
import numpy as np


def frechet(X, Y):
    """Return the squared Fréchet distance of two clouds of features."""
    ### BEGIN SOLUTION
    C_p, C_q = np.cov(X, rowvar=False), np.cov(Y, rowvar=False)
    values, V = np.linalg.eigh(C_p)
    R = V @ np.diag(np.sqrt(np.maximum(values, 0))) @ V.T
    both = np.linalg.eigvalsh(R @ C_q @ R)
    root = np.sum(np.sqrt(np.maximum(both, 0)))
    gap = X.mean(axis=0) - Y.mean(axis=0)
    return gap @ gap + np.trace(C_p) + np.trace(C_q) - 2 * root
    ### END SOLUTION


# %% tags=["check"]
RTOL, ATOL = 1e-5, 1e-7


def inputs(rng):
    D = int(rng.integers(2, 6))
    N, M = (int(n) for n in rng.choice(np.arange(3 * D, 6 * D), size=2, replace=False))
    A, B = rng.normal(size=(D, D)) + np.eye(D), rng.normal(size=(D, D)) + np.eye(D)
    return rng.normal(size=(N, D)) @ A, 1 + 2 * rng.normal(size=(M, D)) @ B


def edge_cases():
    rng = np.random.default_rng(5)
    X = rng.normal(size=(12, 3))
    return [(X, X + 2.0), (X, 3 * X), (X[:9], X[4:] @ np.diag([1.0, 0.2, 4.0]))]


def valid(X, Y):
    return X.shape[1] == Y.shape[1] >= 2 and min(len(X), len(Y)) > 2 * X.shape[1]


# %% [raw] tags=["wrong"]
# wrong_diagonal: You compare the spread of each feature on its own. The features are
# correlated, and the distance counts that.
# - root = np.sum(np.sqrt(np.maximum(both, 0)))
# + root = np.sum(np.sqrt(np.diag(C_p) * np.diag(C_q)))
#
# wrong_entrywise: You took the square root of each entry. The root of a matrix is a matrix
# that, multiplied by itself, gives it.
# - root = np.sum(np.sqrt(np.maximum(both, 0)))
# + root = np.trace(np.sqrt(np.abs(C_p @ C_q)))
#
# wrong_root_of_each: You multiply the roots of the two covariances. That is the root of the
# product only if the two commute.
# - both = np.linalg.eigvalsh(R @ C_q @ R)
# - root = np.sum(np.sqrt(np.maximum(both, 0)))
# + values, V = np.linalg.eigh(C_q)
# + root = np.trace(R @ V @ np.diag(np.sqrt(np.maximum(values, 0))) @ V.T)
#
# wrong_divided_by_n: Your covariances are divided by the number of examples; they should be
# divided by that number minus one, as in np.cov.
# - C_p, C_q = np.cov(X, rowvar=False), np.cov(Y, rowvar=False)
# + C_p, C_q = np.cov(X, rowvar=False, ddof=0), np.cov(Y, rowvar=False, ddof=0)
#
# wrong_not_squared: You add the distance between the means. The formula has its square.
# - return gap @ gap
# + return np.sqrt(gap @ gap)
#
# wrong_root_at_the_end: That is d. The literature reports the square, and so does the formula.
# - return gap @ gap + np.trace(C_p) + np.trace(C_q) - 2 * root
# + return np.sqrt(gap @ gap + np.trace(C_p) + np.trace(C_q) - 2 * root)
#
# wrong_factor: You subtract the root once. It counts twice, as in (a - b)² = a² + b² - 2ab.
# - - 2 * root
# + - root
#
# wrong_means_only: You compare the means alone. A collapsed generator that draws the mean would
# be perfect.
# - return gap @ gap + np.trace(C_p) + np.trace(C_q) - 2 * root
# + return gap @ gap
