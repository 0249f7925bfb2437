# /// exercise
# title = "A loss scale that finds itself"
# kind = "implement"
# difficulty = 3
# minutes = 20
# practices = ["mixed precision", "dynamic loss scaling"]
# answer = "unscale"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''`numpy.isfinite` is false for infinities and for NaN.''',
#   '''Turn the gradients into float32 first, and divide then: dividing in float16 makes small
#   ones zero again.''',
# ]
#
# [survivors]
# "dtype=np.float32 -> (left out)" = "Zeros in float64 are zeros, too."
# ///

# %% [markdown]
# Gradients in float16 arrive multiplied by the loss scale. Undo that, and adapt the scale: as
# large as possible, and smaller when something overflows.
#
# What comes in: `scaled`, float16 of shape `(P,)`; `scale`, a number, the scale used; `good`,
# an integer, the number of steps since the scale last changed; `every`, a positive integer.
#
# What goes out: a tuple `(gradient, scale, good)`. If all of `scaled` is finite, `gradient` is
# float32 of shape `(P,)`, divided by the scale in float32, and `good` grows by one; if it
# thereby reaches `every`, the scale doubles and `good` starts from 0. If anything is infinite
# or NaN, the step is skipped: `gradient` is zeros, float32, the scale is halved, and `good` is
# 0.

# %% tags=["starter"]
import numpy as np


def unscale(scaled, scale, good, every):
    """Return the gradient, the next scale, and the steps since it last changed."""
    ### BEGIN SOLUTION
    if not np.all(np.isfinite(scaled)):
        return np.zeros(len(scaled), dtype=np.float32), scale / 2, 0
    gradient = scaled.astype(np.float32) / np.float32(scale)
    good = good + 1
    if good == every:
        scale, good = scale * 2, 0
    return gradient, scale, good
    ### END SOLUTION


# %% tags=["check"]
RTOL = 1e-6
ATOL = 1e-14


def inputs(rng):
    P, every = int(rng.integers(3, 9)), int(rng.integers(2, 5))
    scale = 2.0 ** int(rng.integers(8, 16))
    scaled = (rng.normal(size=P) * 10.0 ** rng.uniform(-5, 2, size=P)).astype(np.float16)
    if rng.random() < 0.4:
        scaled[rng.integers(P)] = rng.choice([np.inf, -np.inf, np.nan])
    return scaled, scale, int(rng.integers(0, every)), every


def edge_cases():
    half = np.float16
    return [
        (np.array([1e-7, 2e-7], dtype=half), 1024.0, 0, 3),
        (np.array([1.0, 2.0], dtype=half), 1024.0, 2, 3),
        (np.array([1.0, -np.inf], dtype=half), 1024.0, 2, 3),
        (np.array([np.nan, 1.0], dtype=half), 256.0, 1, 3),
        (np.array([3.0], dtype=half), 4.0, 0, 1),
        (np.array([6e4, 6e4, 6e4], dtype=half), 512.0, 1, 4),
    ]


def valid(scaled, scale, good, every):
    return scaled.dtype == np.float16 and scale > 0 and 0 <= good < every


# %% [raw] tags=["wrong"]
# wrong_divided_in_half: You divide in float16, so that the small gradients that the scale has
# saved become zero again. Convert first.
# - scaled.astype(np.float32) / np.float32(scale)
# + (scaled / np.float16(min(scale, 65504))).astype(np.float32)
#
# wrong_new_scale: You divide by the next scale. The gradients were multiplied by the present
# one.
# - np.float32(scale)
# + np.float32(scale * 2 if good + 1 == every else scale)
#
# wrong_not_zero: The finite entries of a step that overflowed are still there. The whole step
# is skipped, so its gradient is zeros.
# - np.zeros(len(scaled), dtype=np.float32), scale / 2
# + np.nan_to_num(scaled.astype(np.float32)) / np.float32(scale), scale / 2
#
# wrong_only_infinite: A NaN passes your test for infinities. Infinity minus infinity is NaN, so
# look for both.
# - not np.all(np.isfinite(scaled))
# + np.any(np.isinf(scaled))
#
# wrong_some_finite: You skip only if all entries have overflowed. One is enough.
# - np.all(
# + np.any(
#
# wrong_good_kept: After an overflow you keep the count of good steps, so that the scale soon
# grows back to where it failed.
# - scale / 2, 0
# + scale / 2, good
#
# wrong_never_smaller: The step is skipped but the scale stays, so that the next one overflows,
# too.
# - scale / 2, 0
# + scale, 0
#
# wrong_count_not_reset: The count goes on after the scale has doubled, and does not meet
# `every` again.
# - scale, good = scale * 2, 0
# + scale = scale * 2
#
# wrong_one_late: You test the count before this step is in it, so that the scale doubles one
# step late.
# - if good == every:
# + if good - 1 == every:
