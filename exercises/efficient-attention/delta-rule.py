# /// exercise
# title = "The delta rule"
# kind = "implement"
# difficulty = 3
# minutes = 20
# practices = ["linear attention", "the state as a memory"]
# answer = "delta_write"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''What does the state answer now, if it is asked for the key?''',
#   '''The answer is $\mathbf{H}^\top\mathbf{k}$. Write the value minus the answer.''',
#   '''The outer product of key and difference, times its strength, is added to the state.''',
# ]
# ///

# %% [markdown]
# Linear attention adds up whatever comes: if a key is written twice, the state answers with the
# sum of both values. The *delta rule* corrects instead. Before it writes the pair
# $(\mathbf{k}_t, \mathbf{v}_t)$, it reads what the state $\mathbf{H}$ already answers for
# $\mathbf{k}_t$, and writes the difference, with strength $\beta_t$:
#
# $$\mathbf{H} \leftarrow \mathbf{H} + \beta_t\,\mathbf{k}_t\,
# \big(\mathbf{v}_t - \mathbf{H}^\top\mathbf{k}_t\big)^\top .$$
#
# What comes in: `keys`, float64 of shape `(T, d_k)`; `values`, `(T, d_v)`; `beta`, `(T,)`. What
# goes out: the state after all pairs, an array of shape `(d_k, d_v)`; it starts from zeros. Use
# the keys as they come. (If a key has length 1 and $\beta_t = 1$, the state then answers with
# exactly its value.)

# %% tags=["starter"]
import numpy as np


def delta_write(keys, values, beta):
    """Return the state after all pairs were written."""
    ### BEGIN SOLUTION
    H = np.zeros((keys.shape[1], values.shape[1]))
    for k, v, strength in zip(keys, values, beta, strict=True):
        answer = H.T @ k
        H = H + strength * np.outer(k, v - answer)
    return H
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    T, d_k, d_v = (int(n) for n in rng.choice(range(2, 9), size=3, replace=False))
    keys = rng.normal(size=(T, d_k))
    keys /= np.linalg.norm(keys, axis=1, keepdims=True)
    return keys, rng.normal(size=(T, d_v)), rng.uniform(0.2, 1, size=T)


def edge_cases():
    rng = np.random.default_rng(2)
    twice = np.array([[1.0, 0.0], [1.0, 0.0]])
    return [
        (twice, rng.normal(size=(2, 3)), np.ones(2)),
        (np.eye(3), rng.normal(size=(3, 2)), np.ones(3)),
        (np.eye(4)[:1], rng.normal(size=(1, 3)), np.zeros(1)),
        (2 * twice, rng.normal(size=(2, 1)), np.array([0.1, 0.2])),
    ]


def valid(keys, values, beta):
    same = len(keys) == len(values) == len(beta) > 0
    return same and keys.ndim == values.ndim == 2 and min(keys.shape + values.shape) > 0


# %% [raw] tags=["wrong"]
# wrong_added: That is linear attention: you add the value, whatever the state already answers
# for this key.
# - np.outer(k, v - answer)
# + np.outer(k, v)
#
# wrong_no_strength: You write with full strength. Multiply the correction by beta.
# - strength * np.outer(k, v - answer)
# + np.outer(k, v - answer)
#
# wrong_strength_of_value: The strength belongs to the whole difference, not to the value alone.
# - strength * np.outer(k, v - answer)
# + np.outer(k, strength * v - answer)
#
# wrong_sign: You have the difference the wrong way around: it moves the state away from the
# value.
# - v - answer
# + answer - v
#
# wrong_decay: The whole state decays with you. The delta rule changes what is stored under this
# key only.
# - H = H + strength * np.outer(k, v - answer)
# + H = (1 - strength) * H + strength * np.outer(k, v)
#
# wrong_normalized: You scale the keys to length 1. Use them as they come.
# - answer = H.T @ k
# + k = k / np.linalg.norm(k)
# + answer = H.T @ k
