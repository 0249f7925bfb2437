# /// exercise
# title = "A negative that is not one"
# kind = "debug"
# difficulty = 2
# minutes = 10
# practices = ["bytes", "negatives", "looking at data"]
# answer = "both_polarities"
# hints = [
#   '''Print `-np.array([0, 1, 100, 255], dtype=np.uint8)`. Which of the four is what you
#   expected?''',
#   '''Bytes hold 0 to 255 and nothing else: what falls below 0 comes in again at the top. The
#   negative of byte 0 should be 255. Or scale first, and change the sign afterwards.''',
# ]
# [survivors]
# "1 -> 2" = "reshape takes any negative length for the one to be found."
# ///

# %% [markdown]
# A network that should read both polarities learns badly, and a look at its training pictures
# shows why: in the negatives, blank background is as dark as before. `both_polarities` makes
# those pictures. Find out what happens to the bytes, and fix it.
#
# What comes in: `images`, bytes (uint8) of shape `(N, height, width)`, where 0 is blank and
# 255 is full ink. What goes out: float64 rows of shape `(2 * N, height * width)`: first all
# pictures, scaled so that 0 becomes $-1$ and 255 becomes $1$; then, in the same order, their
# negatives, $-\mathbf{x}$ for each row $\mathbf{x}$.

# %% tags=["starter"]
import numpy as np


def both_polarities(images):
    """Return the pictures and their negatives as rows, from -1 to 1."""
    ### BEGIN SOLUTION
    rows = images.reshape(len(images), -1) / 127.5 - 1
    return np.concatenate([rows, -rows])
    ### END SOLUTION
    ### BEGIN BROKEN
    rows = images.reshape(len(images), -1)
    return np.concatenate([rows, -rows]) / 127.5 - 1
    ### END BROKEN


# Try: both_polarities(np.array([[[0, 1], [100, 255]]], dtype=np.uint8))


# %% tags=["check"]
def inputs(rng):
    N, height, width = rng.choice(np.arange(2, 8), size=3, replace=False)
    blank = rng.random((N, height, width)) < 0.3
    return (np.where(blank, 0, rng.integers(0, 256, blank.shape)).astype(np.uint8),)


def edge_cases():
    extremes = np.array([[[0, 255], [1, 254], [127, 128]]], dtype=np.uint8)
    return [(extremes,), (np.zeros((2, 3, 1), np.uint8),)]


# %% [raw] tags=["wrong"]
# wrong_tilde_off_by_one: Your negatives are 256 minus the byte, as if bytes ran from 0 to 256.
# The brightest is 255, so the negative is 255 minus the byte.
# - [rows, -rows]
# + [rows, (256 - 127.5 * (rows + 1)) / 127.5 - 1]
#
# wrong_sign_before_the_shift: You turned the bytes into floats and changed their sign before
# you shifted them. The negatives then run from -3 to -1. Scale and shift first, then change
# the sign.
# - [rows, -rows]
# + [rows, -(rows + 1) - 1]
#
# wrong_upside_down: You turned the pictures around: the pixels are in reverse order. A negative
# leaves each pixel in its place and changes its value.
# - [rows, -rows]
# + [rows, rows[:, ::-1]]
#
# wrong_interleaved: Each negative follows its picture. The task asks for all pictures first,
# then all negatives: the labels are laid out that way.
# - return np.concatenate([rows, -rows])
# + return np.stack([rows, -rows], axis=1).reshape(2 * len(rows), -1)
#
# wrong_from_zero: You scaled to 0 ... 1. The task asks for -1 ... 1, where the negative of a
# row is the row with the opposite sign.
# - / 127.5 - 1
# + / 255
# - [rows, -rows]
# + [rows, 1 - rows]
#
# wrong_no_negatives: You return the pictures twice, and no negative of them.
# - [rows, -rows]
# + [rows, rows]
#
# wrong_signed_bytes: A signed byte holds -128 to 127, so everything above 127 wraps around and
# becomes negative. Bytes have to become floats: a division does it.
# - rows = images.reshape(len(images), -1) / 127.5 - 1
# + rows = images.astype(np.int8).reshape(len(images), -1) / 127.5 - 1
#
# wrong_128: Nearly: 255 / 128 - 1 is 0.992, and 255 should become 1. The middle of 0 ... 255 is
# 127.5.
# - / 127.5 - 1
# + / 128 - 1
#
# wrong_side_by_side: You put each negative into the row of its picture, which gives rows of
# twice the length. The negatives are rows of their own, below the pictures: join along axis 0.
# - np.concatenate([rows, -rows])
# + np.concatenate([rows, -rows], axis=1)
