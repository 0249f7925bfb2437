# /// exercise
# title = "Many linear layers in one"
# kind = "implement"
# difficulty = 2
# minutes = 15
# practices = ["layers without a bend", "shapes", "order of matrix products"]
# answer = "collapse"
# hints = [
#   '''Do it for two layers first: put $\mathbf{W}^{(1)}\mathbf{x} + \mathbf{b}^{(1)}$ into the
#   second layer, and multiply out. What multiplies $\mathbf{x}$, and what is left?''',
#   '''Walk through the list with `W` and `b` of the layers so far. The next layer acts on
#   *both*: its matrix multiplies `W` and `b`, from the left, and its own bias is added.''',
# ]
# ///

# %% [markdown]
# Without activations between them, linear layers are one linear layer. Write `collapse`, which
# finds it: for every batch, the layer $(\mathbf{W}, \mathbf{b})$ that it returns gives the
# same outputs as all the layers in turn.
#
# What comes in: `layers`, a list of at least one pair `(W, b)`, the first layer first, where
# `W` has shape `(outputs, inputs)` and `b` has shape `(outputs,)`. The outputs of each layer
# are the inputs of the next. What goes out: one such pair of float64 arrays, from the first
# layer's inputs to the last one's outputs.

# %% tags=["starter"]
import numpy as np


def collapse(layers):
    """Return the one pair (W, b) that does what the layers do in turn."""
    ### BEGIN SOLUTION
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W_next @ W, W_next @ b + b_next
    return W, b
    ### END SOLUTION


# %% tags=["check"]
def case(rng, *widths):
    pairs = zip(widths[1:], widths[:-1], strict=True)
    return ([(rng.normal(size=(H, D)), rng.normal(size=H)) for H, D in pairs],)


def inputs(rng):
    widths = rng.choice(np.arange(2, 9), size=rng.integers(3, 6), replace=False)
    return case(rng, *widths)


def edge_cases():
    rng = np.random.default_rng(0)
    square = case(rng, 3, 3, 3)
    no_bias = ([(W, 0 * b) for W, b in case(rng, 4, 3, 2)[0]],)
    return [square, no_bias, case(rng, 4, 3), case(rng, 5, 1, 4), case(rng, 2, 3, 4, 5, 6, 7)]


def valid(layers):
    widths = [W.shape for W, b in layers]
    fits = all(W.shape[:1] == b.shape for W, b in layers)
    chained = zip(widths[1:], widths[:-1], strict=True)
    return fits and all(after[1] == before[0] for after, before in chained)


# %% [raw] tags=["wrong"]
# wrong_biases_added: The bias of the earlier layers has to pass through the next layer's matrix
# before the next bias is added. Without that product the shapes do not even fit if the layers
# differ in width.
# - W_next @ b + b_next
# + b + b_next
#
# wrong_last_bias_only: You kept the last layer's bias alone. The earlier ones pass through the
# matrices that follow them, and arrive as well.
# - W_next @ b + b_next
# + b_next
#
# wrong_first_bias_only: You carried the first bias through all matrices, but left out the
# biases that later layers add.
# - W_next @ b + b_next
# + W_next @ b
#
# wrong_order: You multiply the matrices in the wrong order. The first layer acts first, so it
# stands on the right, next to x: the product is W_last ... W_2 W_1.
# - W_next @ W,
# + W @ W_next,
#
# wrong_product_on_the_bias: You multiply the bias by the product of all matrices so far. It has
# passed the first of them already: the next layer's matrix alone acts on it. Is W overwritten
# too early?
# - W, b = W_next @ W, W_next @ b + b_next
# + W = W_next @ W
# + b = W @ b + b_next
#
# wrong_size_of_the_identity: You start from an identity matrix, and it has the wrong size:
# before the first layer there are as many numbers as that layer has *inputs*.
# - W, b = layers[0]
# - for W_next, b_next in layers[1:]:
# + W, b = np.eye(len(layers[0][1])), np.zeros(len(layers[0][1]))
# + for W_next, b_next in layers:
#
# wrong_two_layers: You combine the first two layers only. The list may hold more, or one alone.
# - layers[1:]
# + layers[1:2]
#
# wrong_transposed: Your W has rows and columns swapped. Layers keep it as (outputs, inputs).
# - return W, b
# + return W.T, b
