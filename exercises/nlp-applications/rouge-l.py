# /// exercise
# title = "The longest common subsequence"
# kind = "implement"
# difficulty = 4
# minutes = 35
# practices = ["dynamic programming", "ROUGE-L"]
# answer = "rouge_l_f1"
# forbidden = ["torch", "difflib", "itertools", "dlbook"]
# hints = [
#   '''Let $L_{ij}$ be the length for the first $i$ words of the summary and the first $j$ of
#   the reference. What is it if the last two words are equal, and what if they are not?''',
#   '''If they are equal, $L_{ij} = L_{i-1,j-1} + 1$; otherwise the larger of $L_{i-1,j}$ and
#   $L_{i,j-1}$.''',
# ]
#
# [survivors]
# "1 -> 2 (12)" = "Where the two texts have one word together, they share none."
# ///

# %% [markdown]
# Write ROUGE-L. Find the length of the longest list of words that both texts contain in the
# same order; between them there may be other words. Divided by the number of words of the
# summary it is the precision, divided by that of the reference the recall. Return their
# harmonic mean, and 0 if the texts share no word.
#
# What comes in: `summary` and `reference`, lists of str; each may be empty. What goes out: a
# number, float.

# %% tags=["starter"]
import numpy as np


def rouge_l_f1(summary, reference):
    """Return the F1 of ROUGE-L for two lists of words."""
    ### BEGIN SOLUTION
    L = np.zeros((len(summary) + 1, len(reference) + 1))
    for i, a in enumerate(summary, 1):
        for j, b in enumerate(reference, 1):
            L[i, j] = L[i - 1, j - 1] + 1 if a == b else max(L[i - 1, j], L[i, j - 1])
    return float(2 * L[-1, -1] / max(1, len(summary) + len(reference)))
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    words = ["the", "a", "cat", "sat", "mat", "on"]
    n, m = int(rng.integers(5, 9)), int(rng.integers(10, 14))
    return tuple([words[int(k)] for k in rng.integers(0, 6, size)] for size in (n, m))


def edge_cases():
    police = ["police", "killed", "the", "gunman"]
    return [
        (["police", "kill", "the", "gunman"], police),
        (["the", "gunman", "kill", "police"], police),
        (["a"], ["b"]),
        ([], ["a"]),
        ([], []),
        (["a", "a"], ["a"]),
    ]


def valid(summary, reference):
    return all(isinstance(w, str) for w in [*summary, *reference])


# %% [raw] tags=["wrong"]
# wrong_bag: You counted the words that both contain, whatever their order. That is ROUGE-1.
# - return float(2 * L[-1, -1] / max(1, len(summary) + len(reference)))
# + both = sum(min(summary.count(w), reference.count(w)) for w in set(summary))
# + return float(2 * both / max(1, len(summary) + len(reference)))
#
# wrong_substring: Your list of words must stand without gaps. Between the shared words there
# may be others.
# - max(L[i - 1, j], L[i, j - 1])
# + 0
# - L[-1, -1]
# + L.max()
#
# wrong_recall: That is the recall. Return the harmonic mean of precision and recall.
# - 2 * L[-1, -1] / max(1, len(summary) + len(reference))
# + L[-1, -1] / max(1, len(reference))
#
# wrong_precision: That is the precision. Return the harmonic mean of precision and recall.
# - 2 * L[-1, -1] / max(1, len(summary) + len(reference))
# + L[-1, -1] / max(1, len(summary))
#
# wrong_twice: A word is used twice: after a match, both texts go one word back.
# - L[i - 1, j - 1] + 1 if a == b
# + max(L[i - 1, j], L[i, j - 1]) + 1 if a == b
#
# wrong_mean: You took the plain mean of precision and recall.
# - 2 * L[-1, -1] / max(1, len(summary) + len(reference))
# + (L[-1, -1] / max(1, len(summary)) + L[-1, -1] / max(1, len(reference))) / 2
#
# wrong_reference_twice: A word of the reference is used twice: after a match, both texts go
# one word back.
# - L[i - 1, j - 1] + 1 if a == b
# + L[i - 1, j] + 1 if a == b
#
# wrong_greedy: You took each word of the summary at its first place in the rest of the
# reference. Leaving out a word may make the list longer: compare both ways.
# - return float(2 * L[-1, -1] / max(1, len(summary) + len(reference)))
# + rest, shared = list(reference), 0
# + for word in summary:
# +     if word in rest:
# +         rest, shared = rest[rest.index(word) + 1 :], shared + 1
# + return float(2 * shared / max(1, len(summary) + len(reference)))
