# /// exercise
# title = "An infinite loss"
# kind = "debug"
# difficulty = 2
# minutes = 10
# practices = ["softmax", "overflow", "cross-entropy"]
# answer = "mean_loss"
# hints = [
#   '''Which line breaks first, and from which score on? Try `np.exp(700.0)` and
#   `np.exp(1000.0)`. Then try `np.log(np.exp(-1000.0))`.''',
#   '''Take the number $m$ from all scores of an example. Then $\log\sum_k e^{z_k} =
#   m + \log\sum_k e^{z_k - m}$. With which $m$ is no exponent above zero, and one at zero?''',
# ]
# ///

# %% [markdown]
# A training run goes well for an hour; then the loss is `inf`, and from the next step on
# everything is `nan`. The scores have grown to about a thousand. That is allowed: the loss of
# such scores is an ordinary number. Fix the loss.
#
# What comes in: `Z`, the scores, of shape `(N, C)`; `y`, the true classes, integers of shape
# `(N,)`. What goes out: the mean cross-entropy, $\frac1N \sum_n \big( \log \sum_k e^{Z_{nk}} -
# Z_{n y_n} \big)$, a number that is finite whenever the scores are.

# %% tags=["starter"]
import numpy as np


def mean_loss(Z, y):
    """Return the mean cross-entropy of scores."""
    ### BEGIN SOLUTION
    top = Z.max(axis=1)
    logs = top + np.log(np.exp(Z - top[:, None]).sum(axis=1))
    return np.mean(logs - Z[np.arange(len(y)), y])
    ### END SOLUTION
    ### BEGIN BROKEN
    logs = np.log(np.exp(Z).sum(axis=1))
    return np.mean(logs - Z[np.arange(len(y)), y])
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    N, C = rng.choice(np.arange(2, 9), size=2, replace=False)
    spread = rng.choice([1.0, 30.0, 1000.0])
    offsets = spread * rng.normal(size=(N, 1))
    return offsets + spread * rng.normal(size=(N, C)), rng.integers(0, C, N)


def edge_cases():
    far = np.array([[1000.0, 999.0], [-1000.0, -1000.0], [0.0, 2000.0]])
    large, small = np.array([[1000.0, 1000.0, 1000.0]]), np.array([[-1000.0, -1001.0]])
    return [
        (np.zeros((4, 10)), np.arange(4)),
        (large, np.array([2])),
        (small, np.array([1])),
        (far, np.array([0, 1, 0])),
    ]


def valid(Z, y):
    return len(y) > 0 and Z.shape[1] > 1 and y.min() >= 0 and y.max() < Z.shape[1]


# %% [raw] tags=["wrong"]
# wrong_one_maximum_for_all: You take the largest score of the whole batch from every row. In a
# row far below it all exponentials become 0, and the logarithm of 0 is -inf: each row needs its
# own maximum.
# - top = Z.max(axis=1)
# + top = np.full(len(Z), Z.max())
#
# wrong_not_added_back: You take the maximum out of the exponentials and leave it out. The
# logarithm of the sum is then too small by it: add it back, or take it from the true class's
# score, too.
# - top + np.log(
# + np.log(
#
# wrong_clipped: You clip the scores. The loss is finite now, but wrong wherever a score was
# clipped: 1000 and 999 become the same. Take each row's maximum from its scores instead.
# - top = Z.max(axis=1)
# - logs = top + np.log(np.exp(Z - top[:, None]).sum(axis=1))
# + Z = np.clip(Z, -700, 700)
# + logs = np.log(np.exp(Z).sum(axis=1))
#
# wrong_log_of_probability: Your probabilities are right, but a small one becomes exactly 0, and
# -log 0 is infinite. Do not go through the probability: the loss is a logarithm of a sum, less
# a score.
# - logs = top + np.log(np.exp(Z - top[:, None]).sum(axis=1))
# - return np.mean(logs - Z[np.arange(len(y)), y])
# + odds = np.exp(Z - top[:, None])
# + P = odds / odds.sum(axis=1, keepdims=True)
# + return -np.mean(np.log(P[np.arange(len(y)), y]))
#
# wrong_floor: You add a small number inside the logarithm. The loss can then never exceed the
# logarithm of that number: the worst mistakes look alike, and have no gradient.
# - logs = top + np.log(np.exp(Z - top[:, None]).sum(axis=1))
# - return np.mean(logs - Z[np.arange(len(y)), y])
# + odds = np.exp(Z - top[:, None])
# + P = odds / odds.sum(axis=1, keepdims=True)
# + return -np.mean(np.log(P[np.arange(len(y)), y] + 1e-12))
#
# wrong_sum: You add up the losses of the examples. The task asks for their mean.
# - return np.mean(
# + return np.sum(
