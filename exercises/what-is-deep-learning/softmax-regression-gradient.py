# /// exercise
# title = "The whole gradient at once"
# kind = "implement"
# difficulty = 3
# minutes = 15
# practices = ["the gradient of cross-entropy", "matrix products", "shapes"]
# answer = "softmax_gradient"
# forbidden = ["for", "while"]
# hints = [
#   '''First the probabilities, of shape `(N, C)`: softmax along each row. Take one off at each
#   example's true class; `np.eye(C)[y]` has the ones where they belong.''',
#   '''An example adds $(p_c - [c = y])\, h_j$ to the gradient of $W_{cj}$. A sum over examples
#   of products, for all $c$ and $j$ at once, is a matrix product. What are the factors?''',
#   '''`np.column_stack([weights, biases])` puts the gradients of the biases next to those of
#   the weights, and `.ravel()` lays the rows one after the other.''',
# ]
# ///

# %% [markdown]
# Finite differences need $2P$ losses for one step. The formula of the chapter needs none: for
# one example, $\partial\ell/\partial W_{cj} = (p_c - [c = y])\, h_j$ and $\partial\ell/\partial
# b_c = p_c - [c = y]$, with $\mathbf p$ the softmax of the scores $\mathbf W \mathbf h +
# \mathbf b$. Write the gradient of the *mean* loss.
#
# What comes in: `theta` of shape `(C * (D + 1),)`: `C` rows one after the other, each with `D`
# weights and then a bias; `H`, the features, of shape `(N, D)`; `y`, the true classes, integers
# from 0 to `C - 1`, of shape `(N,)`; the number of classes `C`. What goes out: the gradient,
# float64, of the shape of `theta` and in its order.

# %% tags=["starter"]
import numpy as np


def softmax_gradient(theta, H, y, C):
    """Return the gradient of the mean cross-entropy."""
    ### BEGIN SOLUTION
    Wb = theta.reshape(C, H.shape[1] + 1)
    odds = np.exp(H @ Wb[:, :-1].T + Wb[:, -1])
    P = odds / odds.sum(axis=1, keepdims=True)
    excess = (P - np.eye(C)[y]) / len(y)
    return np.column_stack([excess.T @ H, excess.sum(axis=0)]).ravel()
    ### END SOLUTION


# %% tags=["check"]
def case(rng, N, D, C):
    theta = rng.normal(size=C * (D + 1))
    return theta, rng.normal(size=(N, D)), rng.integers(0, C, N), int(C)


def inputs(rng):
    return case(rng, *rng.choice(np.arange(2, 9), size=3, replace=False))


def edge_cases():
    rng = np.random.default_rng(0)
    theta, H, y, C = case(rng, 6, 4, 3)
    return [case(rng, 1, 3, 2), case(rng, 5, 1, 4), (0 * theta, H, y, C)]


def valid(theta, H, y, C):
    fits = theta.shape == (C * (H.shape[1] + 1),) and C > 1
    return fits and len(y) == len(H) > 0 and y.min() >= 0 and y.max() < C


# %% [raw] tags=["wrong"]
# wrong_summed: These are the gradients of the *sum* of the losses. Divide by the number of
# examples.
# - (P - np.eye(C)[y]) / len(y)
# + P - np.eye(C)[y]
#
# wrong_uphill: The signs are the wrong way around: the derivative with respect to a score is
# the probability less the one at the true class. Yours point downhill; the step has a minus of
# its own.
# - (P - np.eye(C)[y]) / len(y)
# + (np.eye(C)[y] - P) / len(y)
#
# wrong_without_the_ones: You left out [c = y]: without it every score of every class goes down,
# the true one, too. Take one from the probability of the true class.
# - (P - np.eye(C)[y]) / len(y)
# + P / len(y)
#
# wrong_weights_before_biases: Your result holds all weights first and all biases after them. In
# theta each row has its weights and then its own bias.
# - np.column_stack([excess.T @ H, excess.sum(axis=0)]).ravel()
# + np.concatenate([(excess.T @ H).ravel(), excess.sum(axis=0)])
#
# wrong_column_by_column: The gradients are laid out column by column. In theta one row follows
# the other: stack weights, shape (C, D), and biases, then ravel.
# - .ravel()
# + .T.ravel()
#
# wrong_softmax_over_examples: Your probabilities sum to one over the examples. Each example's
# own must: sum the exponentials along axis 1.
# - odds.sum(axis=1, keepdims=True)
# + odds.sum(axis=0)
#
# wrong_no_bias_in_scores: Your scores leave out the biases: add the last column of each row to
# H Wᵀ.
# - H @ Wb[:, :-1].T + Wb[:, -1]
# + H @ Wb[:, :-1].T
