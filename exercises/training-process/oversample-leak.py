# /// exercise
# title = "Balanced too early"
# kind = "debug"
# difficulty = 2
# minutes = 10
# practices = ["duplicates across a split", "a rare class"]
# answer = "split_and_balance"
# forbidden = ["torch", "sklearn", "dlbook"]
# hints = [
#   '''Which rows can stand in both parts? Print `np.intersect1d(training, test)`.''',
#   '''Split first. Then repeat the rare class of the training rows alone.''',
# ]
# [survivors]
# "len(yes) < len(no) -> len(yes) <= len(no)" = "If both are equally many, none is repeated."
# ///

# %% [markdown]
# The function should hold out `n_test` rows, and repeat rows of the rarer class among the
# *training* rows until both classes are equally frequent there. A network scores 97% with it on
# the test rows, and 80% on new data. Fix it.
#
# What comes in: `y`, zeros and ones, integers of shape `(N,)`; `order`, the row numbers 0 to
# $N - 1$ in a random order, shape `(N,)`; `n_test`, how many of them to hold out, the first
# ones of `order`. Both classes occur among the other rows. What goes out: a tuple of two
# integer arrays, the training rows in any order, and the test rows in the order of `order`.
# Rows of the rarer class are repeated in turn: with three of them, the fourth is the first
# again.

# %% tags=["starter"]
import numpy as np


def split_and_balance(y, order, n_test):
    """Return training rows with equally many of both classes, and test rows as they are."""
    ### BEGIN SOLUTION
    test, training = order[:n_test], order[n_test:]
    yes, no = training[y[training] == 1], training[y[training] == 0]
    rare, common = (yes, no) if len(yes) < len(no) else (no, yes)
    return np.concatenate([common, np.resize(rare, len(common))]), test
    ### END SOLUTION
    ### BEGIN BROKEN
    yes, no = order[y[order] == 1], order[y[order] == 0]
    rare, common = (yes, no) if len(yes) < len(no) else (no, yes)
    rows = np.stack([common, np.resize(rare, len(common))], axis=1).ravel()
    return rows[n_test:], rows[:n_test]
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    N = int(rng.integers(20, 60))
    y = (rng.random(N) < rng.choice([0.25, 0.7])).astype(np.int64)
    order = rng.permutation(N)
    n_test = int(rng.integers(4, 9))
    y[order[-3:]] = [0, 1, 0]
    return y, order, n_test


def edge_cases():
    return [
        (np.array([1, 0, 0, 0, 1]), np.array([4, 1, 0, 2, 3]), 1),
        (np.array([1, 0]), np.array([1, 0]), 0),
        (np.array([0, 0, 0, 0, 1, 1, 1, 0]), np.arange(8), 4),  # rare outside, common inside
    ]


def valid(y, order, n_test):
    both = set(y[order[n_test:]].tolist()) == {0, 1}
    return sorted(order.tolist()) == list(range(len(y))) and 0 <= n_test < len(y) and both


def measure(result, y, order, n_test):
    training, test = result
    return np.sort(training), test


# %% [raw] tags=["wrong"]
# wrong_not_repeated: Training and test rows are apart. Now the rare class is not repeated.
# - np.concatenate([common, np.resize(rare, len(common))])
# + training
#
# wrong_cut: You drop rows of the common class. Repeat those of the rare one.
# - np.concatenate([common, np.resize(rare, len(common))])
# + np.concatenate([common[: len(rare)], rare])
#
# wrong_yes_is_rare: You repeat the ones. Here the zeros may be rarer.
# - (yes, no) if len(yes) < len(no) else (no, yes)
# + (yes, no)
#
# wrong_other_end: The first rows of `order` are to be held out; you hold out the last.
# - order[:n_test], order[n_test:]
# + order[len(order) - n_test :], order[: len(order) - n_test]
#
# wrong_test_too: You balance the test rows, too. They must stay as frequent as they are
# outside.
# - np.resize(rare, len(common))]), test
# + np.resize(rare, len(common))]), np.repeat(test, 1 + y[test])
#
# wrong_rare_in_all: You ask which class is rarer among all rows, the test rows included. Ask
# among the training rows.
# - rare, common = (yes, no) if len(yes) < len(no) else (no, yes)
# + rare, common = (yes, no) if y.mean() < 0.5 else (no, yes)
#
# wrong_twins_dropped: You balance first, and then drop the rows of the test set. What is left
# is not balanced.
# - yes, no = training[y[training] == 1], training[y[training] == 0]
# + yes, no = order[y[order] == 1], order[y[order] == 0]
# - return np.concatenate([common, np.resize(rare, len(common))]), test
# + rows = np.concatenate([common, np.resize(rare, len(common))])
# + return rows[~np.isin(rows, test)], test
