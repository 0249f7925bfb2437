# /// exercise
# title = "The gradient that fits by accident"
# kind = "debug"
# difficulty = 3
# minutes = 15
# practices = ["vector-Jacobian products", "shapes", "tests that can fail"]
# answer = "product_rules"
# hints = [
#   '''Give the three lengths three names: `a` is (m, k), `b` is (k, n), so the result is
#   (m, n). Which of the two lines cannot return what it should?''',
#   '''$C_{ij} = \sum_p a_{ip} b_{pj}$, so $\partial C_{ij}/\partial a_{ip} = b_{pj}$ and
#   $\bar a_{ip} = \sum_j \bar C_{ij} b_{pj}$. In which order do the indices of $b$ stand
#   there?''',
# ]
# ///

# %% [markdown]
# A colleague wrote the two gradient rules of the matrix product `a @ b`, and `looks_right`,
# which compares them with finite differences. The test
# `looks_right(np.ones((2, 2)), np.array([[2.0, 1.0], [1.0, 3.0]]))` returns True. Yet one rule
# is wrong. Find an input that makes the test fail, say why this one did not, and fix the rule.
#
# What comes in: `g`, the adjoint of the product, of shape `(m, n)`; `a` of shape `(m, k)`; `b`
# of shape `(k, n)`. All are float64. What goes out: a tuple of the adjoints of `a`,
# shape `(m, k)`, and of `b`, shape `(k, n)`, float64 too.

# %% tags=["starter"]
import numpy as np


def product_rules(g, a, b):
    """Return the adjoints of a and b, where g is that of a @ b."""
    ### BEGIN SOLUTION
    return g @ b.T, a.T @ g
    ### END SOLUTION
    ### BEGIN BROKEN
    return g @ b, a.T @ g
    ### END BROKEN


def looks_right(a, b, step=1e-6):
    """Compare the rules with differences of (a @ b).sum(), one entry at a time."""
    rules = product_rules(np.ones((len(a), b.shape[1])), a, b)
    for found, array in zip(rules, (a, b), strict=True):
        for i in np.ndindex(array.shape):
            kept, array[i] = array[i], array[i] + step
            up = (a @ b).sum()
            array[i] = kept - step
            down = (a @ b).sum()
            array[i] = kept
            if abs((up - down) / (2 * step) - found[i]) > 1e-6:
                return False
    return True


# %% tags=["check"]
def inputs(rng):
    m, k, n = rng.choice(np.arange(2, 8), size=3, replace=False)
    return rng.normal(size=(m, n)), rng.normal(size=(m, k)), rng.normal(size=(k, n))


def edge_cases():
    rng = np.random.default_rng(0)
    square = tuple(rng.normal(size=(3, 3)) for _ in range(3))
    column = rng.normal(size=(4, 1)), rng.normal(size=(4, 3)), rng.normal(size=(3, 1))
    return [square, column]


# %% [raw] tags=["wrong"]
# wrong_inverse: You divided by b. Undoing the product is another task: the rule needs the
# gradients, which are the entries of b themselves, with rows and columns swapped.
# - g @ b.T
# + g @ np.linalg.pinv(b)
#
# wrong_a_transposed: The adjoint of a has rows and columns swapped. It must have the shape of
# a.
# - return g @ b.T, a.T @ g
# + return b @ g.T, a.T @ g
#
# wrong_b_changed: The adjoint of a is right now, but that of b, which was right, has rows and
# columns swapped.
# - a.T @ g
# + g.T @ a
#
# wrong_only_b_changed: You changed the adjoint of b, which was right. The wrong rule is that of
# a, and it is still as it was.
# - return g @ b.T, a.T @ g
# + return g @ b, g.T @ a
#
# wrong_order: Both are right, but the adjoint of b stands first.
# - return g @ b.T, a.T @ g
# + return a.T @ g, g @ b.T
