# /// exercise
# title = "One memory for all"
# kind = "debug"
# difficulty = 2
# minutes = 10
# practices = ["momentum", "what an optimizer remembers"]
# answer = "descend"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''Run it with one layer, then with two. What is `velocities[0] is velocities[1]`?''',
#   '''`[array] * K` is a list of K names for one array. Each layer needs its own.''',
# ]
# ///

# %% [markdown]
# This descent with momentum trains a network of one layer as it should. With two layers or more
# the layers disturb one another. Fix it.
#
# What comes in: `layers`, the parameters of $K$ layers of equal size, float64 of shape `(K,
# P)`;
# `gradients`, those of $T$ steps, shape `(T, K, P)`; `lr` and `momentum`, numbers. What goes
# out: the parameters after the $T$ steps of
# $\mathbf{m} \leftarrow \mu\,\mathbf{m} + \mathbf{g}$,
# $\boldsymbol\theta \leftarrow \boldsymbol\theta - \eta\,\mathbf{m}$, a new array `(K, P)`.

# %% tags=["starter"]
import numpy as np


def descend(layers, gradients, lr, momentum):
    """Return the layers after all steps."""
    K, P = layers.shape
    layers = layers.copy()
    ### BEGIN SOLUTION
    velocities = [np.zeros(P) for _ in range(K)]
    ### END SOLUTION
    ### BEGIN BROKEN
    velocities = [np.zeros(P)] * K
    ### END BROKEN
    for gradient in gradients:
        for k in range(K):
            velocities[k] *= momentum
            velocities[k] += gradient[k]
            layers[k] -= lr * velocities[k]
    return layers


# %% tags=["check"]
def inputs(rng):
    T, K, P = (int(n) for n in rng.choice(np.arange(2, 8), size=3, replace=False))
    lr, momentum = float(rng.uniform(0.05, 0.5)), float(rng.uniform(0.5, 0.95))
    return rng.normal(size=(K, P)), rng.normal(size=(T, K, P)), lr, momentum


def edge_cases():
    ones = np.ones((2, 2))
    return [
        (ones, np.ones((1, 2, 2)), 0.1, 0.0),
        (ones, np.zeros((0, 2, 2)), 0.1, 0.9),
        (np.ones((1, 3)), np.ones((4, 1, 3)), 0.1, 0.9),
    ]


def valid(layers, gradients, lr, momentum):
    return layers.size > 0 and gradients.shape[1:] == layers.shape


# %% [raw] tags=["wrong"]
# wrong_no_memory: The velocities are made anew at every step, so that nothing is remembered:
# that is plain descent.
# - velocities = [np.zeros(P) for _ in range(K)]
# - for gradient in gradients:
# + for gradient in gradients:
# +     velocities = [np.zeros(P) for _ in range(K)]
#
# wrong_running_mean: Each layer has its own velocity now. But you made it a running mean, with
# a factor 1 - momentum on the gradient; the statement asks for a sum.
# - velocities[k] += gradient[k]
# + velocities[k] += (1 - momentum) * gradient[k]
#
# wrong_shared_with_the_gradient: You begin with the first gradient in the velocity and then add
# it once more: the first step counts it twice.
# - [np.zeros(P) for _ in range(K)]
# + gradients[:1].sum(axis=0)
#
# wrong_old_velocity: You step with the velocity before it has taken in the new gradient: every
# gradient acts one step late.
# - velocities[k] *= momentum
# - velocities[k] += gradient[k]
# - layers[k] -= lr * velocities[k]
# + layers[k] -= lr * velocities[k]
# + velocities[k] *= momentum
# + velocities[k] += gradient[k]
#
# wrong_one_sum: All layers still share one velocity: it sums the gradients of all of them.
# - velocities[k] += gradient[k]
# + velocities[k] += gradient.sum(axis=0)
#
# wrong_rate_twice: Each layer has its own velocity now. But the learning rate multiplies the
# gradient, and then the velocity once more.
# - velocities[k] += gradient[k]
# + velocities[k] += lr * gradient[k]
#
# wrong_starts_at_the_layers: Your velocities start at the parameters. They remember gradients,
# and before the first step there are none: start at zero.
# - [np.zeros(P) for _ in range(K)]
# + list(layers.copy())
