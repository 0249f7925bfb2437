# /// exercise
# title = "Dropout, forward and backward"
# kind = "implement"
# difficulty = 2
# minutes = 12
# practices = ["inverted dropout", "gradients through a mask"]
# answer = "drop_units"
# forbidden = ["torch", "dlbook", "for", "while"]
# hints = [
#   '''First make the mask: 0 for a unit that is dropped, and otherwise the number that leaves
#   the expected value unchanged.''',
#   '''A unit stays with probability $1 - p$, so it is divided by $1 - p$. The derivative of
#   `mask * h` with respect to `h` is `mask`.''',
# ]
# ///

# %% [markdown]
# Write inverted dropout, forward and backward. The random numbers are given, uniform between 0
# and 1: a unit is dropped if its number is *below* $p$.
#
# What comes in: `h`, float64 of shape `(B, H)`; `u`, the random numbers, of the same shape;
# `p`,
# the probability of dropping, at least 0 and below 1; `grad`, the gradient of the loss with
# respect to the output, of the same shape. What goes out: a tuple of the output and the
# gradient of
# the loss with respect to `h`, both of shape `(B, H)`.

# %% tags=["starter"]
import numpy as np


def drop_units(h, u, p, grad):
    """Return the output of dropout, and the gradient with respect to its input."""
    ### BEGIN SOLUTION
    mask = (u >= p) / (1 - p)
    return h * mask, grad * mask
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    shape = tuple(int(n) for n in rng.choice(np.arange(4, 11), size=2, replace=False))
    h, u, grad = rng.normal(size=shape), rng.random(shape), rng.normal(size=shape)
    return h, u, float(rng.uniform(0.15, 0.4)), grad


def edge_cases():
    h, grad = np.array([[1.0, -2.0, 3.0]]), np.array([[0.5, 0.25, -1.0]])
    u = np.array([[0.0, 0.5, 0.9]])
    after_relu = np.array([[1.0, 0.0, 0.0]])
    return [
        (h, u, 0.0, grad),
        (h, u, 0.5, grad),
        (h, u, 0.95, grad),
        (1000 * h, u, 0.2, grad),
        (after_relu, u, 0.5, grad),
    ]


# %% [raw] tags=["wrong"]
# wrong_way_round: You keep what should be dropped: a unit is dropped where its number is below
# p.
# - mask = (u >= p) / (1 - p)
# + mask = (u < p) / (1 - p)
#
# wrong_unscaled: You drop units and do not make up for it. Divide those that stay by 1 - p, so
# that the expected value is what it will be at test time, when nothing is dropped.
# - mask = (u >= p) / (1 - p)
# + mask = (u >= p) * 1.0
#
# wrong_times: You multiply by 1 - p. That belongs to test time, and to the other form of
# dropout, which does not scale during training. Here those that stay are *divided* by it.
# - mask = (u >= p) / (1 - p)
# + mask = (u >= p) * (1 - p)
#
# wrong_over_p: You divide by p, the probability of being dropped. Divide by the probability of
# staying, 1 - p. (In the paper of 2014, p stands for that one.)
# - mask = (u >= p) / (1 - p)
# + p = max(p, 1e-300)
# + mask = (u >= p) / p
#
# wrong_slope_everywhere: The output is right. Your gradient flows through dropped units as
# well, but an output that was set to zero does not depend on its input.
# - grad * mask
# + grad / (1 - p)
#
# wrong_slope_unscaled: The output is right. The derivative of h / (1 - p) has the factor 1 /
# (1 - p) as well.
# - grad * mask
# + grad * (u >= p)
#
# wrong_slope_by_output: You tell from the output which units were dropped. A unit that stays
# can be zero by itself, as many are after a ReLU, and its gradient is not. Use the mask.
# - grad * mask
# + grad * (h * mask != 0) / (1 - p)
#
# wrong_slope_times_input: The output is right. You multiply the gradient by h as well; but the
# output is h times a number that does not depend on h, and that number is its derivative.
# - grad * mask
# + grad * mask * h
#
# wrong_drops_equal: You drop a unit whose number is equal to p. Only those below p are dropped;
# for p = 0 that is none.
# - mask = (u >= p) / (1 - p)
# + mask = (u > p) / (1 - p)
#
# wrong_one_mask: You use the first example's mask for the whole batch. Each example has its
# own.
# - mask = (u >= p) / (1 - p)
# + mask = (u[:1] >= p) / (1 - p)
