# /// exercise
# title = "A step count that runs too fast"
# kind = "debug"
# difficulty = 3
# minutes = 12
# practices = ["bias correction", "Adam"]
# answer = "adam"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''Print the length of the first step of each layer. Adam's first step is the learning
#   rate, in every entry. For which layers is it?''',
#   '''What does `t` count, and where is it increased?''',
# ]
# ///

# %% [markdown]
# This Adam is right for a network of one layer. With several, the layers take first steps of
# different lengths, though Adam's first step should be the learning rate in every entry; with
# many
# layers, some steps soon after are several times too long. Fix it.
#
# What comes in: `layers`, the parameters of $K$ layers of equal size, float64 of shape `(K,
# P)`;
# `gradients`, those of $T$ steps, shape `(T, K, P)`; `lr`, a number. What goes out: the
# parameters after $T$ steps of Adam with $\beta_1 = 0.9$, $\beta_2 = 0.999$ and
# $\epsilon = 10^{-8}$, a new array `(K, P)`.

# %% tags=["starter"]
import numpy as np


def adam(layers, gradients, lr):
    """Return the layers after all steps."""
    layers, t = layers.copy(), 0
    m, v = np.zeros_like(layers), np.zeros_like(layers)
    for gradient in gradients:
        ### BEGIN SOLUTION
        t += 1
        for k, g in enumerate(gradient):
            m[k] = 0.9 * m[k] + 0.1 * g
            v[k] = 0.999 * v[k] + 0.001 * g**2
        ### END SOLUTION
        ### BEGIN BROKEN
        for k, g in enumerate(gradient):
            t += 1
            m[k] = 0.9 * m[k] + 0.1 * g
            v[k] = 0.999 * v[k] + 0.001 * g**2
            ### END BROKEN
            m_hat, v_hat = m[k] / (1 - 0.9**t), v[k] / (1 - 0.999**t)
            layers[k] -= lr * m_hat / (np.sqrt(v_hat) + 1e-8)
    return layers


# %% tags=["check"]
def inputs(rng):
    T, K, P = (int(n) for n in rng.choice(np.arange(2, 8), size=3, replace=False))
    return rng.normal(size=(K, P)), rng.normal(size=(T, K, P)), float(rng.uniform(0.05, 0.5))


def edge_cases():
    return [
        (np.zeros((3, 2)), np.ones((1, 3, 2)), 0.1),
        (np.ones((2, 3)), np.zeros((2, 2, 3)), 0.1),
        (np.ones((1, 2)), np.full((3, 1, 2), 1e-3), 0.1),
    ]


def valid(layers, gradients, lr):
    return layers.size > 0 and gradients.shape[1:] == layers.shape


# %% [raw] tags=["wrong"]
# wrong_from_zero: Your count is raised after the step, so the first correction is 1 - 0.9**0 =
# 0, and you divide by it. Steps count from 1.
# - t += 1
# - for k, g in enumerate(gradient):
# -     m[k] = 0.9 * m[k] + 0.1 * g
# -     v[k] = 0.999 * v[k] + 0.001 * g**2
# -     m_hat, v_hat = m[k] / (1 - 0.9**t), v[k] / (1 - 0.999**t)
# -     layers[k] -= lr * m_hat / (np.sqrt(v_hat) + 1e-8)
# + for k, g in enumerate(gradient):
# +     m[k] = 0.9 * m[k] + 0.1 * g
# +     v[k] = 0.999 * v[k] + 0.001 * g**2
# +     m_hat, v_hat = m[k] / (1 - np.float64(0.9) ** t), v[k] / (1 - np.float64(0.999) ** t)
# +     layers[k] -= lr * m_hat / (np.sqrt(v_hat) + 1e-8)
# + t += 1
#
# wrong_stopped: Your count stands still at 1. Then the corrections stay at 0.1 and 0.001 for
# ever, while they should approach 1.
# - t += 1
# + t = 1
#
# wrong_no_correction: You took the correction out. Now all layers are alike, and all their
# first steps are about three times too long.
# - m_hat, v_hat = m[k] / (1 - 0.9**t), v[k] / (1 - 0.999**t)
# + m_hat, v_hat = m[k], v[k]
#
# wrong_kept: The count is right. But the corrected means are kept, and corrected again at the
# next step.
# - m_hat, v_hat = m[k] / (1 - 0.9**t), v[k] / (1 - 0.999**t)
# + m_hat, v_hat = m[k], v[k] = m[k] / (1 - 0.9**t), v[k] / (1 - 0.999**t)
#
# wrong_layer_for_step: Your count begins anew at each step, so it is the number of the layer.
# It should be the number of the step, the same for all layers.
# - t += 1
# - for k, g in enumerate(gradient):
# + for t, (k, g) in enumerate(enumerate(gradient), start=1):
#
# wrong_fast_for_all: The count now grows by the number of layers at each step. It should grow
# by one.
# - t += 1
# + t += len(layers)
