# /// exercise
# title = "Trained to ask"
# kind = "debug"
# difficulty = 2
# minutes = 10
# practices = ["supervised fine-tuning", "masks"]
# answer = "answer_loss"
# hints = [
#   '''Take a prompt of 2 tokens and an answer of 1. Which position predicts the answer?''',
#   '''Position $t$ predicts token $t + 1$. The last token of the prompt predicts the first of
#   the answer.''',
# ]
# ///

# %% [markdown]
# A model was fine-tuned on questions and answers. Its loss fell nicely, but now its
# answers begin in the middle. The loss should be the mean of
# $-\log p$ of the tokens of the *answer*, all of them, and of no others. Fix it.
#
# What comes in: `log_p`, float64 of shape `(T, V)`: row $t$ has the log probabilities of token
# $t + 1$, given tokens 0 to $t$; `tokens`, an int array of shape `(T,)`; `prompt`, an int: so
# many tokens, at least one and fewer than $T$, are the prompt, the rest is the answer. What
# goes out: a float.

# %% tags=["starter"]
import numpy as np


def answer_loss(log_p, tokens, prompt):
    """Return the mean loss of the tokens of the answer."""
    ### BEGIN SOLUTION
    answer = tokens[prompt:]
    rows = np.arange(prompt - 1, len(tokens) - 1)
    return float(-log_p[rows, answer].mean())
    ### END SOLUTION
    ### BEGIN BROKEN
    answer = tokens[prompt + 1 :]
    rows = np.arange(prompt, len(tokens) - 1)
    return float(-log_p[rows, answer].mean())
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    T, V = (int(n) for n in rng.choice(np.arange(5, 12), size=2, replace=False))
    logits = 2 * rng.normal(size=(T, V))
    log_p = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return log_p, rng.integers(0, V, size=T), int(rng.integers(1, T - 2))


def edge_cases():
    return [(np.log(np.full((3, 4), 0.25)), np.array([1, 2, 3]), 1)]


def valid(log_p, tokens, prompt):
    if log_p.ndim != 2 or len(log_p) != len(tokens) or not 1 <= prompt <= len(tokens) - 2:
        return False
    return bool((tokens >= 0).all() and (tokens < log_p.shape[1]).all())


# %% [raw] tags=["wrong"]
# wrong_not_shifted: You read each token's probability in its own row. Row t is about token
# t + 1.
# - np.arange(prompt - 1, len(tokens) - 1)
# + np.arange(prompt, len(tokens))
#
# wrong_everything: You count the prompt's tokens, too: the model is then trained to ask.
# - answer = tokens[prompt:]
# + answer = tokens[1:]
# - np.arange(prompt - 1, len(tokens) - 1)
# + np.arange(len(tokens) - 1)
#
# wrong_sum: You sum over the answer: long answers then weigh more than short ones.
# - -log_p[rows, answer].mean()
# + -log_p[rows, answer].sum()
#
# wrong_all_tokens: You divide by the length of the whole text instead of the answer's.
# - -log_p[rows, answer].mean()
# + -log_p[rows, answer].sum() / len(tokens)
#
# wrong_last: You leave out the last token of the answer.
# - answer = tokens[prompt:]
# + answer = tokens[prompt:-1]
# - np.arange(prompt - 1, len(tokens) - 1)
# + np.arange(prompt - 1, len(tokens) - 2)
