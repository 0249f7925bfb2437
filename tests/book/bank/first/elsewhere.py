# /// exercise
# title = "With torch"
# kind = "implement"
# difficulty = 1
# minutes = 2
# practices = ["tensors"]
# answer = "zero"
# needs_torch = true
# ///

# %% [markdown]
# Return a tensor that is zero.

# %% tags=["starter"]
def zero():
    ### BEGIN SOLUTION
    import torch

    return torch.zeros(())
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    return ()


# %% tags=["wrong"]
def wrong_one():
    """That is one."""
    return 1
