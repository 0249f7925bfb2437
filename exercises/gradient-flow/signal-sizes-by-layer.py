# /// exercise
# title = "Listen at every door"
# kind = "implement"
# difficulty = 3
# minutes = 20
# practices = ["measuring gradient flow", "the recursion over layers"]
# answer = "sizes"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''Go forward and keep all $\mathbf H^{(k)}$; their sizes are the first result. Then go back
#   with one array, the adjoint of the current $\mathbf H$.''',
#   '''From $\bar{\mathbf H}^{(k)}$ to $\bar{\mathbf H}^{(k-1)}$: first entry by entry times the
#   derivative of ReLU, which is 1 where $\mathbf H^{(k)} > 0$, then times
#   $\mathbf W^{(k)}$.''',
#   '''The size is the root of the mean of the squares over *all* entries of the array. The last
#   entry of the second result is the size of `H_bar` itself.''',
# ]
# ///

# %% [markdown]
# A network of $K$ ReLU layers computes $\mathbf H^{(0)} = \mathbf X$ and $\mathbf H^{(k)} =
# \operatorname{relu}(\mathbf H^{(k-1)}\mathbf W^{(k)\top})$. Measure the size (root mean
# square over all entries) of each layer's values and of their adjoints.
#
# What comes in: `weights`, the list of $\mathbf W^{(1)}, \dots, \mathbf W^{(K)}$, float64,
# each of shape `(outputs, inputs)`; `X`, `(B, D)`; `H_bar`, the adjoint of $\mathbf H^{(K)}$,
# of the same shape.
#
# What goes out: a tuple of two float64 arrays of shape `(K,)`: the sizes of $\mathbf H^{(1)},
# \dots, \mathbf H^{(K)}$, and those of their adjoints, both from the first layer to the last.

# %% tags=["starter"]
import numpy as np


def sizes(weights, X, H_bar):
    """Return the sizes of values and of adjoints, each (K,)."""
    ### BEGIN SOLUTION
    hidden = []
    for W in weights:
        X = np.maximum(X @ W.T, 0)
        hidden.append(X)
    adjoints = [H_bar]
    for W, H in zip(weights[:0:-1], hidden[:0:-1], strict=True):
        adjoints.append((adjoints[-1] * (H > 0)) @ W)
    both = hidden, adjoints[::-1]
    forward, backward = (np.sqrt([(a**2).mean() for a in arrays]) for arrays in both)
    return forward, backward
    ### END SOLUTION


# %% tags=["check"]
import itertools


def case(rng, B, *widths):
    weights = [rng.normal(size=(H, D)) / np.sqrt(D) for D, H in itertools.pairwise(widths)]
    return weights, rng.normal(size=(B, widths[0])), rng.normal(size=(B, widths[-1]))


def inputs(rng):
    return case(rng, *rng.choice(np.arange(3, 12), size=rng.integers(4, 7), replace=False))


def edge_cases():
    rng = np.random.default_rng(0)
    weights, X, H_bar = case(rng, 5, 4, 3, 6)
    return [case(rng, 3, 4, 2), ([0 * W for W in weights], X, H_bar)]


# %% [raw] tags=["wrong"]
# wrong_no_slope: The derivative of ReLU is missing on the way back: a unit that was off passes
# nothing back. Without it the adjoints look larger than they are, by √2 in each layer.
# - (adjoints[-1] * (H > 0)) @ W
# + adjoints[-1] @ W
#
# wrong_value_for_slope: You multiply the adjoint by the values of ReLU. Its derivative is 1
# where it is on and 0 where it is off.
# - (adjoints[-1] * (H > 0)) @ W
# + (adjoints[-1] * H) @ W
#
# wrong_length: You return lengths, roots of *sums* of squares. They grow with width and batch,
# so that layers of different width cannot be compared.
# - (a**2).mean()
# + (a**2).sum()
#
# wrong_deviation: You return standard deviations. Outputs of ReLU have a mean above zero, and
# it is part of the signal that the next layer gets: take the root of the mean square.
# - np.sqrt([(a**2).mean() for a in arrays])
# + np.array([a.std() for a in arrays])
#
# wrong_mean_square: These are mean squares; a size is the root of one.
# - np.sqrt([(a**2).mean() for a in arrays])
# + np.array([(a**2).mean() for a in arrays])
#
# wrong_of_inputs: Your adjoints are those of what goes *into* each layer: yours begins with
# that of X, and that of the last layer's values is missing.
# - zip(weights[:0:-1], hidden[:0:-1], strict=True)
# + zip(weights[::-1], hidden[::-1], strict=True)
# - adjoints[::-1]
# + adjoints[:0:-1]
#
# wrong_last_first: Your adjoints are right, but in the order in which they were computed: the
# last layer's comes first. Both results are to begin with the first layer.
# - adjoints[::-1]
# + adjoints
#
# wrong_before_relu: Your adjoints are those of what goes *into* ReLU. The task asks for those
# of the values that come out of it: take each size before you multiply by the derivative.
# - adjoints = [H_bar]
# - for W, H in zip(weights[:0:-1], hidden[:0:-1], strict=True):
# -     adjoints.append((adjoints[-1] * (H > 0)) @ W)
# + adjoints = [H_bar * (hidden[-1] > 0)]
# + for W, H in zip(weights[:0:-1], hidden[-2::-1], strict=True):
# +     adjoints.append((adjoints[-1] @ W) * (H > 0))
