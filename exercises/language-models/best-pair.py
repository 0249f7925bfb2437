# /// exercise
# title = "The next merge"
# kind = "implement"
# difficulty = 2
# minutes = 15
# practices = ["byte-pair encoding"]
# answer = "best_pair"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''A text of a million words has few different ones. How often does each pair occur in one
#   word, and how often does that word occur?''',
#   '''`pairwise(word)` gives the pairs of neighbors of a word.''',
#   '''Count in a `Counter`. Of the pairs with the highest count take the smallest.''',
# ]
# ///

# %% [markdown]
# Training a byte-pair encoding on a long text is much faster if each different word is stored
# once, with the number of its occurrences. Find the pair of neighboring tokens that occurs most
# often in the whole text; `c c c` has the pair `c c` twice. If several occur equally often,
# take the one that comes first in alphabetical order (as Python compares tuples).
#
# What comes in: `words`, a list of words, each a list of its tokens so far (strings); `counts`,
# a list of integers of at least 1, the number of occurrences of each word. At least one word
# has two tokens. What goes out: the pair, a tuple of two strings.

# %% tags=["starter"]
from collections import Counter
from itertools import pairwise


def best_pair(words, counts):
    """Return the pair of neighbors that occurs most often in a text."""
    ### BEGIN SOLUTION
    found = Counter()
    for word, n in zip(words, counts, strict=True):
        for pair in pairwise(word):
            found[pair] += n
    return min(found, key=lambda pair: (-found[pair], pair))
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    tokens = ["a", "b", "c", "ab", "d"]
    n = int(rng.integers(4, 8))
    words = [
        [str(t) for t in rng.choice(tokens, size=int(rng.integers(1, 6)))] for _ in range(n)
    ]
    words[0] += ["b", "a"]
    return words, [int(c) for c in rng.integers(1, 7, size=n)]


def edge_cases():
    hug = [["h", "u", "g"], ["p", "u", "g"], ["h", "u", "g", "s"]]
    return [
        ([["b", "c"], ["a", "b"], ["c", "d"]], [2, 2, 2]),
        (hug, [2, 1, 1]),
        ([["b", "a"], ["a", "b"]], [3, 3]),
        ([["c", "a", "b"], ["x"]], [1, 9]),
        ([["a", "b"], ["c", "d", "c", "d"]], [3, 2]),
        ([["a", "b"], ["c", "d"], ["c", "d"]], [5, 1, 1]),
        ([["z", "a", "z", "a"], ["b", "b"]], [1, 2]),
        ([["ab", "c"], ["a", "bc"]], [2, 2]),
        ([["c", "c", "c"], ["a", "b"]], [2, 3]),
    ]


def valid(words, counts):
    return (
        len(words) == len(counts)
        and all(len(word) > 0 and all(word) for word in words)
        and any(len(word) > 1 for word in words)
        and all(n > 0 for n in counts)
    )


# %% [raw] tags=["wrong"]
# wrong_uncounted: You count each word once. A pair in a word that occurs a hundred times occurs
# a hundred times.
# - found[pair] += n
# + found[pair] += 1
#
# wrong_once_a_word: A pair may occur twice in a word; each time counts.
# - for pair in pairwise(word):
# + for pair in set(pairwise(word)):
#
# wrong_overwritten: Each word overwrites what was counted before it. Add its number.
# - found[pair] += n
# + found[pair] = n
#
# wrong_last_of_equals: Of pairs that occur equally often you take the last in alphabetical
# order.
# - min(found, key=lambda pair: (-found[pair], pair))
# + max(found, key=lambda pair: (found[pair], pair))
#
# wrong_first_seen: Of pairs that occur equally often you take the one that the text shows
# first. Asked is the first in alphabetical order.
# - (-found[pair], pair)
# + -found[pair]
#
# wrong_joined: You compare equally frequent pairs by the token that they make. Two pairs can
# make the same one; compare the tuples.
# - (-found[pair], pair)
# + (-found[pair], "".join(pair))
#
# wrong_any_distance: You count all pairs of a word's tokens. Only neighbors can be merged.
# - for pair in pairwise(word):
# + for pair in [(a, b) for i, a in enumerate(word) for b in word[i + 1 :]]:
