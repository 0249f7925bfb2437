# /// exercise
# title = "Receptive fields of a stack"
# kind = "implement"
# difficulty = 2
# minutes = 15
# practices = ["receptive fields", "strides multiply"]
# answer = "receptive_fields"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''Keep three numbers while you walk through the layers: size and jump, which start at 1,
#   and the first pixel, which starts at 0.''',
#   '''A layer's window of $K$ units has $K - 1$ gaps of $d$ units, and each unit is as far from
#   the next as the jump *before* this layer says. The padding puts the first window $p$
#   units further left.''',
# ]
# ///

# %% [markdown]
# Compute, for each layer of a stack of convolutions and poolings, what its units see along one
# axis.
#
# What comes in: `layers`, whole numbers of shape `(n, 4)`, a row for each layer in order: side
# $K$ of the window, stride $s$, padding $p$, dilation $d$. What goes out: whole numbers (int64)
# of shape `(n, 3)`, a row for each layer: how many pixels lie from the first to the last that
# one unit sees; how many pixels the fields of neighboring units are apart; and the index of the
# first pixel that unit 0 sees, negative if it lies in the padding.

# %% tags=["starter"]
import numpy as np


def receptive_fields(layers):
    """Return size, jump and first pixel after each layer, (n, 3)."""
    ### BEGIN SOLUTION
    size, jump, first = 1, 1, 0
    rows = []
    for K, s, p, d in layers:
        size = size + d * (K - 1) * jump
        first = first - p * jump
        jump = jump * s
        rows.append((size, jump, first))
    return np.array(rows)
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    n = int(rng.integers(2, 8))
    columns = [
        rng.integers(low, high, size=n) for low, high in ((1, 8), (1, 4), (0, 4), (1, 4))
    ]
    return (np.stack(columns, axis=1),)


def edge_cases():
    return [(np.array([[1, 1, 0, 1]]),), (np.array([[3, 2, 1, 1], [3, 2, 1, 1]]),)]


def valid(layers):
    return layers.ndim == 2 and len(layers) > 0 and np.all(layers >= [1, 1, 0, 1])


# %% [raw] tags=["wrong"]
# wrong_own_stride: You multiply by the layer's own stride. It puts this layer's units further
# apart, which matters from the next layer on: use the jump from before.
# - size = size + d * (K - 1) * jump
# - first = first - p * jump
# - jump = jump * s
# + jump = jump * s
# + size = size + d * (K - 1) * jump
# + first = first - p * jump
#
# wrong_no_dilation: You leave out the dilation: neighbors in the window are d units apart.
# - d * (K - 1) * jump
# + (K - 1) * jump
#
# wrong_windows_added: You add up windows as if all strides were 1. After strides, a window's
# units lie `jump` pixels apart.
# - d * (K - 1) * jump
# + d * (K - 1)
#
# wrong_k_gaps: A window of K units has K - 1 gaps; you add K.
# - d * (K - 1) * jump
# + d * K * jump
#
# wrong_strides_added: You add strides up. They multiply: every second of every second is every
# fourth.
# - jump = jump * s
# + jump = jump + s - 1
#
# wrong_padding_in_pixels: Sizes and jumps are right. You subtract the padding as if it were
# pixels of the image; its units are `jump` pixels apart.
# - first = first - p * jump
# + first = first - p
#
# wrong_padding_to_the_right: Sizes and jumps are right. Padding moves the first pixel of unit 0
# to the left, to smaller numbers; you add it.
# - first = first - p * jump
# + first = first + p * jump
#
# wrong_only_its_stride: You take this layer's stride in place of the jump before it. What is
# asked for is in pixels of the image: all earlier strides count.
# - size = size + d * (K - 1) * jump
# + size = size + d * (K - 1) * s
#
# wrong_no_padding: Sizes and jumps are right. With padding, unit 0 starts to the left of the
# image.
# - first = first - p * jump
