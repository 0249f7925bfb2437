# /// exercise
# title = "Fold K times"
# kind = "implement"
# difficulty = 3
# minutes = 25
# practices = ["composing layers", "depth"]
# answer = "sawtooth_layers"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''Write the tent as $\mathbf v^\top\max(\mathbf w x + \mathbf b, 0)$ with two units. What
#   are $\mathbf w$, $\mathbf b$ and $\mathbf v$?''',
#   '''The next layer applies $\mathbf w$ to $\mathbf v^\top\mathbf h$. Two linear maps without
#   a ReLU between them are one: $\mathbf w\mathbf v^\top$.''',
# ]
# [survivors]
# "w @ v -> w * v" = "A column times a row is the same matrix, by broadcasting."
# ///

# %% [markdown]
# The tent is $\tau(x) = 2\max(x, 0) - 4\max(x - \tfrac12, 0)$. Write down the network that
# applies it $K$ times, with $K$ hidden ReLU layers of *two* units each.
#
# What comes in: `K`, an int, 1 or more. What goes out: a list of $K + 1$ pairs `(W, b)` of
# float64 arrays, one for each layer: `W` of shape `(outputs, inputs)` and `b` of shape
# `(outputs,)`. ReLU follows every layer but the last; the network has one input and one output.

# %% tags=["starter"]
import numpy as np


def sawtooth_layers(K):
    """Return weights and biases of the network, layer by layer."""
    ### BEGIN SOLUTION
    w, b = np.array([[1.0], [1.0]]), np.array([0.0, -0.5])
    v = np.array([[2.0, -4.0]])
    return [(w, b)] + (K - 1) * [(w @ v, b)] + [(v, np.zeros(1))]
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    return (int(rng.integers(2, 8)),)


def edge_cases():
    return [(1,), (2,), (9,)]


def drive(answer, K):
    layers = answer(K)
    shapes = [[list(np.shape(W)), list(np.shape(b))] for W, b in layers]
    h = np.array([[-0.25, 0.0, 0.13, 0.3, 0.41, 0.5, 0.62, 0.77, 0.9, 0.985, 1.0, 1.25]]).T
    for k, (W, b) in enumerate(layers, start=1):
        if np.ndim(W) != 2 or np.shape(W) != (*np.shape(b), h.shape[1]):
            return {"shapes of (W, b)": shapes, "outputs at twelve places": h[:0]}
        h = h @ W.T + b
        h = np.maximum(h, 0) if k < len(layers) else h
    return {"shapes of (W, b)": shapes, "outputs at twelve places": h}


# %% [raw] tags=["wrong"]
# wrong_depth: You have one hidden layer too many: K folds take K hidden layers, and the output
# layer only adds up the last tent.
# - (K - 1) * [(w @ v, b)]
# + K * [(w @ v, b)]
#
# wrong_flat: The second unit has slope −2. From slope 2 to slope −2 the change is −4.
# - v = np.array([[2.0, -4.0]])
# + v = np.array([[2.0, -2.0]])
#
# wrong_bias: Your second unit is active from −½ on; it is to begin at ½.
# - np.array([0.0, -0.5])
# + np.array([0.0, 0.5])
#
# wrong_middle_bias: Only your first layer has the bias −½. Each layer folds again, so each
# needs it.
# - (K - 1) * [(w @ v, b)]
# + (K - 1) * [(w @ v, np.zeros(2))]
#
# wrong_chain: Your middle layers take one input, and the layer before gives two values. Its
# output map and your next layer make one matrix of shape `(2, 2)`.
# - (K - 1) * [(w @ v, b)]
# + (K - 1) * [(w, b)]
#
# wrong_transposed: Your matrices have shape `(inputs, outputs)`. The task asks for
# `(outputs, inputs)`.
# - (w, b)] + (K - 1) * [(w @ v, b)] + [(v, np.zeros(1))]
# + (w.T, b)] + (K - 1) * [((w @ v).T, b)] + [(v.T, np.zeros(1))]
#
# wrong_stacked: You put the output map and the next input map into two layers of their own,
# with a ReLU between. Without a ReLU they are one matrix, and the network has K hidden layers.
# - (K - 1) * [(w @ v, b)]
# + (K - 1) * [(v, np.zeros(1)), (w, b)]
