# /// exercise
# title = "Features chosen too early"
# kind = "debug"
# difficulty = 3
# minutes = 12
# practices = ["leakage", "feature selection", "validation"]
# answer = "choose_and_classify"
# hints = [
#   '''Give it pure noise, `X = rng.normal(size=(40, 2000))`, and labels from coin flips.
#   The honest score is one half. What do you get?''',
#   '''Which rows decide which columns are kept? The score should say how the whole procedure
#   does on data that it has not seen, and choosing columns is part of the procedure.''',
# ]
# ///

# %% [markdown]
# Of many measurements, this function chooses the `keep` that differ most between two classes,
# and gives a new example the class whose mean over them is nearer. On pure noise it classifies
# 90% of the validation examples correctly. Fix it.
#
# What comes in: `X`, float64 of shape `(N, D)`, and `y`, zeros and ones of shape `(N,)`, to
# train on; `X_val`, float64 of shape `(M, D)`, and `y_val`, shape `(M,)`, to validate; `keep`,
# a number from 1 to $D$. Both classes occur in both sets. What goes out: a tuple of the
# columns chosen, sorted, shape `(keep,)`, and the fraction of validation examples that
# are classified correctly. A column's difference is the distance between its means in the two
# classes; an example equally near to both means gets class 0.

# %% tags=["starter"]
import numpy as np


def choose_and_classify(X, y, X_val, y_val, keep):
    """Return the columns chosen, and the fraction of validation examples that are right."""
    ### BEGIN SOLUTION
    difference = abs(X[y == 1].mean(axis=0) - X[y == 0].mean(axis=0))
    ### END SOLUTION
    ### BEGIN BROKEN
    everything, labels = np.concatenate([X, X_val]), np.concatenate([y, y_val])
    difference = abs(
        everything[labels == 1].mean(axis=0) - everything[labels == 0].mean(axis=0)
    )
    ### END BROKEN
    chosen = np.sort(np.argsort(-difference)[:keep])
    zero, one = X[y == 0].mean(axis=0)[chosen], X[y == 1].mean(axis=0)[chosen]
    to_zero = ((X_val[:, chosen] - zero) ** 2).sum(axis=1)
    to_one = ((X_val[:, chosen] - one) ** 2).sum(axis=1)
    return chosen, np.mean((to_one < to_zero) == y_val)


# %% tags=["check"]
def inputs(rng):
    N, M, D = (int(n) for n in rng.choice(np.arange(9, 24), size=3, replace=False))
    X, X_val = rng.normal(size=(N, D)), rng.normal(size=(M, D))
    y, y_val = (np.arange(n) % 2 for n in (N, M))
    return X, rng.permutation(y), X_val, rng.permutation(y_val), int(rng.integers(3, 6))


def edge_cases():
    X = np.array([[0.0, 5.0, 1.0], [1.0, 5.0, 1.0]])
    tie = np.array([[0.0], [2.0]])
    return [
        (X, np.array([0, 1]), X[::-1] + 0.25, np.array([1, 0]), 1),
        (X, np.array([1, 0]), X * 2, np.array([1, 0]), 2),
        (tie, np.array([0, 1]), tie + 1, np.array([0, 1]), 1),
    ]


def valid(X, y, X_val, y_val, keep):
    both = all(0 < labels.sum() < len(labels) for labels in (y, y_val))
    return both and 1 <= keep <= X.shape[1] and set(y) | set(y_val) <= {0, 1}


# %% [raw] tags=["wrong"]
# wrong_tie: An example equally near to both means gets class 1. The task asks for class 0.
# - to_one < to_zero
# + to_one <= to_zero
#
# wrong_by_validation: You choose the columns by the validation data alone. That is the leak at
# its largest: the choice must not see any of these data.
# - abs(X[y == 1].mean(axis=0) - X[y == 0].mean(axis=0))
# + abs(X_val[y_val == 1].mean(axis=0) - X_val[y_val == 0].mean(axis=0))
#
# wrong_means_of_all: The columns are right now. But the means of the classes come from
# all data: the validation examples pull the means towards themselves.
# - chosen = np.sort(np.argsort(-difference)[:keep])
# + chosen = np.sort(np.argsort(-difference)[:keep])
# + X, y = np.concatenate([X, X_val]), np.concatenate([y, y_val])
#
# wrong_training_score: Nothing of the validation data is used any more, not even to validate:
# your number is the accuracy on the training examples, for which the columns were chosen.
# - chosen = np.sort(np.argsort(-difference)[:keep])
# + chosen = np.sort(np.argsort(-difference)[:keep])
# + X_val, y_val = X, y
#
# wrong_no_size: You dropped `abs`, so only columns in which class 1 has the larger mean are
# chosen. The other direction is as informative.
# - abs(X[y == 1].mean(axis=0) - X[y == 0].mean(axis=0))
# + X[y == 1].mean(axis=0) - X[y == 0].mean(axis=0)
#
# wrong_least: You keep the columns that differ *least*: `argsort` sorts from small to large.
# - np.argsort(-difference)
# + np.argsort(difference)
