# /// exercise
# title = "What repeated text is worth"
# kind = "implement"
# difficulty = 2
# minutes = 15
# practices = ["scaling laws", "limited data"]
# answer = "worth_in_tokens"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''How many tokens are unique if a run reads fewer tokens than there are?''',
#   '''R, the number of repetitions, does not count the first pass: it is D / U - 1.''',
# ]
# ///

# %% [markdown]
# Muennighoff et al. (2023) extend the scaling law to text that is read several times. A run of
# $D$ tokens, of which $U$ are unique, counts as
#
# $$D' = U + U R^\star \big(1 - e^{-R/R^\star}\big)$$
#
# new tokens, where $R = D/U - 1$ counts the passes after the first. Compute for runs of
# several lengths what they are worth.
#
# What comes in: `D`, a float64 array with one axis, the tokens that each run reads;
# `available`, the number of tokens that there are (a run that reads fewer reads each of its own
# once); `R_star`, the number $R^\star$ above 0. What goes out: $D'$ of each run, an array of
# the shape of `D`.

# %% tags=["starter"]
import numpy as np


def worth_in_tokens(D, available, R_star):
    """Return how many new tokens would be worth as much as each run reads."""
    ### BEGIN SOLUTION
    U = np.minimum(D, available)
    R = D / U - 1
    return U + U * R_star * (1 - np.exp(-R / R_star))
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    available = float(rng.uniform(1e5, 1e6))
    passes = rng.uniform(0.2, 40, size=int(rng.integers(3, 9)))
    passes[0] = 0.5
    return passes * available, available, float(rng.uniform(2, 20))


def edge_cases():
    return [
        (np.array([1e6]), 1e6, 15.0),
        (np.array([1e5, 4e6, 1e12]), 1e6, 15.0),
        (np.array([2.0]), 1.0, 1.0),
        (np.array([3.0, 30.0]), 300.0, 15.0),
    ]


def valid(D, available, R_star):
    return D.ndim == 1 and len(D) > 0 and (D > 0).all() and min(available, R_star) > 0


# %% [raw] tags=["wrong"]
# wrong_passes: You count the first pass as a repetition. With R = 0, text that is read once is
# worth what it is.
# - D / U - 1
# + D / U
#
# wrong_short_runs: A run that reads fewer tokens than there are repeats nothing: its unique
# tokens are those that it reads.
# - np.minimum(D, available)
# + available + 0 * D
#
# wrong_repetitions_only: You left out the first pass.
# - U + U * R_star
# + U * R_star
#
# wrong_whole_passes: You count whole passes only. A pass may be read in part.
# - D / U - 1
# + D // U - 1
#
# wrong_growing: Your exponent is positive. The worth of a further pass decays.
# - np.exp(-R / R_star)
# + np.exp(np.minimum(R / R_star, 700))
#
# wrong_all_alike: You count every token that is read. Text that is read again is worth less.
# - U + U * R_star * (1 - np.exp(-R / R_star))
# + D
