# /// exercise
# title = "Too good to be true"
# kind = "debug"
# difficulty = 2
# minutes = 10
# practices = ["causal mask", "leaks"]
# answer = "causal_weights"
# hints = [
#   '''Print the weights of four positions with equal scores. In which row is the first zero,
#   and where?''',
#   '''Row 0 may look at key 0 alone. What does the last argument of `np.tri` do?''',
# ]
# [survivors]
# "-1 -> 1" = "The scores are square: both axes have T entries."
# "1 -> 2" = "The scores are square: both axes have T entries."
# "dtype=bool -> (left out)" = "np.where takes 0 and 1 for False and True."
# ///

# %% [markdown]
# A next-character model is trained with the attention weights below. After an hour its
# training loss is 0.03, and the text that it generates is noise. Fix the weights: position
# $t$ may look at positions 0 to $t$, and each row adds up to 1.
#
# What comes in: `scores`, float64 of shape `(B, T, T)`, already divided by $\sqrt{d_k}$,
# with a row for each position that looks. What goes out: weights of the same shape.

# %% tags=["starter"]
import numpy as np


def causal_weights(scores):
    """Return the weights of causal attention."""
    ### BEGIN SOLUTION
    T = scores.shape[-1]
    scores = np.where(np.tri(T, dtype=bool), scores, -np.inf)
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
    ### END SOLUTION
    ### BEGIN BROKEN
    T = scores.shape[-1]
    scores = np.where(np.tri(T, k=1, dtype=bool), scores, -np.inf)
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    B, T = (int(n) for n in rng.choice(np.arange(2, 9), size=2, replace=False))
    return (3 * rng.normal(size=(B, T, T)),)


def edge_cases():
    return [
        (np.zeros((1, 1, 1)),),
        (np.zeros((1, 4, 4)),),
        (np.diag([0.0, 2000.0, -2000.0])[None],),
        (2000 * np.triu(np.ones((1, 3, 3)), 1),),
    ]


def valid(scores):
    return scores.size > 0 and scores.ndim == 3 and scores.shape[1] == scores.shape[2]


# %% [raw] tags=["wrong"]
# wrong_too_strict: Now no position looks at itself. That leaks nothing, but the first row may
# look at nothing at all, and the others lose the newest character.
# - np.tri(T, dtype=bool)
# + np.tri(T, k=-1, dtype=bool)
#
# wrong_maximum_of_all: The maximum is taken over later positions, too, so their scores still
# matter: if one of them is much larger, nothing is left of the positions that may be seen.
# - scores = np.where(np.tri(T, dtype=bool), scores, -np.inf)
# + allowed = np.tri(T, dtype=bool)
# - e = np.exp(scores - scores.max(axis=-1, keepdims=True))
# + e = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
#
# wrong_upside_down: The mask is the wrong way around: positions look at themselves and at what
# comes later.
# - np.tri(T, dtype=bool)
# + np.tri(T, dtype=bool).T
#
# wrong_after: You mask after the softmax. Nothing leaks through the weights that are left out,
# but each row adds up to less than 1, by an amount that depends on later positions.
# - scores = np.where(np.tri(T, dtype=bool), scores, -np.inf)
# +
# - return e / e.sum(axis=-1, keepdims=True)
# + return np.tril(e / e.sum(axis=-1, keepdims=True))
#
# wrong_zeros: Later positions have score 0 with you, and so the weight of $e^0 = 1$ before the
# division. Forbidden is minus infinity.
# - -np.inf
# + 0.0
