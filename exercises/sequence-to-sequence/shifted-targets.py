# /// exercise
# title = "A loss that falls too fast"
# kind = "debug"
# difficulty = 2
# minutes = 10
# practices = ["teacher forcing", "padding"]
# answer = "make_batch"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''Print inputs and targets of one short word side by side. What does the decoder know when
#   it is asked for the second target?''',
#   '''Inputs begin with 1, targets end with 2, and both have one token more than the word.''',
# ]
# ///

# %% [markdown]
# The batches below train a decoder by teacher forcing. Its loss is nearly zero after a hundred
# steps, and what it writes is noise. Fix the function: at each position the decoder reads what
# came *before* the token that it has to predict.
#
# What comes in: `words`, a list of lists of int, the tokens of each target, all above 2, at
# least one word; a word may be empty. Token 0 is padding, 1 the start and 2 the end. What goes
# out: a tuple of inputs and targets, int64 arrays of shape `(B, T)`, where `T` is one more than
# the longest word: padded at the end with 0.

# %% tags=["starter"]
import numpy as np


def make_batch(words):
    """Return the decoder's inputs and its targets, padded with 0."""
    ### BEGIN SOLUTION
    T = 1 + max(len(word) for word in words)
    inputs = np.zeros((len(words), T), dtype=np.int64)
    targets = np.zeros((len(words), T), dtype=np.int64)
    for i, word in enumerate(words):
        inputs[i, : len(word) + 1] = [1, *word]
        targets[i, : len(word) + 1] = [*word, 2]
    return inputs, targets
    ### END SOLUTION
    ### BEGIN BROKEN
    T = 1 + max(len(word) for word in words)
    inputs = np.zeros((len(words), T), dtype=np.int64)
    targets = np.zeros((len(words), T), dtype=np.int64)
    for i, word in enumerate(words):
        inputs[i, : len(word) + 1] = [1, *word]
        targets[i, : len(word) + 1] = [1, *word]
    return inputs, targets
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    B = int(rng.integers(2, 6))
    return ([rng.integers(3, 40, size=rng.integers(7 + B)).tolist() for _ in range(B)],)


def edge_cases():
    return [([[]],), ([[5]],), ([[], [7, 8, 9]],)]


def valid(words):
    return len(words) > 0 and all(token > 2 for word in words for token in word)


# %% [raw] tags=["wrong"]
# wrong_no_end: The end is no target: the decoder never learns when to stop.
# - targets[i, : len(word) + 1] = [*word, 2]
# + targets[i, : len(word)] = word
#
# wrong_end_read: The decoder reads the end, and does not read the start.
# - inputs[i, : len(word) + 1] = [1, *word]
# + inputs[i, : len(word) + 1] = [*word, 2]
#
# wrong_end_padding: You put the end token in the padding: it belongs right behind the word.
# - targets[i, : len(word) + 1] = [*word, 2]
# + targets[i, : len(word)], targets[i, -1] = word, 2
