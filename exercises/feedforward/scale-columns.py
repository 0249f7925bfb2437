# /// exercise
# title = "Good in the laboratory"
# kind = "debug"
# difficulty = 2
# minutes = 10
# practices = ["scaling inputs", "training and test data"]
# answer = "scale"
# hints = [
#   '''What happens to a test set of a single person?''',
#   '''The network has learned weights for numbers on the training set's scale.''',
# ]
# ///

# %% [markdown]
# A network for a table does well on a large test set and gives the same answer for every single
# customer in the shop. The function should scale both sets of rows so that the *training*
# columns have mean 0 and standard deviation 1. Columns that are constant in training become 0
# there. Fix it.
#
# What comes in: `train` and `test`, float64 arrays of shapes `(N, D)` and `(M, D)`. What goes
# out: a tuple of both, scaled. A standard deviation of 0 is replaced by 1.

# %% tags=["starter"]
import numpy as np


def scale(train, test):
    """Return both sets of rows on the scale of the training rows."""
    ### BEGIN SOLUTION
    mean, deviation = train.mean(axis=0), train.std(axis=0)
    deviation = np.where(deviation == 0, 1.0, deviation)
    return (train - mean) / deviation, (test - mean) / deviation
    ### END SOLUTION
    ### BEGIN BROKEN
    scaled = []
    for rows in (train, test):
        mean, deviation = rows.mean(axis=0), rows.std(axis=0)
        deviation = np.where(deviation == 0, 1.0, deviation)
        scaled.append((rows - mean) / deviation)
    return tuple(scaled)
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    N, M, D = (int(n) for n in rng.permutation(np.arange(3, 10))[:3])
    spread, middle = rng.uniform(0.5, 9.0, D), rng.normal(0, 5, D)
    train, test = (middle + spread * rng.normal(size=(n, D)) for n in (N, M))
    return train, test


def edge_cases():
    constant = np.array([[2.0, 1.0], [2.0, 4.0], [2.0, 5.0]])
    return [(constant, np.array([[3.0, 4.0]]))]


# %% [raw] tags=["wrong"]
# wrong_both: You took mean and deviation of all rows together. The test rows are those of
# tomorrow: they are not there when the scale is chosen.
# - mean, deviation = train.mean(axis=0), train.std(axis=0)
# + rows = np.concatenate([train, test])
# + mean, deviation = rows.mean(axis=0), rows.std(axis=0)
#
# wrong_deviation: The test rows are moved by the training mean, and then divided by their own
# deviation.
# - (test - mean) / deviation
# + (test - mean) / np.where(test.std(axis=0) == 0, 1.0, test.std(axis=0))
#
# wrong_center: The test rows are divided by the training deviation, and moved by a mean of
# their own. The mean of a single customer is the customer.
# - (test - mean) / deviation
# + (test - test.mean(axis=0)) / deviation
#
# wrong_axis: That is one mean and one deviation for the whole table. Each column has its own
# unit, and gets its own.
# - train.mean(axis=0), train.std(axis=0)
# + train.mean(), train.std()
#
# wrong_tiny: A column that is constant in training is divided by your tiny number, so that any
# other value in the test rows becomes huge. Divide such a column by 1.
# - deviation = np.where(deviation == 0, 1.0, deviation)
# + deviation = deviation + 1e-8
#
# wrong_constant: A column that is constant in training is divided by 0.
# - deviation = np.where(deviation == 0, 1.0, deviation)
# + deviation = deviation + 0.0
