# /// exercise
# title = "All distances at once"
# kind = "implement"
# difficulty = 2
# minutes = 12
# practices = ["broadcasting", "dot products", "bytes that wrap around"]
# answer = "squared_distances"
# forbidden = ["for", "while"]
# hints = [
#   '''Give `A` the shape `(N, 1, D)` and `B` the shape `(1, M, D)`, with `None` as an index.
#   Which shape has their difference, and along which axis do you sum?''',
#   '''Images come as bytes. Convert them *before* you subtract.''',
# ]
# ///

# %% [markdown]
# Search by similarity, clustering and attention need the distances of all pairs. Write
# `squared_distances`, which returns $\lVert\mathbf{a}_i - \mathbf{b}_j\rVert^2$ for each row
# $\mathbf{a}_i$ of `A` and each row $\mathbf{b}_j$ of `B`.
#
# What comes in: `A` of shape `(N, D)` and `B` of shape `(M, D)`, both float64, or both images
# of type `uint8`, with entries from 0 to 255. What goes out: a float64 array of shape `(N, M)`.

# %% tags=["starter"]
import numpy as np


def squared_distances(A, B):
    """Return the squared distance of each row of A from each row of B, shape (N, M)."""
    ### BEGIN SOLUTION
    difference = A[:, None, :].astype(np.float64) - B[None, :, :].astype(np.float64)
    return (difference**2).sum(axis=2)
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    N, M, D = rng.choice(np.arange(2, 9), size=3, replace=False)
    if rng.random() < 0.5:
        return tuple(rng.integers(0, 256, (n, D)).astype(np.uint8) for n in (N, M))
    return rng.normal(size=(N, D)), rng.normal(size=(M, D))


def edge_cases():
    rng = np.random.default_rng(0)
    bytes_ = tuple(rng.integers(0, 256, (n, 6)).astype(np.uint8) for n in (3, 5))
    return [bytes_, (rng.normal(size=(1, 4)), rng.normal(size=(3, 4))), (np.eye(3), np.eye(3))]


RTOL, ATOL = 1e-6, 1e-6

# %% [raw] tags=["wrong"]
# wrong_bytes: Bytes wrap around: 3 - 5 is 254 in uint8. Convert both arrays to float64 before
# you subtract.
# - A[:, None, :].astype(np.float64) - B[None, :, :].astype(np.float64)
# + A[:, None, :] - B[None, :, :]
# - (difference**2).sum(axis=2)
# + (difference**2).sum(axis=2).astype(np.float64)
#
# wrong_bytes_in_products: Squares and dot products of bytes wrap around as well, as differences
# do. Convert both arrays to float64 before you compute anything.
# - A[:, None, :].astype(np.float64) - B[None, :, :].astype(np.float64)
# + (A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1) - 2.0 * (A @ B.T)
# - return (difference**2).sum(axis=2)
# + return difference
#
# wrong_converted_late: You convert after subtracting: by then the bytes have wrapped around.
# - A[:, None, :].astype(np.float64) - B[None, :, :].astype(np.float64)
# + (A[:, None, :] - B[None, :, :]).astype(np.float64)
#
# wrong_transposed: Rows of the result belong to A and columns to B. Yours are exchanged.
# - A[:, None, :].astype(np.float64) - B[None, :, :].astype(np.float64)
# + A[None, :, :].astype(np.float64) - B[:, None, :].astype(np.float64)
#
# wrong_root: You took the root. The task asks for the squared distances.
# - (difference**2).sum(axis=2)
# + np.sqrt((difference**2).sum(axis=2))
#
# wrong_mean: You divided by the number of entries: a squared distance is a sum, not a mean.
# - .sum(axis=2)
# + .mean(axis=2)
#
# wrong_absolute: You added absolute differences. A length is made of squares.
# - (difference**2)
# + abs(difference)
#
# wrong_int16: Your integers are too short: a squared difference of two bytes can be 65,025, and
# int16 ends at 32,767. Convert to float64.
# - A[:, None, :].astype(np.float64) - B[None, :, :].astype(np.float64)
# + A[:, None].astype(t := np.int16 if A.dtype == np.uint8 else A.dtype) - B[None].astype(t)
# - (difference**2).sum(axis=2)
# + (difference**2).sum(axis=2).astype(np.float64)
#
# wrong_bytes_kept: Bytes wrap around: 3 - 5 is 254 in uint8. Convert both arrays to float64
# *before* you subtract; converting the result comes too late.
# - A[:, None, :].astype(np.float64) - B[None, :, :].astype(np.float64)
# + A[:, None, :] - B[None, :, :]
