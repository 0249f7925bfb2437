# /// exercise
# title = "The largest singular value"
# kind = "implement"
# difficulty = 2
# minutes = 15
# practices = ["spectral normalization", "power iteration"]
# answer = "largest_stretch"
# forbidden = ["torch", "scipy", "dlbook", "numpy.linalg.svd", "numpy.linalg.matrix_norm"]
# hints = [
#   '''One step: multiply $\mathbf{v}$ by $\mathbf{W}$ and make it length 1; that is
#   $\mathbf{u}$. Multiply $\mathbf{u}$ by $\mathbf{W}^\top$ and make it length 1; that is the
#   new $\mathbf{v}$.''',
#   '''At the end, how much does $\mathbf{W}$ stretch $\mathbf{v}$, along $\mathbf{u}$? That is
#   $\mathbf{u}^\top\mathbf{W}\mathbf{v}$.''',
# ]
# ///

# %% [markdown]
# Spectral normalization divides a weight matrix by its largest singular value, found by power
# iteration. Start with the vector `v`, scaled to length 1. In each of `steps` steps, set
# $\mathbf{u} = \mathbf{W}\mathbf{v} / \lVert \mathbf{W}\mathbf{v} \rVert$ and then
# $\mathbf{v} = \mathbf{W}^\top\mathbf{u} / \lVert \mathbf{W}^\top\mathbf{u} \rVert$. Return the
# estimate $\mathbf{u}^\top\mathbf{W}\mathbf{v}$ after the last step, and the divided matrix.
#
# What comes in: `W`, float64 of shape `(H, D)`; `v`, float64 of shape `(D,)`, of nonzero
# length; `steps`, at least 1. What goes out: a tuple of a number and an array of shape `(H,
# D)`.

# %% tags=["starter"]
import numpy as np


def largest_stretch(W, v, steps):
    """Return the estimate of the largest singular value, and W divided by it."""
    ### BEGIN SOLUTION
    for _ in range(steps):
        u = W @ v
        u = u / np.linalg.norm(u)
        v = W.T @ u
        v = v / np.linalg.norm(v)
    stretch = u @ W @ v
    return stretch, W / stretch
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    H, D = (int(n) for n in rng.choice(np.arange(2, 9), size=2, replace=False))
    return (
        rng.normal(size=(H, D)),
        rng.normal(size=D) * rng.uniform(2, 5),
        int(rng.integers(1, 4)),
    )


def edge_cases():
    W = np.array([[3.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
    return [(W, np.array([1.0, 2.0]), 1), (W, np.array([5.0, 0.0]), 2), (-W, np.ones(2), 30)]


def valid(W, v, steps):
    return steps >= 1 and W.shape[1] == len(v) > 0 and bool(np.linalg.norm(W @ v) > 1e-6)


# %% [raw] tags=["wrong"]
# wrong_square: Your number is the square: W and its transpose each stretch once. Take u' W v,
# or the root.
# - stretch = u @ W @ v
# + stretch = np.linalg.norm(W.T @ (W @ v))
#
# wrong_frobenius: That is the root of the sum of all squared entries, at least as large as the
# largest singular value. The divided matrix would be too small.
# - stretch = u @ W @ v
# + stretch = np.sqrt(np.sum(W**2))
#
# wrong_one_step: You always take one step, whatever `steps` is.
# - range(steps)
# + range(1)
#
# wrong_old_v: You multiply with the v from before the last half step: the length of W v, not u'
# W v with the newest v.
# - v = W.T @ u
# - v = v / np.linalg.norm(v)
# + last, v = v / np.linalg.norm(v), W.T @ u
# - stretch = u @ W @ v
# + stretch = u @ W @ last
#
# wrong_multiplied: The number is right. Divide the matrix by it; you multiplied, and the
# stretch becomes its square.
# - W / stretch
# + W * stretch
#
# wrong_not_divided: The number is right. The second result should be the matrix divided by it.
# - W / stretch
# + W.copy()
#
# wrong_largest_entry: You divide by the largest entry. A matrix can stretch by more than its
# largest entry.
# - stretch = u @ W @ v
# + stretch = np.abs(W).max()
#
# wrong_exact: That is the largest singular value itself. The exercise asks for the estimate
# after `steps` steps from `v`, which is what training uses; it comes closer with each step.
# - stretch = u @ W @ v
# + stretch = np.sqrt(np.linalg.eigvalsh(W.T @ W)[-1])
#
# wrong_never_made_one: Make u and v length 1 after each multiplication. Otherwise their lengths
# multiply into the estimate.
# - u = u / np.linalg.norm(u)
# +
# - v = v / np.linalg.norm(v)
