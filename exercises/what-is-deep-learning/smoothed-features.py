# /// exercise
# title = "Think again about the features"
# kind = "implement"
# difficulty = 3
# minutes = 15
# practices = ["features by hand", "noise", "windows of an image"]
# answer = "averaged"
# forbidden = ["scipy", "torch"]
# hints = [
#   '''Pad the images with `radius` rows and columns of paper on each side. Then the window of
#   every pixel is complete, and all windows have the same size.''',
#   '''Either add up $(2r + 1)^2$ shifted copies of the padded images, each of the shape of the
#   images, in an array of floats; or see what
#   `np.lib.stride_tricks.sliding_window_view(wide, (side, side), axis=(1, 2))` gives.''',
# ]
# ///

# %% [markdown]
# Noise from the bad scanner spoils gradient histograms: they add up absolute values, in which
# noise does not cancel. Be the person who thinks again. A stroke is wider than a pixel, and the
# noise of each pixel is independent, so let every pixel be the mean of its neighborhood
# *before* the gradients are taken. In a mean of 25 pixels the noise has a fifth of its standard
# deviation; the strokes become softer, but they remain.
#
# What comes in: `images` of shape `(N, height, width)`, whole numbers from 0 (paper) to 255,
# as `uint8`; `radius`, a whole number, at least 0. What goes out: a float64 array of the same
# shape. Entry `[n, i, j]` is the mean over the square of side $2 \cdot$ `radius` $+ 1$ around
# pixel `(i, j)` of image `n`; the part of the square outside the image counts as paper, 0.
#
# Then try it in the chapter: use `gradient_histograms(averaged(noisy, radius))` as features
# for the SVM. The chapter's radius is 1. Is another one better, and on which data should you
# decide that?

# %% tags=["starter"]
import numpy as np


def averaged(images, radius):
    """Return images whose pixels are means over squares of pixels."""
    ### BEGIN SOLUTION
    side = 2 * radius + 1
    wide = np.pad(images, ((0, 0), (radius, radius), (radius, radius)))
    windows = np.lib.stride_tricks.sliding_window_view(wide, (side, side), axis=(1, 2))
    return windows.mean(axis=(3, 4))
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    N, height, width = rng.choice(np.arange(3, 10), size=3, replace=False)
    images = rng.integers(0, 256, (N, height, width), dtype=np.uint8)
    return images, int(rng.integers(1, 3))


def edge_cases():
    rng = np.random.default_rng(0)
    ink = np.full((2, 5, 4), 255, dtype=np.uint8)
    return [
        (rng.integers(0, 256, (2, 4, 3), dtype=np.uint8), 0),
        (ink, 1),
        (rng.integers(0, 256, (1, 1, 6), dtype=np.uint8), 2),
    ]


def valid(images, radius):
    return images.size > 0 and radius >= 0


# %% [raw] tags=["wrong"]
# wrong_edge_repeated: You repeat the pixels of the border beyond it. Outside of the image is
# paper: pad with zeros.
# - (radius, radius), (radius, radius)))
# + (radius, radius), (radius, radius)), mode="edge")
#
# wrong_divided_by_what_is_inside: At the border you divide by the number of pixels that lie
# inside. The paper outside counts, too: always divide by the whole square.
# - windows = np.lib.stride_tricks.sliding_window_view(wide, (side, side), axis=(1, 2))
# - return windows.mean(axis=(3, 4))
# + inside = np.pad(np.ones(images.shape), ((0, 0), (radius, radius), (radius, radius)))
# + total, count = (
# +     np.lib.stride_tricks.sliding_window_view(x, (side, side), axis=(1, 2))
# +     for x in (wide, inside)
# + )
# + return total.sum(axis=(3, 4), dtype=float) / count.sum(axis=(3, 4))
#
# wrong_counts_overflow: You add up in uint8, where 255 + 1 is 0. Add up in floats: the pixels
# of an image have no room for a sum.
# - windows.mean(axis=(3, 4))
# + windows.sum(axis=(3, 4), dtype=np.uint8) / side**2
#
# wrong_corner: Your square begins at the pixel, to the right and below. It should lie around
# the pixel: radius pixels to every side.
# - (radius, radius), (radius, radius)
# + (0, 2 * radius), (0, 2 * radius)
#
# wrong_across_images: Your windows reach into the images before and after. Each image stands
# for itself: leave the first axis alone.
# - wide = np.pad(images, ((0, 0), (radius, radius), (radius, radius)))
# - windows = np.lib.stride_tricks.sliding_window_view(wide, (side, side), axis=(1, 2))
# - return windows.mean(axis=(3, 4))
# + wide = np.pad(images, radius)
# + windows = np.lib.stride_tricks.sliding_window_view(wide, (side, side, side))
# + return windows.mean(axis=(3, 4, 5))
#
# wrong_rounded: You round the means down to whole numbers. Keep the fractions: gradients of a
# soft image are small numbers.
# - windows.mean(axis=(3, 4))
# + np.floor(windows.mean(axis=(3, 4)))
#
# wrong_window_stops_early: Your square lacks its last row and its last column: a slice ends
# before its end. From `i - radius` up to and including `i + radius` is
# `i - radius : i + radius + 1`.
# - return windows.mean(axis=(3, 4))
# + return windows[..., :-1, :-1].sum(axis=(3, 4), dtype=float) / side**2
#
# wrong_wrapped_around: What leaves your image on one side comes back on the other, as
# `np.roll` does it. Outside of the image is paper: pad with zeros before you shift.
# - wide = np.pad(images, ((0, 0), (radius, radius), (radius, radius)))
# + wide = np.pad(images, ((0, 0), (radius, radius), (radius, radius)), mode="wrap")
