# /// exercise
# title = "Weights out of bytes"
# kind = "implement"
# difficulty = 2
# minutes = 15
# practices = ["four-bit weights", "bit operations"]
# answer = "decode"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''`byte & 15` is the low half of a byte, `byte >> 4` the high half.''',
#   '''The sixteen low halves are the first 16 weights, the sixteen high halves the last 16.''',
# ]
# ///

# %% [markdown]
# Decode Q4_1 blocks. Each block is given by its scale $d$, its minimum $m$ and 16 bytes. A byte
# holds two numbers from 0 to 15: the low halves of the 16 bytes, in order, are the first 16
# numbers of the block, the high halves the last 16. A number $q$ stands for the weight
# $m + d\,q$.
#
# What comes in: `scale` and `minimum`, float64 arrays of shape `(B,)`; `packed`, a uint8 array
# of shape `(B, 16)`. What goes out: the weights, a float64 array of shape `(B, 32)`.

# %% tags=["starter"]
import numpy as np


def decode(scale, minimum, packed):
    """Return the weights of B blocks, shape (B, 32)."""
    ### BEGIN SOLUTION
    q = np.concatenate([packed & 15, packed >> 4], axis=1)
    return minimum[:, None] + scale[:, None] * q
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    B = int(rng.integers(2, 7))
    packed = rng.integers(0, 256, size=(B, 16), dtype=np.uint8)
    return rng.uniform(0.01, 1, size=B), rng.normal(size=B), packed


def edge_cases():
    return [
        (np.array([0.125]), np.array([-1.0]), np.full((1, 16), 0x3C, dtype=np.uint8)),
        (np.array([0.0]), np.array([2.0]), np.full((1, 16), 255, dtype=np.uint8)),
    ]


def valid(scale, minimum, packed):
    return (
        packed.ndim == 2 and packed.shape == (len(scale), 16) and len(scale) == len(minimum) > 0
    )


# %% [raw] tags=["wrong"]
# wrong_high_first: You put the high halves first. The low halves are weights 1 to 16.
# - [packed & 15, packed >> 4]
# + [packed >> 4, packed & 15]
#
# wrong_neighbors: You make the two halves of a byte neighbors. They are 16 places apart: weight
# 1 and weight 17 share the first byte.
# - q = np.concatenate([packed & 15, packed >> 4], axis=1)
# + q = np.stack([packed & 15, packed >> 4], axis=2).reshape(len(packed), 32)
#
# wrong_centered: You count from the middle, as formats without a minimum do. Here a number of 0
# is the minimum itself.
# - minimum[:, None] + scale[:, None] * q
# + minimum[:, None] + scale[:, None] * (q.astype(float) - 8)
#
# wrong_no_minimum: You left out the minimum of the block.
# - minimum[:, None] + scale[:, None] * q
# + scale[:, None] * q
#
# wrong_not_shifted: You left the high half where it is in the byte, where it counts in
# sixteens. Shift it down by four bits.
# - packed >> 4
# + packed & 240
#
# wrong_scaled_minimum: You multiply the minimum by the scale, too. The scale belongs to the
# number alone.
# - minimum[:, None] + scale[:, None] * q
# + scale[:, None] * (minimum[:, None] + q)
