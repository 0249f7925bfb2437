# /// exercise
# title = "Is it an induction head?"
# kind = "implement"
# difficulty = 3
# minutes = 20
# practices = ["attention weights", "induction heads"]
# answer = "induction_score"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''For a query at position t, which positions j have the symbol `tokens[t]` right before
#   them?''',
#   '''Add up the weights on all of these: an earlier copy serves as well as the last.''',
#   '''A query whose symbol has not occurred before cannot be answered: leave it out of the
#   mean.''',
# ]
# ///

# %% [markdown]
# At a symbol `A`, an induction head attends to what *followed* an earlier `A`. Measure, for any
# sequence and not only for repeated strings, how much a head does so: for each position $t$
# whose symbol has occurred before, add up the weights on all positions right after an earlier
# occurrence of it (one of them may be $t$ itself), and take the mean of these sums over
# such $t$.
#
# What comes in: `weights`, float64 of shape `(T, T)`, the attention weights of one head, row
# $t$ those of query $t$ (zero after $t$); `tokens`, int64 of shape `(T,)`, the symbols that it
# read. At least one symbol occurs twice. What goes out: the score, a number.

# %% tags=["starter"]
import numpy as np


def induction_score(weights, tokens):
    """Return the mean weight on what followed earlier occurrences of a symbol."""
    ### BEGIN SOLUTION
    sums = []
    for t in range(len(tokens)):
        earlier = np.flatnonzero(tokens[:t] == tokens[t])
        if len(earlier):
            sums.append(weights[t, earlier + 1].sum())
    return np.mean(sums)
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    T = int(rng.integers(8, 16))
    tokens = rng.integers(0, 5, size=T)
    E = np.where(np.tri(T) > 0, np.exp(rng.normal(size=(T, T))), 0)
    return E / E.sum(axis=1, keepdims=True), tokens


def edge_cases():
    uniform = np.tri(4) / np.arange(1, 5)[:, None]
    return [
        (uniform, np.array([0, 1, 0, 1])),
        (uniform, np.array([2, 2, 2, 2])),
        (uniform, np.array([0, 1, 2, 0])),
        (np.eye(3), np.array([5, 5, 1])),
        (np.array([[1.0, 0, 0], [1.0, 0, 0], [0.0, 1.0, 0]]), np.array([3, 4, 3])),
    ]


def valid(weights, tokens):
    shape = (len(tokens), len(tokens))
    if weights.shape != shape or not np.allclose(weights.sum(axis=1), 1):
        return False
    return 0 < len(set(tokens.tolist())) < len(tokens)


# %% [raw] tags=["wrong"]
# wrong_same_symbol: You measure the weight on the earlier occurrences themselves. An induction
# head attends to what came right after them.
# - weights[t, earlier + 1]
# + weights[t, earlier]
#
# wrong_all_queries: You divide by all positions but the first. Those whose symbol has not
# occurred before have nothing to attend to and do not count.
# - return np.mean(sums)
# + return np.sum(sums) / (len(tokens) - 1)
#
# wrong_last_only: You count the last occurrence only. A head that uses an earlier one copies as
# well.
# - weights[t, earlier + 1].sum()
# + weights[t, earlier[-1] + 1]
#
# wrong_first_only: You count the first occurrence only. A head that uses a later one copies as
# well.
# - weights[t, earlier + 1].sum()
# + weights[t, earlier[0] + 1]
#
# wrong_mean_of_weights: You take the mean over the earlier occurrences. A head that divides its
# attention among them would look weak: add up.
# - weights[t, earlier + 1].sum()
# + weights[t, earlier + 1].mean()
#
# wrong_transposed: Row t of the weights belongs to query t.
# - weights[t, earlier + 1]
# + weights[earlier + 1, t]
#
# wrong_before: You look at what came before the earlier occurrence. What followed it tells what
# comes next.
# - weights[t, earlier + 1]
# + weights[t, np.maximum(earlier - 1, 0)]
