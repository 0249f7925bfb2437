# /// exercise
# title = "A change that costs nothing"
# kind = "implement"
# difficulty = 1
# minutes = 10
# practices = ["LoRA", "shapes"]
# answer = "merge"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''What is the rank? It is the number of rows of `A`.''',
#   '''$\mathbf B\mathbf A$ has the shape of the matrix itself.''',
# ]
# ///

# %% [markdown]
# A layer computes $\mathbf W_0\mathbf x + \frac{\alpha}{r}\mathbf B(\mathbf A\mathbf x)$.
# Return the one matrix that does the same, so that the change costs nothing when the model is
# used.
#
# What comes in: `W`, float64 of shape `(H, D)`; `A`, float64 of shape `(r, D)`; `B`, float64 of
# shape `(H, r)`; `alpha`, a float. What goes out: a new matrix of shape `(H, D)`.

# %% tags=["starter"]
import numpy as np


def merge(W, A, B, alpha):
    """Return the matrix of the layer with its change."""
    ### BEGIN SOLUTION
    rank = len(A)
    return W + alpha / rank * (B @ A)
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    H, D, r = (int(n) for n in rng.choice(np.arange(2, 9), size=3, replace=False))
    W, A, B = rng.normal(size=(H, D)), rng.normal(size=(r, D)), rng.normal(size=(H, r))
    return W, A, B, float(rng.choice([4.0, 16.0]))


def edge_cases():
    return [(np.eye(3), np.ones((1, 3)), np.zeros((3, 1)), 8.0)]


def valid(W, A, B, alpha):
    return W.shape == (len(B), A.shape[1]) and B.shape[1] == len(A) > 0 and W.size > 0


# %% [raw] tags=["wrong"]
# wrong_no_rank: You multiply by alpha alone. The scale is alpha divided by the rank, so that
# another rank needs no other learning rate.
# - alpha / rank * (B @ A)
# + alpha * (B @ A)
#
# wrong_no_scale: You left out the scale.
# - alpha / rank * (B @ A)
# + B @ A
#
# wrong_width: You divided by the width of the layer; the rank is the number of rows of A.
# - rank = len(A)
# + rank = A.shape[1]
#
# wrong_replaced: You return the change alone. The frozen matrix is still there.
# - W + alpha / rank * (B @ A)
# + alpha / rank * (B @ A)
