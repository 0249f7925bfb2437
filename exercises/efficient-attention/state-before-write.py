# /// exercise
# title = "A state read too early"
# kind = "debug"
# difficulty = 2
# minutes = 12
# practices = ["linear attention", "recurrences"]
# answer = "linear_attention"
# hints = [
#   '''Compare with `np.tril(Q @ K.T) @ V` for three positions. Which rows differ?''',
#   '''In which order are the state written and read?''',
# ]
# ///

# %% [markdown]
# A model was trained with linear attention in its parallel form, $\mathbf{y}_t = \sum_{j \le t}
# (\mathbf{q}_t^\top \mathbf{k}_j)\,\mathbf{v}_j$. The recurrent form below, with which it
# writes, gives other outputs; the first is always zero. Fix it.
#
# What comes in: `Q` and `K`, float64 of shape `(T, d_k)`; `V`, `(T, d_v)`. What goes out: all
# outputs, an array of shape `(T, d_v)`.

# %% tags=["starter"]
import numpy as np


def linear_attention(Q, K, V):
    """Return the outputs at all positions, computed one after another."""
    ### BEGIN SOLUTION
    H = np.zeros((K.shape[1], V.shape[1]))
    Y = np.zeros((len(Q), V.shape[1]))
    for t in range(len(Q)):
        H = H + np.outer(K[t], V[t])
        Y[t] = H.T @ Q[t]
    return Y
    ### END SOLUTION
    ### BEGIN BROKEN
    H = np.zeros((K.shape[1], V.shape[1]))
    Y = np.zeros((len(Q), V.shape[1]))
    for t in range(len(Q)):
        Y[t] = H.T @ Q[t]
        H = H + np.outer(K[t], V[t])
    return Y
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    T, d_k, d_v = (int(n) for n in rng.choice(range(2, 9), size=3, replace=False))
    return rng.normal(size=(T, d_k)), rng.normal(size=(T, d_k)), rng.normal(size=(T, d_v))


def edge_cases():
    rng = np.random.default_rng(6)
    return [
        (np.ones((1, 1)), 2 * np.ones((1, 1)), 3 * np.ones((1, 1))),
        (np.eye(3), np.eye(3), rng.normal(size=(3, 2))),
        (np.zeros((2, 4)), rng.normal(size=(2, 4)), rng.normal(size=(2, 3))),
    ]


def valid(Q, K, V):
    return Q.shape == K.shape and len(Q) == len(V) and min(Q.shape + V.shape) > 0


# %% [raw] tags=["wrong"]
# wrong_everything: Each position reads the final state, with positions after its own: the model
# sees the future.
# - H = H + np.outer(K[t], V[t])
# + H = K.T @ V
#
# wrong_own_only: The state is overwritten at each step, so that a position sees itself alone.
# - H = H + np.outer(K[t], V[t])
# + H = np.outer(K[t], V[t])
#
# wrong_queries_written: You write under the query. What is found later was stored under its
# key.
# - np.outer(K[t], V[t])
# + np.outer(Q[t], V[t])
#
# wrong_scaled: You divide by the number of positions, for a mean. The parallel form is a sum.
# - Y[t] = H.T @ Q[t]
# + Y[t] = H.T @ Q[t] / (t + 1)
#
# wrong_denominator: You divide by the sum of the weights, as some linear attention does. This
# one has no denominator.
# - Y[t] = H.T @ Q[t]
# + Y[t] = H.T @ Q[t] / (Q[t] @ K[: t + 1].sum(axis=0) + 1e-9)
