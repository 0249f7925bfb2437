# /// exercise
# title = "How many edits?"
# kind = "implement"
# difficulty = 3
# minutes = 20
# practices = ["edit distance", "dynamic programming"]
# answer = "distance"
# forbidden = ["torch", "dlbook", "difflib"]
# hints = [
#   '''Let $D_{ij}$ be the distance of the first $i$ symbols of one text and the first $j$ of
#   the other. What are $D_{i0}$ and $D_{0j}$?''',
#   '''$D_{ij}$ is the smallest of $D_{i-1,j} + 1$, $D_{i,j-1} + 1$, and $D_{i-1,j-1}$ plus 1 if
#   the two symbols differ.''',
# ]
# ///

# %% [markdown]
# The edit distance of two texts is the smallest number of symbols that have to be inserted,
# deleted or replaced to turn one into the other. Write it.
#
# What comes in: `a` and `b`, lists of int, each of up to 30 symbols, possibly empty. What goes
# out: an int. It should take a few milliseconds: trying all edits would take years.

# %% tags=["starter"]
import numpy as np


def distance(a, b):
    """Return the fewest insertions, deletions and replacements between two lists."""
    ### BEGIN SOLUTION
    D = np.zeros((len(a) + 1, len(b) + 1))
    D[:, 0], D[0] = np.arange(len(a) + 1), np.arange(len(b) + 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            D[i + 1, j + 1] = min(D[i, j + 1] + 1, D[i + 1, j] + 1, D[i, j] + (x != y))
    return int(D[-1, -1])
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    m, n = (int(k) for k in rng.choice(np.arange(2, 12), size=2, replace=False))
    return rng.integers(3, size=m).tolist(), rng.integers(3, size=n).tolist()


def edge_cases():
    return [
        ([], []),
        ([], [1, 2, 3]),
        ([1, 2], []),
        ([1, 2, 3], [1, 2, 3]),
        ([1, 2, 3, 4], [2, 3, 4, 5]),
        ([5] * 30, [6] * 29),
    ]


def valid(a, b):
    return len(a) <= 30 and len(b) <= 30


# %% [raw] tags=["wrong"]
# wrong_no_replacement: You have no replacement: a different symbol costs a deletion and an
# insertion, so 2 in place of 1.
# - D[i, j] + (x != y)
# + D[i, j] + 2 * (x != y)
#
# wrong_empty: The first row and column stay zero: turning an empty text into one of three
# symbols takes three insertions.
# - D[:, 0], D[0] = np.arange(len(a) + 1), np.arange(len(b) + 1)
# +
#
# wrong_positions: You compare position by position. One symbol inserted at the front then makes
# everything behind it count as wrong.
# - D[i + 1, j + 1] = min(D[i, j + 1] + 1, D[i + 1, j] + 1, D[i, j] + (x != y))
# + D[i + 1, j + 1] = D[i, j] + (x != y)
#
# wrong_always: You add 1 for a replacement even if the two symbols are equal.
# - D[i, j] + (x != y)
# + D[i, j] + 1
