# /// exercise
# title = "A compression that keeps the noise"
# kind = "debug"
# difficulty = 2
# minutes = 12
# practices = ["principal components", "centering", "eigenvectors"]
# answer = "reconstruct"
# hints = [
#   '''Try it with `k` equal to the number of pixels: nothing is discarded, so every image
#   should come back as it was. Does it?''',
#   '''There are two mistakes. In which order does `np.linalg.eigh` sort its eigenvalues? And
#   what was subtracted from the images before the projection?''',
# ]
# ///

# %% [markdown]
# The function should compress images to `k` principal components and bring them back. What
# comes back is nearly blank until almost all components are kept, and even with all of them it
# is not the image. Two things are wrong. Fix both.
#
# What comes in: `X`, float64 of shape `(N, D)`, one image a row, and an integer `k` with
# $1 \le k \le D$. What goes out: an array of shape `(N, D)`, the projection of each image onto
# the mean image plus the span of the first `k` principal components.

# %% tags=["starter"]
import numpy as np


def reconstruct(X, k):
    """Return each row of X as its first k principal components describe it, shape (N, D)."""
    ### BEGIN SOLUTION
    mean = X.mean(axis=0)
    centered = X - mean
    Q = np.linalg.eigh(centered.T @ centered)[1][:, X.shape[1] - k :]
    return mean + centered @ Q @ Q.T
    ### END SOLUTION
    ### BEGIN BROKEN
    mean = X.mean(axis=0)
    centered = X - mean
    Q = np.linalg.eigh(centered.T @ centered)[1][:, :k]
    return centered @ Q @ Q.T
    ### END BROKEN


# %% tags=["check"]
def case(rng, N, D, k):
    return 3 + rng.normal(size=(N, D)) * np.exp(rng.normal(size=D)), k


def inputs(rng):
    D = int(rng.integers(3, 8))
    return case(rng, D + int(rng.integers(3, 9)), D, int(rng.integers(1, D)))


def edge_cases():
    rng = np.random.default_rng(0)
    return [case(rng, 9, 4, 4), case(rng, 8, 5, 1), case(rng, 12, 2, 1)]


def valid(X, k):
    N, D = X.shape
    if not 1 <= k <= D or N <= D:
        return False
    variances = np.linalg.eigvalsh(np.cov(X.T, bias=True).reshape(D, D))[::-1]
    return k == D or variances[k - 1] > 1.01 * variances[k] + 1e-9


RTOL, ATOL = 1e-6, 1e-7

# %% [raw] tags=["wrong"]
# wrong_still_smallest: The mean is back. `eigh` sorts its eigenvalues upward, so its first
# columns belong to the directions of *least* variance.
# - [:, X.shape[1] - k :]
# + [:, :k]
#
# wrong_no_mean: The components are right. The mean was subtracted before the projection: add it
# back at the end.
# - return mean + centered @ Q @ Q.T
# + return centered @ Q @ Q.T
#
# wrong_not_centered: Without subtracting the mean, the first component points at the mean image
# and not along the direction of largest variance.
# - centered = X - mean
# + centered, mean = X, 0.0
#
# wrong_centered_by_row: You subtracted the mean of each image. The mean image is the mean over
# all images, axis 0.
# - mean = X.mean(axis=0)
# + mean = X.mean(axis=1, keepdims=True)
#
# wrong_rows: Eigenvectors are the columns of what `eigh` returns. You took rows.
# - [:, X.shape[1] - k :]
# + [X.shape[1] - k :].T
#
# wrong_uncentered_projection: The components are right, but you projected the images before the
# mean was taken off, and added it on top.
# - return mean + centered @ Q @ Q.T
# + return mean + X @ Q @ Q.T
