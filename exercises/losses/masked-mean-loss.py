# /// exercise
# title = "A mean of means"
# kind = "debug"
# difficulty = 2
# minutes = 10
# practices = ["padding", "reduction of a loss"]
# answer = "mean_loss"
# hints = [
#   '''A sequence of 2 words and one of 200 come in a batch. How much does a word of each
#   count?''',
#   '''Add up the losses of all real words, add up how many there are, and divide once.''',
# ]
# ///

# %% [markdown]
# Sentences of different lengths are padded to one length. `real` is 1 where there is a word and
# 0 where there is padding. The function should return the mean loss per real word, over the
# whole batch. It runs, and short sentences turn out to be learned much better than long ones.
# Fix it.
#
# What comes in: `losses`, the loss at each position, float64 of shape `(B, T)`; `real`, float64
# of zeros and ones, of shape `(B, T)`, with at least one 1 in each row. What goes out: a
# number.

# %% tags=["starter"]
import numpy as np


def mean_loss(losses, real):
    """Return the mean loss of the real words of a batch."""
    ### BEGIN SOLUTION
    return np.sum(losses * real) / np.sum(real)
    ### END SOLUTION
    ### BEGIN BROKEN
    of_sentences = np.sum(losses * real, axis=1) / np.sum(real, axis=1)
    return np.mean(of_sentences)
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    B, T = (int(n) for n in rng.choice(np.arange(3, 10), size=2, replace=False))
    lengths = rng.integers(1, T + 1, size=B)
    lengths[:2] = 1, T
    real = (np.arange(T) < lengths[:, None]).astype(float)
    return rng.exponential(size=(B, T)) + 0.1, real


def edge_cases():
    return [
        (np.array([[1.0, 9.0, 9.0], [4.0, 5.0, 6.0]]), np.array([[1.0, 0, 0], [1, 1, 1]])),
        (np.array([[0.5, 2.0]]), np.array([[1.0, 0.0]])),
    ]


def valid(losses, real):
    return losses.ndim == 2 and losses.size > 0 and bool(real.any(axis=1).all())


# %% [raw] tags=["wrong"]
# wrong_padding_counts: You divide by the number of all positions, padding included. The loss
# then falls when a batch has more padding.
# - np.sum(losses * real) / np.sum(real)
# + np.mean(losses * real)
#
# wrong_padding_in_sum: You took padding for words: its losses are in the mean.
# - np.sum(losses * real) / np.sum(real)
# + np.mean(losses)
#
# wrong_per_sentence: You divide by the number of sentences: this is the loss of a sentence, and
# long ones count by their length. The task asks for the loss of a word.
# - np.sum(real)
# + len(losses)
#
# wrong_means_of_columns: You average over sentences at each position, and then over positions.
# The last positions, where few sentences have words, count too much.
# - return np.sum(losses * real) / np.sum(real)
# + there = real.any(axis=0)
# + columns = (losses * real).sum(axis=0)[there] / real.sum(axis=0)[there]
# + return columns.mean()
#
# wrong_padding_added: You divide by the number of real words, but you add up the losses of
# padding, too. Multiply by `real` first.
# - np.sum(losses * real) / np.sum(real)
# + np.sum(losses) / np.sum(real)
#
# wrong_not_divided: That is the sum of the losses of all real words. Divide it by their number.
# - np.sum(losses * real) / np.sum(real)
# + np.sum(losses * real)
