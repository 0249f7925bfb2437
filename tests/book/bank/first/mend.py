# /// exercise
# title = "A mean that is none"
# kind = "debug"
# difficulty = 2
# minutes = 3
# practices = ["means"]
# answer = "mean"
# ///

# %% [markdown]
# The mean of `x`, of shape `(N,)`, comes out too large. Mend it.

# %% tags=["starter"]
def mean(x):
    ### BEGIN SOLUTION
    return x.sum() / len(x)
    ### END SOLUTION
    ### BEGIN BROKEN
    return x.sum()
    ### END BROKEN


# %% tags=["check"]
def inputs(rng):
    return (rng.normal(size=rng.integers(2, 9)),)


# %% tags=["wrong"]
def wrong_one_less(x):
    """You divide by N - 1."""
    return x.sum() / (len(x) - 1)


def wrong_median(x):
    """You sort, and take the one in the middle."""
    return sorted(x)[len(x) // 2]


def wrong_first(x):
    """You return the first entry."""
    return x[0]
