# /// exercise
# title = "Bits per byte"
# kind = "implement"
# difficulty = 1
# minutes = 8
# practices = ["bits per byte", "comparing models with different vocabularies"]
# answer = "bits_per_byte"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''What is the probability of the whole text, given those of its tokens?''',
#   '''`text.encode()` gives the bytes of a text. An `é` has two.''',
# ]
# ///

# %% [markdown]
# Models with different vocabularies cut the same text into different numbers of tokens. Compute
# a score by which they can be compared: the bits that the model needs for each byte of the
# text, encoded in UTF-8.
#
# What comes in: `log_p`, float64 of shape `(n,)`, the natural logarithm of the probability that
# the model gave to each token of the text; `text`, the text that these tokens spell, at least
# one character. What goes out: the bits per byte, a number.

# %% tags=["starter"]
import numpy as np


def bits_per_byte(log_p, text):
    """Return the bits that a model needs for each byte of a text."""
    ### BEGIN SOLUTION
    bits = -log_p.sum() / np.log(2)
    return bits / len(text.encode())
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    letters = list("to be, or é ß λόγος 言語")
    text = "".join(rng.choice(letters, size=int(rng.integers(8, 30)))) + "é"
    return np.log(rng.uniform(0.01, 0.9, size=int(rng.integers(2, 7)))), text


def edge_cases():
    return [
        (np.array([-1.0]), "a"),
        (np.zeros(3), "the cat"),
        (np.full(2, -4.2), "the cat"),
        (np.full(7, -1.4), "the cat"),
        (np.array([-1000.0, -2.0]), "言語"),
    ]


def valid(log_p, text):
    return log_p.ndim == 1 and len(log_p) > 0 and len(text) > 0 and (log_p <= 0).all()


# %% [raw] tags=["wrong"]
# wrong_characters: You divide by the number of characters. In UTF-8 an é has two bytes and 言
# three: encode the text before you count.
# - len(text.encode())
# + len(text)
#
# wrong_tokens: You divide by the number of tokens, which depends on the vocabulary. Divide by
# something that belongs to the text: its bytes.
# - len(text.encode())
# + len(log_p)
#
# wrong_nats: That is in nats. A bit is log 2 nats.
# - -log_p.sum() / np.log(2)
# + -log_p.sum()
#
# wrong_mean: You divide the mean over the tokens by the number of bytes. The probability of the
# text is the product over all tokens: add up their logarithms.
# - log_p.sum()
# + log_p.mean()
#
# wrong_sign: The logarithm of a probability is negative. The bits are its negative.
# - -log_p.sum()
# + log_p.sum()
