# /// exercise
# title = "BM25"
# kind = "implement"
# difficulty = 2
# minutes = 15
# practices = ["inverse document frequency", "BM25"]
# answer = "bm25_scores"
# forbidden = ["torch", "sklearn", "scipy", "dlbook"]
# hints = [
#   '''$n_w$ is the number of rows of `counts` with a positive entry in the column of $w$.''',
#   '''The length of a text is the sum of its row. Give it the shape `(N, 1)`, so that it meets
#   counts of shape `(N, number of words asked)`.''',
# ]
#
# [survivors]
# "counts.sum -> counts.mean" = "Only the ratio to the mean length is used."
# ///

# %% [markdown]
# Score texts for a question, by the chapter's equation for BM25.
#
# What comes in: `counts`, float64 of shape `(N, V)`: how often each text contains each word of
# the vocabulary (no text is empty); `columns`, a list of integers without repetition: the words
# of the question; `k1`, at least 0.1; and `b`, from 0 to 1. What goes out: an array of the
# scores, float64 of shape `(N,)`.

# %% tags=["starter"]
import numpy as np


def bm25_scores(counts, columns, k1, b):
    """Return the score of each text."""
    ### BEGIN SOLUTION
    N = len(counts)
    n = (counts > 0).sum(axis=0)[columns]
    idf = np.log((N + 1) / (n + 0.5))
    length = counts.sum(axis=1, keepdims=True)
    nu = 1 - b + b * length / length.mean()
    c = counts[:, columns]
    return (idf * c * (k1 + 1) / (c + k1 * nu)).sum(axis=1)
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    N, V = int(rng.integers(4, 9)), int(rng.integers(10, 16))
    counts = rng.poisson(0.8, (N, V)).astype(float)
    counts[:, 0] += 1
    asked = int(rng.integers(2, 4))
    columns = [int(j) for j in rng.permutation(V)[:asked]]
    return counts, columns, float(rng.uniform(0.3, 2.5)), float(rng.uniform(0.2, 0.9))


def edge_cases():
    one = np.array([[2.0, 1.0, 0.0]])
    return [(one, [0, 2], 1.2, 0.75), (np.array([[1.0, 0.0], [3.0, 2.0]]), [1], 0.5, 0.0)]


def valid(counts, columns, k1, b):
    return (
        counts.ndim == 2
        and len(counts) > 0
        and bool((counts.sum(axis=1) > 0).all())
        and len(set(columns)) == len(columns)
        and all(0 <= j < counts.shape[1] for j in columns)
        and k1 >= 0.1
        and 0 <= b <= 1
    )


# %% [raw] tags=["wrong"]
# wrong_collection_counts: You counted how often a word occurs in all texts together. Its
# weight takes the number of texts that contain it.
# - n = (counts > 0).sum(axis=0)[columns]
# + n = counts.sum(axis=0)[columns]
#
# wrong_no_length: Your scores ignore the length of the texts, as at b = 0.
# - nu = 1 - b + b * length / length.mean()
# + nu = np.ones_like(length)
#
# wrong_no_saturation: Your counts do not saturate: the count stands in the denominator, too.
# - idf * c * (k1 + 1) / (c + k1 * nu)
# + idf * c
#
# wrong_b_swapped: b and 1 - b have changed places.
# - nu = 1 - b + b * length / length.mean()
# + nu = b + (1 - b) * length / length.mean()
#
# wrong_plain_idf: Your weight is log(N/n), which is 0 for a word in every text, and infinite
# for one in none. The chapter's has 1 above and one half below.
# - np.log((N + 1) / (n + 0.5))
# + np.log(N / np.maximum(n, 1))
#
# wrong_half_missing: The half below is missing.
# - np.log((N + 1) / (n + 0.5))
# + np.log((N + 1) / np.maximum(n, 1))
#
# wrong_factor: The factor k1 + 1 is missing. It changes no ranking, but it changes the scores.
# - c * (k1 + 1)
# + c
#
# wrong_length_asked: You counted the words of the question only. The length of a text is the
# number of all its words.
# - length = counts.sum(axis=1, keepdims=True)
# + length = counts[:, columns].sum(axis=1, keepdims=True)
#
# wrong_different_words: You counted how many different words a text has. Its length counts a
# word as often as it occurs.
# - length = counts.sum(axis=1, keepdims=True)
# + length = (counts > 0).sum(axis=1, keepdims=True)
#
# wrong_odds: Your weight is the older one, which is negative for a word in more than half of
# the texts. The chapter's adds 1 inside the logarithm.
# - np.log((N + 1) / (n + 0.5))
# + np.log((N - n + 0.5) / (n + 0.5))
