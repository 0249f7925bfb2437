# /// exercise
# title = "Muon's iteration"
# kind = "implement"
# difficulty = 3
# minutes = 15
# practices = ["singular values", "Newton-Schulz iteration"]
# answer = "orthogonal"
# forbidden = ["torch", "dlbook", "numpy.linalg.svd", "scipy"]
# hints = [
#   '''First divide by the root of the sum of all squares: then no singular value is above 1.
#   A zero matrix must not be divided by its norm.''',
#   '''With $\mathbf{A} = \mathbf{X}\mathbf{X}^\top$ an iteration is
#   $3.4445\,\mathbf{X} + (-4.7750\,\mathbf{A} + 2.0315\,\mathbf{A}\mathbf{A})\,\mathbf{X}$:
#   matrix products, no powers of entries.''',
# ]
# ///

# %% [markdown]
# Write Muon's iteration. First $\mathbf{X} = \mathbf{G}/\lVert\mathbf{G}\rVert$, where the norm
# is the root of the sum of all squares. Then, `steps` times,
#
# $$\mathbf{X} \leftarrow 3.4445\,\mathbf{X} - 4.7750\,(\mathbf{X}\mathbf{X}^\top)\,\mathbf{X}
# + 2.0315\,(\mathbf{X}\mathbf{X}^\top)^2\,\mathbf{X}.$$
#
# For a zero matrix the result is zero. Use matrix products: `numpy.linalg.svd` and SciPy are
# not allowed, since avoiding a decomposition is the point.
#
# What comes in: `G`, float64 of shape `(H, D)`; `steps`, an integer, 0 or more. What goes out:
# $\mathbf{X}$, a new array of that shape.

# %% tags=["starter"]
import numpy as np


def orthogonal(G, steps):
    """Return G with its singular values moved towards 1."""
    ### BEGIN SOLUTION
    norm = np.linalg.norm(G)
    X = G / norm if norm > 0 else G.copy()
    for _ in range(steps):
        A = X @ X.T
        X = 3.4445 * X + (-4.7750 * A + 2.0315 * (A @ A)) @ X
    return X
    ### END SOLUTION


# %% tags=["check"]
RTOL, ATOL = 1e-4, 1e-5  # a norm with 1e-7 added, as Muon's own code has it, is right, too


def inputs(rng):
    H, D = (int(n) for n in rng.choice(np.arange(2, 8), size=2, replace=False))
    return rng.normal(size=(H, D)) * rng.uniform(2, 9), int(rng.integers(1, 6))


def edge_cases():
    return [
        (np.zeros((2, 3)), 5),
        (np.array([[-3.0]]), 5),
        (np.diag([5.0, 1e-3]), 5),
        (np.array([[0.1, 0.2], [0.05, -0.1]]), 3),
        (np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 7.0]]), 0),
    ]


def valid(G, steps):
    return G.ndim == 2 and G.size > 0 and steps >= 0


# %% [raw] tags=["wrong"]
# wrong_not_scaled: You did not scale the matrix first. The polynomial is tame only for singular
# values up to about 1; above, it explodes.
# - G / norm if norm > 0 else G.copy()
# + G.copy()
#
# wrong_powers_of_entries: You take powers of the entries. The polynomial is to act on the
# singular values, and that takes matrix products.
# - A = X @ X.T
# - X = 3.4445 * X + (-4.7750 * A + 2.0315 * (A @ A)) @ X
# + X = 3.4445 * X - 4.7750 * X**3 + 2.0315 * X**5
#
# wrong_two_terms: The last term has (X Xᵀ) once; it belongs there twice, for the fifth power of
# the singular values.
# - 2.0315 * (A @ A)
# + 2.0315 * A
#
# wrong_largest_entry: You divide by the largest entry. Singular values can be far larger than
# that.
# - np.linalg.norm(G)
# + np.abs(G).max()
#
# wrong_largest_singular_value: You divide by the largest singular value. That would do too, but
# it takes a decomposition, which Muon avoids. The root of the sum of all squares is never
# smaller.
# - np.linalg.norm(G)
# + np.linalg.norm(G, 2)
#
# wrong_scaled_each_time: You scale in every pass. Once, before the first, is enough; later it
# undoes the work.
# - A = X @ X.T
# + X = X / norm if (norm := np.linalg.norm(X)) > 0 else X
# + A = X @ X.T
#
# wrong_zero_divided: A zero matrix is divided by its norm, and every number becomes nan. It
# does happen: the gradient of a layer that is switched off.
# - G / norm if norm > 0 else G.copy()
# + G / norm
#
# wrong_square_of_entries: You square the entries of X Xᵀ. The square of a matrix is the product
# with itself.
# - (A @ A)
# + A**2
#
# wrong_rows: You scale each row to length 1. One number scales the whole matrix, or the ratios
# of its singular values change.
# - norm = np.linalg.norm(G)
# - X = G / norm if norm > 0 else G.copy()
# + norm = np.linalg.norm(G, axis=1, keepdims=True)
# + X = G / np.where(norm > 0, norm, 1)
#
# wrong_no_root: You divide by the sum of the squares. The norm is its root.
# - np.linalg.norm(G)
# + np.sum(G**2)
