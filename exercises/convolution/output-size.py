# /// exercise
# title = "How large is the last map?"
# kind = "predict"
# difficulty = 2
# minutes = 5
# practices = ["size of a map", "dilation"]
# value = 8
# within = 0.1
# why = [
#   '''100 becomes $\lfloor (100 + 6 - 7)/2 \rfloor + 1 = 50$, then
#   $\lfloor (50 - 3)/2 \rfloor + 1 = 24$. The window with dilation 3 reaches over
#   $3 \cdot 2 + 1 = 7$ pixels, so 18 places are left, and $\lfloor (18 - 4)/2 \rfloor + 1 =
#   8$.''',
# ]
# slips = [
#   [9, '''You round up somewhere. If the division leaves a remainder, the last pixels are left
#   out: round down.'''],
#   [10, '''You leave the dilation out. A window of 3 with dilation 3 reaches over 7
#   pixels.'''],
#   [7, '''Close. Did you count the padding of the first layer, and does your window of 3
#   with dilation 3 reach over 7 pixels, not 9? Between 3 pixels there are two gaps.'''],
# ]
# hints = [
#   '''Count windows: the first pixel of a window stands at 0, s, 2s, ..., and its last must not
#   lie beyond the padded end.''',
#   '''The sides are 100, 50, 24, and then two more.''',
# ]
# ///

# %% [markdown]
# Images of 100 × 100 pixels go through four layers:
#
# 1. a convolution of 7 × 7, stride 2, padding 3;
# 2. max-pooling of 3 × 3, stride 2, no padding;
# 3. a convolution of 3 × 3, dilation 3, stride 1, no padding;
# 4. a convolution of 4 × 4, stride 2, no padding.
#
# How many places does the last map have along a side?


# %% tags=["check"]
import numpy as np

from dlbook import scratch


def truth():
    h = scratch.conv2d(np.zeros((1, 1, 100, 100)), np.zeros((1, 1, 7, 7)), stride=2, padding=3)
    h = scratch.max_pool2d(h, 3, 2)
    h = scratch.conv2d(h, np.zeros((1, 1, 3, 3)), dilation=3)
    return float(scratch.conv2d(h, np.zeros((1, 1, 4, 4)), stride=2).shape[3])
