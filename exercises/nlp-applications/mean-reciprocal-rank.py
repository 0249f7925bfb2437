# /// exercise
# title = "How far down is the answer?"
# kind = "implement"
# difficulty = 1
# minutes = 8
# practices = ["ranking", "reciprocal rank"]
# answer = "mean_reciprocal_rank"
# forbidden = ["torch", "sklearn", "scipy", "dlbook"]
# hints = [
#   '''The rank of the best right text is 1 plus the number of texts that score higher than
#   it.''',
#   '''Several texts may be right. Which of them counts?''',
# ]
# ///

# %% [markdown]
# For each question, take the rank of the *first* right text in the list, best score first:
# 1 if the best text is right, 2 if the second is and the first is not. Return the mean of
# 1/rank over all questions. A question without a right text counts 0.
#
# What comes in: `scores`, float64 of shape `(Q, N)`, no two equal in a row; `right`, a boolean
# array of shape `(Q, N)`. What goes out: a number.

# %% tags=["starter"]
import numpy as np


def mean_reciprocal_rank(scores, right):
    """Return the mean over questions of one over the rank of the first right text."""
    ### BEGIN SOLUTION
    total = 0.0
    for s, r in zip(scores, right, strict=True):
        if r.any():
            total += 1 / (1 + (s > s[r].max()).sum())
    return total / len(scores)
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    Q, N = int(rng.integers(3, 6)), int(rng.integers(7, 12))
    right = rng.random((Q, N)) < 0.25
    right[0] = False
    right[1, :2] = True
    return rng.permutation(Q * N).reshape(Q, N) / 7.0, right


def edge_cases():
    return [
        (np.array([[0.5]]), np.array([[True]])),
        (np.array([[0.5]]), np.array([[False]])),
        (np.array([[-3.0, -2.0, -1.0]]), np.array([[True, False, False]])),
    ]


def valid(scores, right):
    return (
        scores.shape == right.shape
        and scores.ndim == 2
        and scores.size > 0
        and all(len(set(row.tolist())) == len(row) for row in scores)
    )


# %% [raw] tags=["wrong"]
# wrong_last: You took the right text that is last in the list. The first one counts.
# - s[r].max()
# + s[r].min()
#
# wrong_from_zero: Your ranks begin at 0 in part: a second place is rank 2.
# - 1 / (1 + (s > s[r].max()).sum())
# + 1 / max(1, (s > s[r].max()).sum())
#
# wrong_skipped: You left out questions without a right text. They count 0.
# - return total / len(scores)
# + return total / max(1, right.any(axis=1).sum())
#
# wrong_rank: You averaged the ranks. The mean is taken of one over the rank.
# - total += 1 / (1 + (s > s[r].max()).sum())
# + total += 1 + (s > s[r].max()).sum()
#
# wrong_ascending: You ranked the lowest score first.
# - (s > s[r].max()).sum()
# + (s < s[r].min()).sum()
#
# wrong_none_is_first: A question without a right text got rank 1: `argmax` of a row without a
# True is 0. It counts 0.
# - if r.any():
# -     total += 1 / (1 + (s > s[r].max()).sum())
# + total += 1 / (1 + r[np.argsort(-s)].argmax())
#
# wrong_of_the_mean: You took one over the mean rank. The mean is taken of one over the rank.
# - total += 1 / (1 + (s > s[r].max()).sum())
# + total += 1 + (s > s[r].max()).sum()
# - return total / len(scores)
# + return len(scores) / total if total else 0.0
