# /// exercise
# title = "Look back"
# kind = "implement"
# difficulty = 2
# minutes = 15
# practices = ["additive attention", "shapes"]
# answer = "look_back"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''$\mathbf{U}\mathbf{h}_j$ for all $j$ at once is `h @ U.T`. What shape has it, and what
#   shape has $\mathbf{W}\mathbf{s}$?''',
#   '''The product with $\mathbf{v}$ removes the last axis. The softmax then runs along the
#   positions. Subtract the largest score before the exponential.''',
# ]
# ///

# %% [markdown]
# Write additive attention for a batch of decoder states. The score of position $j$ is
# $e_j = \mathbf{v}^\top\tanh(\mathbf{W}\mathbf{s} + \mathbf{U}\mathbf{h}_j)$, the weights are
# the softmax of the scores along the positions, and the context is the mean of the
# $\mathbf{h}_j$ with these weights.
#
# What comes in, all float64: `s`, states of shape `(B, H)`; `h`, states of the encoder,
# `(B, S, C)`; `W` `(A, H)`, `U` `(A, C)` and `v` `(A,)`. What goes out: a tuple of the context,
# shape `(B, C)`, and the weights, shape `(B, S)`. Scores may be as large as 1000.

# %% tags=["starter"]
import numpy as np


def look_back(s, h, W, U, v):
    """Return the context and the weights of additive attention."""
    ### BEGIN SOLUTION
    scores = np.tanh((s @ W.T)[:, None, :] + h @ U.T) @ v
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights = e / e.sum(axis=1, keepdims=True)
    return (weights[:, :, None] * h).sum(axis=1), weights
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    B, S, H, C, A = (int(n) for n in rng.choice(np.arange(2, 9), size=5, replace=False))
    return (
        rng.normal(size=(B, H)),
        rng.normal(size=(B, S, C)),
        rng.normal(size=(A, H)),
        rng.normal(size=(A, C)),
        2 * rng.normal(size=A),
    )


def edge_cases():
    rng = np.random.default_rng(1)
    s, h, W, U = (rng.normal(size=n) for n in ((1, 2), (1, 3, 2), (4, 2), (4, 2)))
    large = np.array([[[5.0, 5.0], [0.2, 0.2], [-5.0, -5.0]], [[-5.0, -5.0]] * 3])
    return [
        (np.repeat(s, 2, axis=0), large, W, np.ones((4, 2)), np.full(4, 250.0)),
        (s, h[:, :1], W, U, np.ones(4)),
    ]


def valid(s, h, W, U, v):
    B, S, C = h.shape if h.ndim == 3 else (0, 0, 0)
    return bool(
        min(B, S, C, *s.shape, v.size) > 0
        and s.shape[0] == B
        and W.shape == (v.size, s.shape[1])
        and U.shape == (v.size, C)
    )


# %% [raw] tags=["wrong"]
# wrong_no_tanh: The tanh is missing. The score is then a sum of two terms, and the one with the
# state is the same for all positions: the softmax cancels it, and the decoder has no say.
# - np.tanh((s @ W.T)[:, None, :] + h @ U.T)
# + ((s @ W.T)[:, None, :] + h @ U.T)
#
# wrong_axis: Your softmax runs along the batch. The weights of one word must add up to 1 along
# its positions, axis 1.
# - scores.max(axis=1, keepdims=True)
# + scores.max(axis=0, keepdims=True)
# - e.sum(axis=1, keepdims=True)
# + e.sum(axis=0, keepdims=True)
#
# wrong_whole_batch: Your softmax runs over the whole batch. The weights of each word must add
# up to 1 by themselves.
# - e.sum(axis=1, keepdims=True)
# + e.sum()
#
# wrong_overflow: The exponential of a score of 1000 overflows. Subtract the largest score
# first.
# - np.exp(scores - scores.max(axis=1, keepdims=True))
# + np.exp(scores)
#
# wrong_mean: The context is the plain mean of the states: the weights are computed and not
# used.
# - (weights[:, :, None] * h).sum(axis=1), weights
# + h.mean(axis=1), weights
