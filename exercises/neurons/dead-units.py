# /// exercise
# title = "Count the dead"
# kind = "implement"
# difficulty = 2
# minutes = 10
# practices = ["dead units", "axes of a batch"]
# answer = "dead_units"
# forbidden = ["for", "while"]
# hints = [
#   '''Compute the pre-activations of the whole batch first. Which of the two axes counts the
#   inputs, and which the units?''',
#   '''At $z = 0$ a ReLU gives 0, and the derivative that software takes is 0, too: the unit
#   does not fire there.''',
# ]
# ///

# %% [markdown]
# A ReLU unit that is zero on *every* input gets no gradient and, as long as its inputs stay the
# same, never moves again. Write the function that finds such units: the first thing to look at
# when training stalls.
#
# What comes in: `X`, inputs of shape `(N, D)`; `W` of shape `(H, D)` and `b` of shape `(H,)`,
# a layer of $H$ units. What goes out: a bool array of shape `(H,)`, True for each unit
# that does not fire, however weakly, on any of the inputs.

# %% tags=["starter"]
import numpy as np


def dead_units(X, W, b):
    """Return, for each unit, whether it fires on none of the inputs: shape (H,)."""
    ### BEGIN SOLUTION
    Z = X @ W.T + b
    return (Z <= 0).all(axis=0)
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    N, D, H = rng.choice(np.arange(2, 12), size=3, replace=False)
    X, W = rng.normal(size=(N, D)), rng.normal(size=(H, D))
    highest = (X @ W.T).max(axis=0)
    middle = np.median(X @ W.T, axis=0)
    low = rng.random(H) < 0.5  # these never fire; the others do, on one input or on half
    return X, W, np.where(low, -highest - 0.3, rng.choice([-1, 1]) * 0.3 - middle)


def edge_cases():
    rng = np.random.default_rng(0)
    X, W = rng.normal(size=(6, 3)), rng.normal(size=(4, 3))
    none, never = np.full(4, 1000.0), np.full(4, -1000.0)
    touching = np.zeros((5, 2)), np.ones((3, 2)), np.array([-1.0, 0.0, 1.0])  # z = 0
    weak = np.ones((4, 1)), np.array([[1e-9], [-1e-9], [2e-9]]), np.zeros(3)
    single = X[:1], W, np.array([9.0, -9.0, 9.0, -9.0])
    return [touching, weak, single, (X, W, none), (X, W, never), (X, W[:1], never[:1])]


# %% [raw] tags=["wrong"]
# wrong_sometimes_silent: You find the units that are silent on *some* input. Almost all are,
# and should be: dead is a unit that is silent on all of them.
# - .all(axis=0)
# + .any(axis=0)
#
# wrong_axis: You look along the units: this says which *inputs* make no unit fire. The rows are
# inputs, so go along axis 0.
# - .all(axis=0)
# + .all(axis=1)
#
# wrong_alive: You have True for the units that fire. The others are the dead ones.
# - (Z <= 0).all(axis=0)
# + (Z > 0).any(axis=0)
#
# wrong_no_bias: You left out the bias. A unit whose bias is low enough fires on no input,
# whatever its weights.
# - Z = X @ W.T + b
# + Z = X @ W.T
#
# wrong_mean: You look at the mean of z. A unit that fires on few inputs has a negative mean,
# and yet it learns from those few.
# - (Z <= 0).all(axis=0)
# + Z.mean(axis=0) <= 0
#
# wrong_nearly_silent: You count a unit as dead if its outputs are small. However small they
# are, the derivative there is 1, and the unit learns. Compare with 0 itself.
# - (Z <= 0).all(axis=0)
# + (Z < 1e-8).all(axis=0)
#
# wrong_zero_fires: At z = 0 you count a unit as firing. A ReLU gives 0 there, and its
# derivative counts as 0.
# - (Z <= 0)
# + (Z < 0)
#
# wrong_count: That is the number of dead units. The task asks which they are: an array of True
# and False, one for each unit.
# - .all(axis=0)
# + .all(axis=0).sum()
#
# wrong_numbers_of_units: You return the numbers of the dead units. The task asks for an array
# of True and False, one for each unit.
# - return (Z <= 0).all(axis=0)
# + return np.flatnonzero((Z <= 0).all(axis=0))
#
# wrong_not_transposed: The rows of W are units, so X @ W pairs inputs with units. Take W.T.
# - X @ W.T + b
# + X @ W + b
#
# wrong_largest_is_zero: You ask whether the largest pre-activation *is* 0. That of a dead unit
# usually lies below it: ask whether it is at most 0, or apply the ReLU first.
# - return (Z <= 0).all(axis=0)
# + return Z.max(axis=0) == 0
#
# wrong_inputs_added_up: You add up the inputs before you look at the sign. A unit that fires on
# a few of them can still have a negative total: look at each input by itself.
# - Z = X @ W.T + b
# - return (Z <= 0).all(axis=0)
# + return W @ X.sum(axis=0) + b <= 0
