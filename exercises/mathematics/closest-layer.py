# /// exercise
# title = "The best layer of a given rank, from sums alone"
# kind = "implement"
# difficulty = 4
# minutes = 30
# practices = ["singular values", "eigenvectors", "covariance", "reduced-rank layers"]
# answer = "compress"
# hints = [
#   '''The right singular vectors of $\mathbf{F} = \mathbf{X}\mathbf{W}^\top$ are the
#   eigenvectors of $\mathbf{F}^\top\mathbf{F}$. Write that matrix with $\boldsymbol\Sigma$.''',
#   '''$\frac1N\mathbf{F}^\top\mathbf{F} = \mathbf{W}\boldsymbol\Sigma\mathbf{W}^\top$. Its
#   eigenvalues are the squared singular values, divided by $N$. `np.linalg.eigh` sorts them
#   upward.''',
# ]
# ///

# %% [markdown]
# A layer is to be compressed to rank $r$, and the data do not fit into memory; all you have of
# them is their covariance $\boldsymbol\Sigma = \frac1N\mathbf{X}^\top\mathbf{X}$. Write
# `compress`: it returns the layer of rank at most $r$ whose outputs are closest to those of
# $\mathbf{W}$, and the mean squared distance between the outputs of both,
# $\frac1N\lVert\mathbf{X}\mathbf{W}^\top - \mathbf{X}\mathbf{W}_r^\top\rVert^2$.
#
# What comes in: `W` of shape `(H, D)`, `Sigma` of shape `(D, D)`, both float64, and an integer
# `r`, with $1 \le r \le H$. What goes out: a tuple of the new weights, shape `(H, D)`, and that
# distance, a number.

# %% tags=["starter"]
import numpy as np


def compress(W, Sigma, r):
    """Return the closest layer of rank r, and the mean squared change of its outputs."""
    ### BEGIN SOLUTION
    energy, V = np.linalg.eigh(W @ Sigma @ W.T)  # sorted upward
    largest = V[:, len(W) - r :]
    return largest @ largest.T @ W, float(energy[: len(W) - r].sum())
    ### END SOLUTION


# %% tags=["check"]
def case(rng, H, D, r):
    X = rng.normal(size=(4 * D, D)) * np.exp(rng.normal(size=D))
    return rng.normal(size=(H, D)), X.T @ X / len(X), r


def inputs(rng):
    H, D = rng.choice(np.arange(3, 9), size=2, replace=False)
    return case(rng, int(H), int(D), int(rng.integers(1, H)))


def edge_cases():
    rng = np.random.default_rng(0)
    return [case(rng, 4, 3, 4), case(rng, 1, 4, 1), case(rng, 5, 2, 2), case(rng, 4, 6, 3)]


def valid(W, Sigma, r):
    H, D = W.shape
    if Sigma.shape != (D, D) or not 1 <= r <= H or not np.allclose(Sigma, Sigma.T):
        return False
    if np.linalg.eigvalsh(Sigma).min() <= 1e-6:
        return False
    energy = np.linalg.eigvalsh(W @ Sigma @ W.T)[::-1]
    return r == H or energy[r - 1] > 1.001 * energy[r] + 1e-9 or energy[r] < 1e-9


RTOL, ATOL = 1e-6, 1e-7

# %% [raw] tags=["wrong"]
# wrong_closest_weights: You truncated the singular value decomposition of the weights. That
# changes the weights least; the task is about the outputs, which depend on the data.
# - np.linalg.eigh(W @ Sigma @ W.T)
# + np.linalg.eigh(W @ W.T)
#
# wrong_smallest: You kept the directions with the smallest eigenvalues: `eigh` sorts upward.
# - V[:, len(W) - r :]
# + V[:, :r]
#
# wrong_kept_energy: The weights are right. The distance is the sum of the eigenvalues that were
# discarded; yours adds up those that were kept.
# - energy[: len(W) - r].sum()
# + energy[len(W) - r :].sum()
#
# wrong_rooted: The weights are right. The eigenvalues are the squared singular values already:
# do not take their roots.
# - energy[: len(W) - r].sum()
# + np.sqrt(np.abs(energy[: len(W) - r])).sum()
#
# wrong_change_of_weights: The layer is right. For the distance you compared the weights;
# compare the outputs, in which each direction counts by the variance of the data along it.
# - float(energy[: len(W) - r].sum())
# + float(((W - largest @ largest.T @ W) ** 2).sum())
#
# wrong_rows_of_eigenvectors: Eigenvectors are the columns of what `eigh` returns; you took
# rows.
# - V[:, len(W) - r :]
# + V[len(W) - r :].T
#
# wrong_closest_weights_measured: You truncated the singular value decomposition of the weights.
# That changes the weights least; the task is about the outputs, which depend on the data.
# - np.linalg.eigh(W @ Sigma @ W.T)
# + np.linalg.eigh(W @ W.T)
# - float(energy[: len(W) - r].sum())
# + float(np.trace((D := W - largest @ largest.T @ W) @ Sigma @ D.T))
#
# wrong_smallest_measured: You kept the directions with the smallest eigenvalues: `eigh` sorts
# upward.
# - V[:, len(W) - r :]
# + V[:, :r]
# - float(energy[: len(W) - r].sum())
# + float(np.trace((D := W - largest @ largest.T @ W) @ Sigma @ D.T))
#
# wrong_inputs: You projected the *inputs* onto their principal components. What varies most in
# the input need not matter for the output: decompose the outputs.
# - largest = V[:, len(W) - r :]
# + largest = V[:, len(W) - r :]; Q = np.linalg.eigh(Sigma)[1][:, ::-1][:, :r]
# - largest @ largest.T @ W, float(energy[: len(W) - r].sum())
# + W @ Q @ Q.T, float(np.trace((D := W - W @ Q @ Q.T) @ Sigma @ D.T))
#
# wrong_squared_covariance: You decomposed W Σ. The outputs have the covariance W Σ Wᵀ, in which
# Σ occurs once; the left singular vectors of W Σ belong to W Σ² Wᵀ.
# - np.linalg.eigh(W @ Sigma @ W.T)
# + np.linalg.eigh(W @ Sigma @ Sigma @ W.T)
# - float(energy[: len(W) - r].sum())
# + float(np.trace((D := W - largest @ largest.T @ W) @ Sigma @ D.T))
#
# wrong_squared_energy: The weights are right. The eigenvalues are the squared singular values
# already: do not square them again.
# - energy[: len(W) - r].sum()
# + (energy[: len(W) - r] ** 2).sum()
