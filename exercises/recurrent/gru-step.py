# /// exercise
# title = "One step of a GRU"
# kind = "implement"
# difficulty = 2
# minutes = 15
# practices = ["gates of a GRU", "shapes"]
# answer = "gru_step"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''`x @ W[k].T + b[k]` has the shape `(B, H)` for each `k`; so has `h @ U[k].T + c[k]`.''',
#   '''The reset gate multiplies the whole product with the state, its bias `c[2]` included,
#   before the candidate's tanh.''',
# ]
# ///

# %% [markdown]
# Write one step of a gated recurrent unit, for a batch. From a reset gate $\mathbf{r}$, an
# update gate $\mathbf{u}$ and a candidate $\mathbf{n}$, the next state is
#
# $$\mathbf{h}_t = \mathbf{u} \odot \mathbf{h}_{t-1} + (1 - \mathbf{u}) \odot \mathbf{n},$$
#
# $$\mathbf{n} = \tanh\big(\mathbf{W}_n\mathbf{x} + \mathbf{b}_n + \mathbf{r} \odot
# (\mathbf{U}_n\mathbf{h}_{t-1} + \mathbf{c}_n)\big).$$
#
# The gates are $\mathbf{r} = \sigma(\mathbf{W}_r\mathbf{x} + \mathbf{b}_r +
# \mathbf{U}_r\mathbf{h}_{t-1} + \mathbf{c}_r)$, and $\mathbf{u}$ likewise.
#
# What comes in, all float64: `x` of shape `(B, D)`; `h`, the old state, `(B, H)`; `W` of shape
# `(3, H, D)` and `U` of shape `(3, H, H)`, in the order reset, update, candidate; biases `b`
# and `c`, each `(3, H)`. What goes out: the next state, `(B, H)`.

# %% tags=["starter"]
import numpy as np


def sigmoid(a):
    return 0.5 * (1 + np.tanh(a / 2))


def gru_step(x, h, W, U, b, c):
    """Return the next state (B, H)."""
    ### BEGIN SOLUTION
    r, u = (sigmoid(x @ W[k].T + b[k] + h @ U[k].T + c[k]) for k in (0, 1))
    n = np.tanh(x @ W[2].T + b[2] + r * (h @ U[2].T + c[2]))
    return u * h + (1 - u) * n
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    B, D, H = rng.permutation([2, 3, 4, 5, 6, 7])[:3]
    x, h = rng.normal(size=(B, D)), rng.normal(size=(B, H))
    W, U = rng.normal(size=(3, H, D)), rng.normal(size=(3, H, H))
    return x, h, W, U, rng.normal(size=(3, H)), rng.normal(size=(3, H))


def edge_cases():
    rng = np.random.default_rng(0)
    x, h, W, U, b, c = inputs(rng)
    return [
        (x[:1], h[:1], W, U, b, c),
        (x, 0 * h, W, U, b, c),
        (x, h, W, U, np.array([0.0, 1000, 0])[:, None] + b, c),
        (x, h, W, U, np.array([0.0, -1000, 0])[:, None] + b, c),
    ]


# %% [raw] tags=["wrong"]
# wrong_other_way_around: Your update gate replaces where it should keep. Some papers write it
# so; here u = 1 keeps the old state.
# - u * h + (1 - u) * n
# + (1 - u) * h + u * n
#
# wrong_reset_before: You multiply the state by the reset gate before its matrix, as in the
# paper of 2014. The task wants the product first: r times (U h + c).
# - r * (h @ U[2].T + c[2])
# + (r * h) @ U[2].T + c[2]
#
# wrong_bias_outside: Almost. The bias c of the candidate stands inside the bracket that the
# reset gate multiplies.
# - r * (h @ U[2].T + c[2])
# + r * (h @ U[2].T) + c[2]
#
# wrong_no_reset: Your reset gate has no effect. It multiplies what the candidate sees of the
# past.
# - r * (h @ U[2].T + c[2])
# + h @ U[2].T + c[2]
#
# wrong_reset_all: Your reset gate also multiplies the input's part of the candidate. It should
# multiply only what comes from the past.
# - np.tanh(x @ W[2].T + b[2] + r * (h @ U[2].T + c[2]))
# + np.tanh(r * (x @ W[2].T + b[2] + h @ U[2].T + c[2]))
#
# wrong_gates_swapped: You took the first matrices for the update gate and the second for the
# reset gate. The order is reset, update, candidate.
# - for k in (0, 1)
# + for k in (1, 0)
#
# wrong_only_candidate: You return the candidate. The next state is a mixture of it and the old
# state.
# - return u * h + (1 - u) * n
# + return n
#
# wrong_sigmoid_candidate: Your candidate goes through a sigmoid and can never be negative. It
# needs tanh.
# - n = np.tanh(
# + n = sigmoid(
#
# wrong_transposed: You multiply the state by the transpose of U. For the rows of a batch, U h
# is `h @ U[k].T`; without `.T` the shapes fit as well.
# - h @ U[k].T
# + h @ U[k]
# - h @ U[2].T
# + h @ U[2]
