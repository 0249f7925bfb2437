# /// exercise
# title = "Read from both ends"
# kind = "implement"
# difficulty = 3
# minutes = 15
# practices = ["bidirectional layers", "order of time"]
# answer = "both_directions"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''Write the loop once, as a function of a sequence and three weights; call it for `x` and
#   for `x[::-1]`.''',
#   '''The first state of the second reader belongs to the *last* step. Reverse its states
#   before you put them next to the others.''',
# ]
# ///

# %% [markdown]
# Two plain recurrent networks read a sequence, $\mathbf{h} \leftarrow
# \tanh(\mathbf{W}\mathbf{x}_t + \mathbf{U}\mathbf{h} + \mathbf{b})$, each from a state of
# zeros: the first from the first step to the last, the second from the last to the first.
# Return for each step the state of the first network after it has read that step, and next to
# it the state of the second after it has read that step.
#
# What comes in, all float64: `x` of shape `(T, D)`; `forward`, a tuple of `W` `(H, D)`, `U`
# `(H, H)` and `b` `(H,)`; `backward`, a tuple of the same for `K` units. What goes out: shape
# `(T, H + K)`, the first network's states on the left.

# %% tags=["starter"]
import numpy as np


def both_directions(x, forward, backward):
    """Return the states of both networks at each step, (T, H + K)."""

    ### BEGIN SOLUTION
    def read(x, W, U, b):
        h, states = np.zeros(len(b)), []
        for x_t in x:
            h = np.tanh(W @ x_t + U @ h + b)
            states.append(h)
        return np.array(states)

    return np.concatenate([read(x, *forward), read(x[::-1], *backward)[::-1]], axis=1)
    ### END SOLUTION


# %% tags=["check"]
def weights(rng, D, H):
    return rng.normal(size=(H, D)), rng.normal(size=(H, H)), rng.normal(size=H)


def inputs(rng):
    T, D, H, K = (int(n) for n in rng.permutation([2, 3, 4, 5, 6, 7, 8])[:4])
    return rng.normal(size=(T, D)), weights(rng, D, H), weights(rng, D, K)


def edge_cases():
    rng = np.random.default_rng(0)
    return [
        (rng.normal(size=(1, 3)), weights(rng, 3, 2), weights(rng, 3, 4)),
        (np.zeros((5, 3)), weights(rng, 3, 2), weights(rng, 3, 4)),
        (1000 * rng.normal(size=(4, 2)), weights(rng, 2, 3), weights(rng, 2, 5)),
    ]


# %% [raw] tags=["wrong"]
# wrong_not_turned: The second network reads correctly, but its states are in the order in which
# it read: next to the first step is what it knew after its own first, the last. Reverse them.
# - read(x[::-1], *backward)[::-1]
# + read(x[::-1], *backward)
#
# wrong_never_turned: Both of your networks read from the front.
# - read(x[::-1], *backward)[::-1]
# + read(x, *backward)
#
# wrong_turned_after: Your second network reads from the front, and then its states are
# reversed. It should read from the end.
# - read(x[::-1], *backward)[::-1]
# + read(x, *backward)[::-1]
#
# wrong_sides: Left and right are swapped: the states of the network that reads forward go
# first.
# - [read(x, *forward), read(x[::-1], *backward)[::-1]]
# + [read(x[::-1], *backward)[::-1], read(x, *forward)]
#
# wrong_features_turned: You reversed the features, the second axis. Time is the first.
# - read(x[::-1], *backward)[::-1]
# + read(x[:, ::-1], *backward)
#
# wrong_before_reading: At each step you give both states as they were before the step was read.
# They should include it.
# - h = np.tanh(W @ x_t + U @ h + b)
# - states.append(h)
# + states.append(h)
# + h = np.tanh(W @ x_t + U @ h + b)
#
# wrong_neighbors: At each step you give the second network's state after the following step,
# before it has read this one. It should have read this step as well.
# - return np.concatenate([read(x, *forward), read(x[::-1], *backward)[::-1]], axis=1)
# + late = read(x[::-1], *backward)[::-1]
# + late = np.concatenate([late[1:], np.zeros_like(late[:1])])
# + return np.concatenate([read(x, *forward), late], axis=1)
#
# wrong_last_only: The second half is the same in every row: the state after the second
# network has read everything. Give each step the state that belongs to it.
# - read(x[::-1], *backward)[::-1]
# + np.repeat(read(x[::-1], *backward)[-1:], len(x), axis=0)
#
# wrong_transposed: You multiply the state by the transpose of U. U is square, so that the
# shapes fit either way.
# - U @ h
# + h @ U
