# /// exercise
# title = "Maps like confetti"
# kind = "debug"
# difficulty = 3
# minutes = 20
# practices = ["im2col", "order of axes"]
# answer = "conv2d"
# forbidden = ["torch", "scipy", "dlbook", "for", "while"]
# hints = [
#   '''All numbers are there, but not where they belong. Which axes does the product have, in
#   which order, before the last line?''',
#   '''The product has a row for each place and a column for each filter. `reshape` never moves
#   a number; to bring the filters in front of the places takes a transpose.''',
# ]
# ///

# %% [markdown]
# This computes a convolution by one matrix product. With one filter it is right; with several
# the maps look like confetti. The network still trains, to a poor accuracy. Fix it.
#
# What comes in: `X`, float64 of shape `(B, C, H, W)`; `W`, float64 of shape `(O, C, K, L)`.
# Stride 1, no padding, no bias. What goes out: float64 of shape `(B, O, H - K + 1, W - L +
# 1)`, where map `o` holds what filter `o` gives when it is laid on each window. No loops.

# %% tags=["starter"]
import numpy as np


def conv2d(X, W):
    """Return the maps of all filters, (B, filters, H', W')."""
    filters, _, K, L = W.shape
    view = np.lib.stride_tricks.sliding_window_view(X, (K, L), axis=(2, 3))
    B, C, rows, columns = view.shape[:4]
    windows = view.transpose(0, 2, 3, 1, 4, 5).reshape(B * rows * columns, C * K * L)
    product = windows @ W.reshape(filters, C * K * L).T
    ### BEGIN SOLUTION
    return product.reshape(B, rows, columns, filters).transpose(0, 3, 1, 2)
    ### END SOLUTION
    ### BEGIN BROKEN
    return product.reshape(B, filters, rows, columns)
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    B, C, filters, K, L = (int(n) for n in rng.choice(np.arange(2, 7), size=5, replace=False))
    down, across = (int(n) for n in rng.choice(np.arange(2, 7), size=2, replace=False))
    X = rng.normal(size=(B, C, K + down - 1, L + across - 1))
    return X, rng.normal(size=(filters, C, K, L))


def edge_cases():
    rng = np.random.default_rng(0)
    return [
        (rng.normal(size=(1, 1, 4, 3)), rng.normal(size=(2, 1, 2, 2))),
        (rng.normal(size=(2, 3, 2, 4)), rng.normal(size=(4, 3, 2, 4))),
    ]


def valid(X, W):
    fits = X.ndim == W.ndim == 4 and X.size > 0 and W.size > 0 and X.shape[1] == W.shape[1]
    return fits and X.shape[2] >= W.shape[2] and X.shape[3] >= W.shape[3]


# %% [raw] tags=["wrong"]
# wrong_filters_last: Every number stands next to the right ones now, but the filters are the
# last axis. The maps are to be `(B, filters, H', W')`.
# - .reshape(B, rows, columns, filters).transpose(0, 3, 1, 2)
# + .reshape(B, rows, columns, filters)
#
# wrong_transposed_maps: You brought the filters to the front, and exchanged rows and columns of
# the maps on the way.
# - .transpose(0, 3, 1, 2)
# + .transpose(0, 3, 2, 1)
#
# wrong_product_transposed: You transposed the product and reshaped it to the maps. That is
# right for a single image; with several, numbers of one image end up in another: the
# batch must stay first.
# - product.reshape(B, rows, columns, filters).transpose(0, 3, 1, 2)
# + product.T.reshape(B, filters, rows, columns)
#
# wrong_channel_last: The last line is right now. But you changed the order inside the windows,
# too: the rows of `W.reshape` have the channel first, and it was right before.
# - view.transpose(0, 2, 3, 1, 4, 5)
# + view.transpose(0, 2, 3, 4, 5, 1)
