# /// exercise
# title = "A maximum for the engine"
# kind = "implement"
# difficulty = 3
# minutes = 20
# practices = ["gradient rules", "broadcasting", "ties"]
# answer = "larger"
# hints = [
#   '''Which fraction of the adjoint does `a` get at an entry: 1, ½ or 0? Make an array of
#   these fractions once, in the shape of the result. Which fraction does `b` get?''',
#   '''A rule multiplies the adjoint `g` by the fractions. If `a` or `b` was broadcast, `sum_to`
#   brings what comes out to its shape.''',
# ]
# [survivors]
# "a.data > b.data -> a.data >= b.data" = "the condition before it decides ties"
# ///

# %% [markdown]
# Write `larger(a, b)` for two `Var`: the entrywise maximum, with broadcasting. The larger
# entry gets the adjoint, and if both are equal, each gets half. `larger(z, Var(0.0))` is
# then a ReLU, except for the derivative at exactly 0.
#
# What comes in: two `Var` whose shapes broadcast, such as `(2, 3)` and `(3,)`. What goes out:
# a `Var` with the maximum as `data` and one edge for `a`, one for `b`; each rule takes the
# result's adjoint, an array of the result's shape, and returns an array of its input's shape.

# %% tags=["starter"]
import numpy as np


class Var:
    """An array that remembers its inputs, with one gradient rule for each."""

    def __init__(self, data, *edges):
        self.data, self.edges = np.asarray(data), edges


def sum_to(grad, shape):
    """Sum over the axes along which an array of this shape was copied."""
    grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))
    copied = tuple(i for i, n in enumerate(shape) if n == 1)
    return grad.sum(axis=copied, keepdims=True)


def larger(a, b):
    """Return the entrywise maximum of two Var, as a Var."""
    ### BEGIN SOLUTION
    share = np.where(a.data == b.data, 0.5, a.data > b.data)  # a's; b has the rest
    return Var(
        np.maximum(a.data, b.data),
        (a, lambda g: sum_to(g * share, a.data.shape)),
        (b, lambda g: sum_to(g * (1 - share), b.data.shape)),
    )
    ### END SOLUTION


# %% tags=["check"]
def case(rng, shape_a, shape_b):
    """Values with many ties, and an adjoint of the result's shape."""
    a, b = (rng.choice([-1.0, 0.5, 2.0], size=shape) for shape in (shape_a, shape_b))
    return a, b, rng.normal(size=np.broadcast_shapes(shape_a, shape_b))


def inputs(rng):
    m, n = (int(k) for k in rng.choice(np.arange(2, 7), size=2, replace=False))
    small = [(n,), (m, 1), (1, n), ()][rng.integers(4)]
    shapes = [(m, n), small]
    return case(rng, *(shapes if rng.random() < 0.5 else shapes[::-1]))


def edge_cases():
    rng = np.random.default_rng(0)
    relu = (np.array([-1000.0, 0.0, 1000.0]), np.array(0.0), np.ones(3))
    return [relu, case(rng, (3, 4), (3, 4)), case(rng, (3, 1), (1, 4)), case(rng, (), ())]


def drive(larger, a, b, g):
    inputs = {"a": Var(a), "b": Var(b)}
    result = larger(inputs["a"], inputs["b"])
    if not hasattr(result, "edges"):
        raise ValueError(f"expected a Var as the result, got {result!r}")
    slopes = {
        name: sum(rule(g) for parent, rule in result.edges if parent is var)
        for name, var in inputs.items()
    }
    return {"data": result.data, "adjoint of a": slopes["a"], "adjoint of b": slopes["b"]}


def valid(a, b, g):
    return np.broadcast(a, b).shape == g.shape


# %% [raw] tags=["wrong"]
# wrong_ties_twice: If both are equal, each gets the whole adjoint in your rules, together
# twice what there is. Give each half.
# - share = np.where(a.data == b.data, 0.5, a.data > b.data)
# + share = a.data >= b.data
# - (1 - share)
# + (b.data >= a.data)
#
# wrong_ties_lost: If both are equal, neither gets anything in your rules, and the adjoint is
# lost. Give each half.
# - share = np.where(a.data == b.data, 0.5, a.data > b.data)
# + share = a.data > b.data
# - (1 - share)
# + (b.data > a.data)
#
# wrong_ties_to_a: If both are equal, all goes to a in your rules. The task gives each half.
# - share = np.where(a.data == b.data, 0.5, a.data > b.data)
# + share = a.data >= b.data
#
# wrong_ties_to_b: If both are equal, all goes to b in your rules. The task gives each half.
# - share = np.where(a.data == b.data, 0.5, a.data > b.data)
# + share = a.data > b.data
#
# wrong_smaller: In your rules the smaller entry gets the adjoint. The result moves with the
# larger.
# - 0.5, a.data > b.data
# + 0.5, a.data < b.data
#
# wrong_not_summed: Your rules return the result's shape. If an input was broadcast, each entry
# was used several times: sum, with sum_to, to the input's own shape.
# - sum_to(g * share, a.data.shape)
# + g * share
# - sum_to(g * (1 - share), b.data.shape)
# + g * (1 - share)
