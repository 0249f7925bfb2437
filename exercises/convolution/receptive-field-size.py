# /// exercise
# title = "How far does it see?"
# kind = "predict"
# difficulty = 3
# minutes = 10
# practices = ["receptive fields"]
# value = 27
# within = 0.1
# why = [
#   '''Size and jump after each layer: 5 and 2; $5 + 2 \cdot 2 = 9$ and 2; $9 + 1 \cdot 2 = 11$
#   and 4; $11 + 2 \cdot 2 \cdot 4 = 27$. The last layer adds most: with dilation 2 its window
#   reaches over four gaps, of 4 pixels each.''',
# ]
# slips = [
#   [12, '''You add up windows as if all strides were 1. After a stride of 2, neighboring units
#   are 2 pixels apart.'''],
#   [19, '''You leave out the dilation of the last layer.'''],
#   [33, '''You let a layer's own stride widen its own field. The stride puts the *next* layer's
#   inputs further apart.'''],
#   [40, '''A window of $K$ units adds $K - 1$ gaps, not $K$.'''],
# ]
# hints = [
#   '''Keep two numbers: how many pixels a unit sees, and how many pixels neighboring units are
#   apart. Both start at 1.''',
#   '''After the pooling a unit sees 11 pixels, and neighbors are 4 apart.''',
# ]
# ///

# %% [markdown]
# How many pixels along a side does a unit of the last layer see? (Unless stated, stride
# and dilation are 1.)
#
# 1. a convolution of 5 × 5 with stride 2;
# 2. a convolution of 3 × 3;
# 3. max-pooling of 2 × 2 with stride 2;
# 4. a convolution of 3 × 3 with dilation 2.


# %% tags=["check"]
import numpy as np

from dlbook import scratch


def truth():
    """Count the pixels on which a unit's gradient depends; mean-pooling lets all through."""
    x = scratch.Tensor(np.zeros((1, 1, 64, 64)), requires_grad=True)
    h = scratch.conv2d(x, np.ones((1, 1, 5, 5)), stride=2)
    h = scratch.avg_pool2d(scratch.conv2d(h, np.ones((1, 1, 3, 3))), 2)
    z = scratch.conv2d(h, np.ones((1, 1, 3, 3)), dilation=2)
    only = np.zeros(z.shape)
    only[0, 0, 3, 3] = 1
    z.backward(only)
    return float((x.grad[0, 0].sum(axis=0) > 0).sum())
