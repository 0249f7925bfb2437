# /// exercise
# title = "The best sequence of tags"
# kind = "implement"
# difficulty = 4
# minutes = 30
# practices = ["dynamic programming", "backtracking", "conditional random fields"]
# answer = "best_tags"
# forbidden = ["torch", "scipy", "dlbook", "itertools"]
# hints = [
#   '''The score of the best beginning that ends in tag c is the emission plus the maximum, over
#   the tag before, of its score plus the move.''',
#   '''Keep, for each word and each tag, which tag before attained the maximum.''',
#   '''Begin at the end: the last tag is the one with the highest score. Then look up, word by
#   word, which tag came before.''',
# ]
# ///

# %% [markdown]
# Find the sequence of tags with the highest score, without trying them all. The score is the
# sum of an emission for each word and of a transition for each pair of neighbors.
#
# What comes in: `E`, float64 of shape `(T, C)`, the emissions; `A`, float64 of shape `(C, C)`:
# `A[a, c]` for a move from tag a to tag c. No two sequences have the same score. What goes out:
# a list of T integers.

# %% tags=["starter"]
import numpy as np


def best_tags(E, A):
    """Return the tags with the highest score, a list of T integers."""
    ### BEGIN SOLUTION
    score, came_from = E[0], []
    for emission in E[1:]:
        paths = score[:, None] + A
        came_from.append(paths.argmax(axis=0))
        score = emission + paths.max(axis=0)
    tags = [int(score.argmax())]
    for previous in came_from[::-1]:
        tags.append(int(previous[tags[-1]]))
    return tags[::-1]
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    T, C = int(rng.integers(6, 10)), int(rng.integers(3, 5))
    return rng.normal(size=(T, C)), 2 * rng.normal(size=(C, C))


def edge_cases():
    return [
        (np.array([[0.5, 1.0, -1.0]]), np.zeros((3, 3))),
        (np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([[0.0, 0.0], [0.0, 2.0]])),
    ]


def valid(E, A):
    return E.ndim == 2 and len(E) > 0 and A.shape == (E.shape[1], E.shape[1])


# %% [raw] tags=["wrong"]
# wrong_greedy: You chose the best tag for each word by itself. The moves between tags count,
# too.
# - paths = score[:, None] + A
# + paths = score[:, None] + 0 * A
#
# wrong_transposed: You read the transitions from column to row.
# - paths = score[:, None] + A
# + paths = score[:, None] + A.T
#
# wrong_reversed: Your tags stand in the order of the way back. Turn the list around.
# - return tags[::-1]
# + return tags
#
# wrong_forward_greedy: You commit to a tag at each word, going forward. A tag that looks best
# now may lead to a bad move later: decide at the end, and walk back.
# - tags = [int(score.argmax())]
# - for previous in came_from[::-1]:
# -     tags.append(int(previous[tags[-1]]))
# - return tags[::-1]
# + tags = [int(E[0].argmax())]
# + for emission in E[1:]:
# +     tags.append(int((A[tags[-1]] + emission).argmax()))
# + return tags
#
# wrong_walk: On the way back you look up the best tag of each word, not the one from which the
# next tag was reached.
# - previous[tags[-1]]
# + previous[previous.argmax()]
#
# wrong_emission: The emissions of all words after the first are missing.
# - score = emission + paths.max(axis=0)
# + score = 0 * emission + paths.max(axis=0)
#
# wrong_running: You took, at each word, the tag at which the best sequence so far ends. Its
# beginning may belong to another sequence than the final one: keep where each came from.
# - tags = [int(score.argmax())]
# - for previous in came_from[::-1]:
# -     tags.append(int(previous[tags[-1]]))
# - return tags[::-1]
# + tags, score = [int(E[0].argmax())], E[0]
# + for emission in E[1:]:
# +     score = emission + (score[:, None] + A).max(axis=0)
# +     tags.append(int(score.argmax()))
# + return tags
