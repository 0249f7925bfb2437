# /// exercise
# title = "Which shifts does it not notice?"
# kind = "recall"
# difficulty = 2
# minutes = 5
# practices = ["equivariance and invariance", "strides"]
# options = ["shifts by any number of pixels", "by multiples of 2", "by multiples of 4", "none"]
# answer = 2
# why = [
#   '''That would be so if every layer had the stride 1. The pooling and the second convolution
#   have windows at every second place only, and these places do not move with the
#   image.''', '''A shift by 2 moves the pooled maps by one place. The second convolution,
#   with stride 2, then sees what lay between its windows before, and gives other maps.''',
#   '''A shift by 4 pixels moves the pooled maps by 2 places and the last maps by 1: the strides
#   multiply. The mean over all places does not ask where, so that the outputs stay the
#   same.''', '''The global mean makes the outputs blind to where things are on the last maps.
#   For shifts that move these by whole places nothing changes.''',
# ]
# hints = [
#   '''A layer with stride 2 moves along with shifts by multiples of 2 of *its own* input. By
#   how many pixels of the image must one shift so that this holds for both such layers?''',
# ]
# ///

# %% [markdown]
# A network has a convolution with stride 1, mean-pooling of 2 × 2 with stride 2, a convolution
# with stride 2, and then takes the mean of each map over all places. Its input shows a small
# object in the middle of a large, empty area. For which horizontal shifts of the object can you
# be sure that the outputs stay the same, whatever the weights are?


# %% tags=["check"]
import numpy as np

from dlbook import scratch


def truth():
    rng = np.random.default_rng(0)
    first, second = rng.normal(size=(4, 1, 3, 3)), rng.normal(size=(5, 4, 3, 3))
    picture = np.zeros((1, 1, 64, 64))
    picture[:, :, 24:40, 24:40] = rng.normal(size=(16, 16))

    def outputs(shift):
        moved = scratch.Tensor(np.roll(picture, shift, axis=3))
        h = scratch.relu(scratch.conv2d(moved, first, padding=1))
        h = scratch.conv2d(scratch.avg_pool2d(h, 2), second, stride=2, padding=1)
        return scratch.relu(h).data.mean(axis=(2, 3))

    same = [s for s in range(1, 9) if np.allclose(outputs(s), outputs(0))]
    return [list(range(1, 9)), [2, 4, 6, 8], [4, 8], []].index(same)
