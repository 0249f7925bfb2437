# /// exercise
# title = "An encoding that does not know the answer"
# kind = "implement"
# difficulty = 3
# minutes = 20
# practices = ["target encoding", "leakage", "cross-validation"]
# answer = "encode_out_of_fold"
# forbidden = ["torch", "sklearn", "dlbook"]
# hints = [
#   '''For row i, which rows may be used? Those whose fold differs from `fold[i]`.''',
#   '''Among these, take the rows with the same code. If there are none, take all of these.''',
# ]
# ///

# %% [markdown]
# Target encoding replaces a category by the mean target of its rows. A row's own target must
# not be in its own encoding, so the rows are divided into folds, and each row is encoded from
# the *other* folds alone.
#
# What comes in: `codes`, integers of shape `(N,)`, the category of each row; `y`, float64 of
# shape `(N,)`, the targets; `fold`, integers of shape `(N,)`, the fold of each row, of which
# there are at least two. What goes out: float64 of shape `(N,)`. For each row, it is the mean
# target of the rows in other folds that have the same code; if there are none, the mean target
# of all rows in other folds.

# %% tags=["starter"]
import numpy as np


def encode_out_of_fold(codes, y, fold):
    """Return for each row the mean target of its category in the other folds."""
    ### BEGIN SOLUTION
    encoded = np.empty(len(y))
    for i in range(len(y)):
        others = fold != fold[i]
        same = others & (codes == codes[i])
        encoded[i] = y[same].mean() if same.any() else y[others].mean()
    return encoded
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    N, C, K = int(rng.integers(12, 40)), int(rng.integers(3, 9)), int(rng.integers(2, 5))
    fold = rng.permutation(np.arange(N) % K)
    codes = rng.integers(0, C, N)
    codes[rng.integers(N)] = C + 3  # a category of one row
    return codes, rng.normal(size=N), fold


def edge_cases():
    y = np.array([1.0, 0.0, 4.0])
    return [
        (np.array([5, 5, 5]), y, np.array([0, 1, 2])),
        (np.array([0, 1, 2]), y, np.array([7, 7, 3])),
    ]


def valid(codes, y, fold):
    return len(codes) == len(y) == len(fold) and len(set(fold.tolist())) > 1


# %% [raw] tags=["wrong"]
# wrong_all_rows: You use all rows of the category, and so each row's own target.
# - same = others & (codes == codes[i])
# + same = codes == codes[i]
#
# wrong_leave_one_out: You leave out the row itself and keep the rest of its fold. Leave out the
# whole fold.
# - others = fold != fold[i]
# + others = np.arange(len(y)) != i
#
# wrong_own_fold: You encode from the row's own fold. It is the others that may be used.
# - others = fold != fold[i]
# + others = fold == fold[i]
#
# wrong_fallback_all: For a category that the other folds lack, you take the mean of all
# targets, in which the row's own fold has a part.
# - else y[others].mean()
# + else y.mean()
#
# wrong_fallback_zero: For a category that the other folds lack, take the mean of their targets,
# not zero.
# - else y[others].mean()
# + else 0.0
#
# wrong_leave_one_out_all: You leave out the row itself and keep the rest of its fold, and if no
# row is left, you take the mean of all targets. Leave out the whole fold both times.
# - others = fold != fold[i]
# + others = np.arange(len(y)) != i
# - else y[others].mean()
# + else y.mean()
#
# wrong_mean_of_means: You average the means of the folds. Take the mean of all rows in the
# other folds together; some folds hold more of the category than others.
# - encoded[i] = y[same].mean() if same.any() else y[others].mean()
# + means = [y[same & (fold == k)].mean() for k in set(fold[same].tolist())]
# + encoded[i] = np.mean(means) if means else y[others].mean()
