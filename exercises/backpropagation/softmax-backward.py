# /// exercise
# title = "Softmax, without its Jacobian"
# kind = "implement"
# difficulty = 3
# minutes = 20
# practices = ["vector-Jacobian products", "index by index"]
# answer = "softmax_rule"
# hints = [
#   '''Write $\bar Z_{bk}$ as a sum over the entries of $\mathbf P$ that $Z_{bk}$ moves: those
#   of its own row, $\bar Z_{bk} = \sum_c \bar P_{bc}\,\partial P_{bc}/\partial Z_{bk}$.''',
#   '''Put the gradients in and split the bracket. The part with $[c = k]$ leaves one term,
#   $\bar P_{bk} P_{bk}$; the other is $P_{bk}$ times a sum that does not depend on $k$.''',
# ]
# ///

# %% [markdown]
# Softmax alone, $P_{bc} = e^{Z_{bc}}/\sum_k e^{Z_{bk}}$, has the local derivatives
# $\partial P_{bc}/\partial Z_{bk} = P_{bc}([c = k] - P_{bk})$, where $[c = k]$ is 1 if $c = k$,
# otherwise 0. Derive a backward rule that needs no array of more than $B \cdot C$ entries. (The
# check sees the values only.)
#
# What comes in: `P`, the result of softmax, and `P_bar`, its adjoint $\bar{\mathbf P}$, both
# of shape `(B, C)`. What goes out: $\bar{\mathbf Z}$, float64 of shape `(B, C)`.

# %% tags=["starter"]
import numpy as np


def softmax_rule(P, P_bar):
    """From P and its adjoint, both (B, C), to the adjoint of Z, (B, C)."""
    ### BEGIN SOLUTION
    return P * (P_bar - (P_bar * P).sum(axis=1, keepdims=True))
    ### END SOLUTION


# %% tags=["check"]
def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def inputs(rng):
    B, C = rng.choice(np.arange(2, 9), size=2, replace=False)
    return softmax(2 * rng.normal(size=(B, C))), rng.normal(size=(B, C))


def edge_cases():
    rng = np.random.default_rng(0)
    one_row = (softmax(rng.normal(size=(1, 5))), rng.normal(size=(1, 5)))
    certain = (softmax(np.array([[1000.0, 0.0, -1000.0], [0.0, 1000.0, 0.0]])), np.ones((2, 3)))
    one_class = (np.ones((4, 1)), rng.normal(size=(4, 1)))
    return [one_row, certain, one_class]


def valid(P, P_bar):
    return bool(np.all(P >= 0) and np.allclose(P.sum(axis=1), 1))


# %% [raw] tags=["wrong"]
# wrong_diagonal: You took softmax for an operation that works entry by entry, with the gradient
# P(1 - P). A logit moves all probabilities of its row: what the others lose is missing.
# - return P * (P_bar - (P_bar * P).sum(axis=1, keepdims=True))
# + return P_bar * P * (1 - P)
#
# wrong_whole_batch: You summed over the whole batch. A row's probabilities depend on that row
# alone: sum over the classes, axis 1.
# - .sum(axis=1, keepdims=True)
# + .sum()
#
# wrong_axis: You summed over the batch, axis 0. The classes of one row compete, the rows of a
# batch do not: sum over axis 1.
# - .sum(axis=1, keepdims=True)
# + .sum(axis=0)
#
# wrong_shortcut: You subtracted one from the other, as in P - Y. That is the rule of softmax
# *and* cross-entropy together; here the adjoint of P can be anything.
# - return P * (P_bar - (P_bar * P).sum(axis=1, keepdims=True))
# + return P - P_bar
#
# wrong_sum_unweighted: In your sum the adjoints count alike. Each is to be weighted with its
# probability: the second term is the sum of P_bar times P over the row.
# - (P_bar * P).sum(
# + P_bar.sum(
#
# wrong_outer_factor: The factor P in front is missing: the local gradients are P times the
# bracket.
# - return P * (P_bar - (P_bar * P).sum(axis=1, keepdims=True))
# + return P_bar - (P_bar * P).sum(axis=1, keepdims=True)
