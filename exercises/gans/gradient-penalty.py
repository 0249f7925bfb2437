# /// exercise
# title = "A penalty for the whole batch"
# kind = "debug"
# difficulty = 2
# minutes = 10
# practices = ["gradient penalty", "which axis"]
# answer = "penalty"
# hints = [
#   '''The critic has a gradient at each image: $\nabla_{\mathbf{x}} f$ has the shape of one
#   image. How many lengths should there be?''',
#   '''Flatten each image, `gradients.reshape(len(gradients), -1)`, and take the length of each
#   row.''',
# ]
# ///

# %% [markdown]
# The gradient penalty asks that the critic's gradient have length 1 at each image:
# $\operatorname{mean}_i\,(\lVert \nabla f(\mathbf{x}_i) \rVert - 1)^2$. The function is given
# the gradients. With it, a critic trained on batches of 64 has gradients of length 1/8, and the
# generator hardly learns. Fix it.
#
# What comes in: `gradients`, float64 of shape `(B, 1, H, W)`: for each image the gradient of
# its score with respect to its pixels. What goes out: a number.

# %% tags=["starter"]
import numpy as np


def penalty(gradients):
    """Return the mean of (length of the gradient - 1)² over images."""
    ### BEGIN SOLUTION
    lengths = np.sqrt(np.sum(gradients**2, axis=(1, 2, 3)))
    ### END SOLUTION
    ### BEGIN BROKEN
    lengths = np.sqrt(np.sum(gradients**2))
    ### END BROKEN
    return np.mean((lengths - 1) ** 2)


# %% tags=["check"]
def inputs(rng):
    B, H, W = (int(n) for n in rng.choice(np.arange(2, 9), size=3, replace=False))
    return (rng.normal(size=(B, 1, H, W)) * rng.uniform(0.05, 0.6, size=(B, 1, 1, 1)),)


def edge_cases():
    one = np.zeros((3, 1, 2, 2))
    one[:, 0, 1, 0] = 1, -1, 1
    return [(one,), (np.zeros((2, 1, 3, 2)),), (np.full((1, 1, 2, 3), 0.7),)]


def valid(gradients):
    return gradients.ndim == 4 and gradients.size > 0 and gradients.shape[1] == 1


# %% [raw] tags=["wrong"]
# wrong_rows: You take the length of each row of pixels. The gradient of a score
# with respect to an image is one vector, over all its pixels.
# - axis=(1, 2, 3)
# + axis=-1
#
# wrong_pixels: You ask of every pixel that its gradient be ±1. The length of the whole
# gradient, over all pixels of an image, is to be 1.
# - np.sqrt(np.sum(gradients**2, axis=(1, 2, 3)))
# + np.abs(gradients)
#
# wrong_not_rooted: You compare the squared length with 1. The penalty is on the length: take
# the root.
# - np.sqrt(np.sum(gradients**2, axis=(1, 2, 3)))
# + np.sum(gradients**2, axis=(1, 2, 3))
#
# wrong_over_the_batch: You sum over images and keep the pixels: one length for each pixel. It
# should be one for each image.
# - axis=(1, 2, 3)
# + axis=0
#
# wrong_mean_length: You average the lengths first. Then one gradient of 2 and one of 0 count as
# perfect; each image is to be right by itself.
# - np.mean((lengths - 1) ** 2)
# + (np.mean(lengths) - 1) ** 2
#
# wrong_root_mean_square: You average over the pixels where you should sum: your lengths are too
# small by the root of the number of pixels.
# - np.sum(gradients**2
# + np.mean(gradients**2
#
# wrong_one_sided: You punish only gradients above 1. That variant exists, but here shorter
# gradients count, too.
# - return np.mean((lengths - 1) ** 2)
# + return np.mean(np.maximum(lengths - 1, 0) ** 2)
