# /// exercise
# title = "The neighbors in the batch"
# kind = "debug"
# difficulty = 2
# minutes = 10
# practices = ["padding mask", "softmax"]
# answer = "attend"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''Compute the weights of a word of 2 letters that is padded to 5. Which numbers add up to
#   1?''',
#   '''A score of 0 is not a weight of 0. When must the padding be taken out?''',
# ]
# ///

# %% [markdown]
# A translator gives other answers for a sentence when it is tested in another batch: the longer
# the neighbors, the worse. The function below should give padding no weight. Fix it, so that
# the weights of the real positions add up to 1 and do not depend on how much padding there is.
#
# What comes in: `scores`, float64 of shape `(B, S)`; `lengths`, int64 of shape `(B,)`, from 1
# to `S`: positions from there on are padding. What goes out: weights, float64 of shape `(B,
# S)`. Scores may be as large as 1000.

# %% tags=["starter"]
import numpy as np


def attend(scores, lengths):
    """Return the weights of each row, zero at padding."""
    ### BEGIN SOLUTION
    is_token = np.arange(scores.shape[1]) < lengths[:, None]
    scores = np.where(is_token, scores, -np.inf)
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
    ### END SOLUTION
    ### BEGIN BROKEN
    is_token = np.arange(scores.shape[1]) < lengths[:, None]
    scores = scores * is_token
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    B, S = (int(n) for n in rng.choice(np.arange(2, 9), size=2, replace=False))
    return 2 * rng.normal(size=(B, S)), rng.integers(1, S + 1, size=B)


def edge_cases():
    return [
        (np.zeros((1, 1)), np.array([1])),
        (np.array([[1.0, 2.0, 2000.0]]), np.array([2])),
        (np.array([[-1000.0, -1001.0, 5.0], [1000.0, 0.0, 0.0]]), np.array([2, 3])),
    ]


def valid(scores, lengths):
    if scores.ndim != 2 or scores.size == 0 or lengths.shape != scores.shape[:1]:
        return False
    return bool((lengths >= 1).all() and (lengths <= scores.shape[1]).all())


# %% [raw] tags=["wrong"]
# wrong_after: You set the padding to zero after the softmax. It has weight 0 now, but the rest
# adds up to less than 1, by an amount that depends on the padding.
# - scores = np.where(is_token, scores, -np.inf)
# +
# - return e / e.sum(axis=1, keepdims=True)
# + return e / e.sum(axis=1, keepdims=True) * is_token
#
# wrong_maximum: The largest score is taken over the padding as well: if it is much larger than
# all real ones, nothing is left of them.
# - scores = np.where(is_token, scores, -np.inf)
# + largest = scores.max(axis=1, keepdims=True)
# - e = np.exp(scores - scores.max(axis=1, keepdims=True))
# + e = np.exp(scores - largest) * is_token
#
# wrong_constant: A score of -100 is not small if the real ones are -1000: give the padding
# minus infinity.
# - np.where(is_token, scores, -np.inf)
# + np.where(is_token, scores, -100.0)
#
# wrong_one_more: The first position of the padding still has a weight: a row of length n has
# the positions 0 to n - 1.
# - np.arange(scores.shape[1]) < lengths[:, None]
# + np.arange(scores.shape[1]) <= lengths[:, None]
#
# wrong_inverted: Your mask is the wrong way around: the padding has all the weight.
# - np.where(is_token, scores, -np.inf)
# + np.where(is_token & (lengths[:, None] < scores.shape[1]), -np.inf, scores)
