# /// exercise
# title = "Back from rows to an image"
# kind = "implement"
# difficulty = 4
# minutes = 25
# practices = ["backward of a convolution", "overlapping windows"]
# answer = "col2im"
# forbidden = ["torch", "scipy", "dlbook"]
# hints = [
#   '''Start from zeros of the shape of the images. Go through the places in the order of the
#   rows, and *add* each row, brought into the shape of a window, where the window lay.''',
#   '''Row number $i \cdot W' + j$ belongs to the window whose first pixel is $(si, sj)$, with
#   $W' = \lfloor (W - L)/s \rfloor + 1$ windows side by side.''',
# ]
# [survivors]
# "1 -> 2 (3)" = "reshape takes any negative length for the one to be found."
# ///

# %% [markdown]
# im2col copies every window of an image into a row of a matrix; then a convolution is one
# matrix product. In the backward pass the gradient with respect to that matrix is known, and
# the gradient with respect to the image is wanted: each pixel gets the sum of the gradients
# of all its copies. Write this step.
#
# What comes in: `rows`, float64 of shape `(B, P, C * K * L)`, the gradients with respect to the
# rows of im2col. The order in a row is channel, then line, then column in the window; the
# `P` windows go line by line, and from left to right in each line. `shape`, a tuple
# `(C, H, W)`; `window`, a tuple `(K, L)`; `stride`, a whole number. There is no padding. What
# goes out: float64 of shape `(B, C, H, W)`. Pixels that no window saw get zero.

# %% tags=["starter"]
import numpy as np


def col2im(rows, shape, window, stride):
    """Return the gradient with respect to the images, (B, C, H, W)."""
    ### BEGIN SOLUTION
    C, H, W = shape
    K, L = window
    out = np.zeros((len(rows), C, H, W))
    across = (W - L) // stride + 1
    for number in range(rows.shape[1]):
        i, j = divmod(number, across)
        top, left = i * stride, j * stride
        parts = rows[:, number].reshape(-1, C, K, L)
        out[:, :, top : top + K, left : left + L] += parts
    return out
    ### END SOLUTION


# %% tags=["check"]
def case(rng, B, C, K, L, down, across, stride, rest):
    H, W = (down - 1) * stride + K + rest % stride, (across - 1) * stride + L + rest % stride
    return rng.normal(size=(B, down * across, C * K * L)), (C, H, W), (K, L), stride


def inputs(rng):
    lengths = [int(n) for n in rng.choice(np.arange(1, 8), size=6, replace=False)]
    return case(rng, *lengths, int(rng.integers(1, 4)), int(rng.integers(0, 3)))


def edge_cases():
    rng = np.random.default_rng(0)
    return [
        case(rng, 1, 1, 2, 2, 3, 2, 1, 0),
        case(rng, 2, 3, 2, 3, 1, 1, 1, 0),
        case(rng, 1, 2, 1, 1, 2, 3, 3, 2),
    ]


def valid(rows, shape, window, stride):
    (C, H, W), (K, L) = shape, window
    if min(C, K, L, stride) < 1 or H < K or W < L or rows.ndim != 3 or len(rows) < 1:
        return False
    places = ((H - K) // stride + 1) * ((W - L) // stride + 1)
    return rows.shape[1:] == (places, C * K * L)


# %% [raw] tags=["wrong"]
# wrong_written_over: You write each window over what is there. If windows overlap, a pixel was
# copied several times, and its gradients add up.
# - += parts
# + = parts
#
# wrong_mean: You take the mean over the windows that saw a pixel. That brings an *image* back;
# gradients of copies add up.
# - out = np.zeros((len(rows), C, H, W))
# + out, times = np.zeros((len(rows), C, H, W)), np.zeros((H, W))
# - out[:, :, top : top + K, left : left + L] += parts
# + out[:, :, top : top + K, left : left + L] += parts
# + times[top : top + K, left : left + L] += 1
# - return out
# + return out / np.maximum(times, 1)
#
# wrong_channel_last: You take the rows for windows with the channel last. In each row it is
# first.
# - .reshape(-1, C, K, L)
# + .reshape(-1, K, L, C).transpose(0, 3, 1, 2)
#
# wrong_column_by_column: You go through the windows column by column. They go line by line.
# - across = (W - L) // stride + 1
# + down = (H - K) // stride + 1
# - i, j = divmod(number, across)
# + j, i = divmod(number, down)
#
# wrong_turned: You put each window in upside down and mirrored. Flipped filters belong to
# another way of writing this step, as a convolution of the gradients; here each row goes back
# as it came.
# - .reshape(-1, C, K, L)
# + .reshape(-1, C, K, L)[:, :, ::-1, ::-1]
