# /// exercise
# title = "Twice a vector"
# kind = "implement"
# difficulty = 1
# minutes = 2
# practices = ["arrays"]
# answer = "double"
# hints = ["What is $1 + 1$?", "Multiply by `2`."]
# ///

# %% [markdown]
# Return $2\mathbf{x}$ for `x` of shape `(N,)`.

# %% tags=["starter"]
import numpy as np


def double(x):
    ### BEGIN SOLUTION
    return x + x
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    return (rng.normal(size=rng.integers(2, 9)),)


# %% tags=["wrong"]
def wrong_squared(x):
    """You squared `x`. Twice of it is wanted, $2x$."""
    return x**2


def wrong_unchanged(x):
    """You return x as it is."""
    return x


def wrong_first_only(x):
    """You doubled the first entry only."""
    return np.concatenate([2 * x[:1], x[1:]])
