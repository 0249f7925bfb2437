# /// exercise
# title = "Back through one LSTM step"
# kind = "implement"
# difficulty = 4
# minutes = 30
# practices = ["backpropagation through time", "gates of an LSTM"]
# answer = "step_backward"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''The cell `c` has two users: the hidden state of this step, and whatever comes later,
#   which is in `c_bar` already. First complete its adjoint.''',
#   '''$h = o \tanh c$, so the first user adds $\bar h \, o \, (1 - \tanh^2 c)$. Then $c = f c'
#   + i g$ hands the sum on to $f$, $c'$, $i$ and $g$.''',
#   '''Each gate is a sigmoid, with the derivative $i(1 - i)$; the candidate is a tanh, with the
#   derivative $1 - g^2$.''',
# ]
# ///

# %% [markdown]
# One step of an LSTM has computed, from the pre-activations $\mathbf{z}_i, \mathbf{z}_f,
# \mathbf{z}_g, \mathbf{z}_o$ and the old cell $\mathbf{c}'$, the gates and the candidate
#
# $$\mathbf{i} = \sigma(\mathbf{z}_i),\; \mathbf{f} = \sigma(\mathbf{z}_f),\; \mathbf{g} =
# \tanh(\mathbf{z}_g),\; \mathbf{o} = \sigma(\mathbf{z}_o),$$
#
# and from these
#
# $$\mathbf{c} = \mathbf{f} \odot \mathbf{c}' + \mathbf{i} \odot \mathbf{g}, \qquad \mathbf{h} =
# \mathbf{o} \odot \tanh \mathbf{c}.$$
#
# Given the gradient of the loss with respect to $\mathbf{h}$, and the part of the gradient with
# respect to $\mathbf{c}$ that comes from *later steps*, return the gradients with respect to
# the four
# pre-activations and the old cell.
#
# What comes in, all float64 of shape `(B, H)`: the gates `i`, `f`, `g`, `o`, the old cell
# `c_old`, the new cell `c`, and the gradients `h_bar` and `c_bar`. What goes out: a tuple of
# two, the gradients with respect to the pre-activations as one array of shape `(4, B, H)`, in
# the order i, f, g, o, and the gradient with respect to `c_old`, of shape `(B, H)`.

# %% tags=["starter"]
import numpy as np


def step_backward(i, f, g, o, c_old, c, h_bar, c_bar):
    """Return gradients: of the four pre-activations (4, B, H), of the old cell (B, H)."""
    ### BEGIN SOLUTION
    shown = np.tanh(c)
    total = c_bar + h_bar * o * (1 - shown**2)
    sums = [
        total * g * i * (1 - i),
        total * c_old * f * (1 - f),
        total * i * (1 - g**2),
        h_bar * shown * o * (1 - o),
    ]
    return np.stack(sums), total * f
    ### END SOLUTION


# %% tags=["check"]
def step(i_sum, f_sum, g_sum, o_sum, c_old, h_bar, c_bar):
    i, f, o = (0.5 * (1 + np.tanh(a / 2)) for a in (i_sum, f_sum, o_sum))
    g = np.tanh(g_sum)
    return i, f, g, o, c_old, f * c_old + i * g, h_bar, c_bar


def inputs(rng):
    B, H = (int(n) for n in rng.permutation([2, 3, 4, 5, 6])[:2])
    return step(*rng.normal(size=(7, B, H)))


def edge_cases():
    rng = np.random.default_rng(0)
    drawn = rng.normal(size=(7, 1, 3))
    nothing_later = drawn.copy()
    nothing_later[6] = 0
    only_later = drawn.copy()
    only_later[5] = 0
    return [step(*drawn), step(*nothing_later), step(*only_later), step(*(40 * drawn))]


def valid(i, f, g, o, c_old, c, h_bar, c_bar):
    return bool(np.allclose(c, f * c_old + i * g))


# %% [raw] tags=["wrong"]
# wrong_later_only: The new cell has a second user, the hidden state of this step. Add what
# comes through h to the gradient with respect to the cell before you hand it on.
# - c_bar + h_bar * o * (1 - shown**2)
# + c_bar
#
# wrong_now_only: You dropped what comes from later steps, `c_bar`. Adjoints of two users add
# up.
# - c_bar + h_bar * o * (1 - shown**2)
# + h_bar * o * (1 - shown**2)
#
# wrong_no_tanh: On the way from h to the cell you forgot the derivative of tanh, $1 - \tanh^2
# c$.
# - h_bar * o * (1 - shown**2)
# + h_bar * o
#
# wrong_new_cell: The forget gate multiplies the *old* cell, so its gradient holds the old cell.
# Yours holds the new one.
# - total * c_old * f * (1 - f)
# + total * c * f * (1 - f)
#
# wrong_candidate_slope: The candidate is a tanh, and its derivative is $1 - g^2$. You used the
# sigmoid's, $g(1 - g)$.
# - total * i * (1 - g**2)
# + total * i * g * (1 - g)
#
# wrong_gates_not_sums: These are the gradients with respect to the gates. To get to the
# pre-activations, multiply by the derivative of the sigmoid, or of tanh for the candidate.
# - sums = [
# -     total * g * i * (1 - i),
# -     total * c_old * f * (1 - f),
# -     total * i * (1 - g**2),
# -     h_bar * shown * o * (1 - o),
# - ]
# + sums = [total * g, total * c_old, total * i, h_bar * shown]
#
# wrong_old_cell: The gradients with respect to the pre-activations are right. The old cell
# was multiplied by the forget gate, and so is its gradient.
# - np.stack(sums), total * f
# + np.stack(sums), total
#
# wrong_order: The gradients are right, but candidate and output gate have changed places. The
# order is i, f, g, o.
# - np.stack(sums)
# + np.stack([sums[0], sums[1], sums[3], sums[2]])
#
# wrong_cell_shown: The output gate multiplies $\tanh c$, so its gradient holds $\tanh c$. Yours
# holds the cell itself.
# - h_bar * shown * o * (1 - o)
# + h_bar * c * o * (1 - o)
