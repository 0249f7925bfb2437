# /// exercise
# title = "Expected calibration error"
# kind = "implement"
# difficulty = 2
# minutes = 15
# practices = ["calibration"]
# answer = "calibration_error"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''Loop over the bins. Which answers have `bins * probability` between `b` and `b + 1`?''',
#   '''A probability of exactly 1 belongs to the last bin; an empty bin adds nothing.''',
#   '''The weight of a bin is its number of answers divided by the number of all answers.''',
# ]
# ///

# %% [markdown]
# Compute the expected calibration error of a model's answers. Bin $b = 0, 1, \dots$ holds
# probabilities from $b/\text{bins}$ up to, but not including, $(b+1)/\text{bins}$; a
# probability of 1 belongs to the last bin. The error is the distance between the mean
# probability of a bin and its fraction of right answers, averaged over the bins with their
# numbers of answers as weights. Empty bins add nothing.
#
# What comes in: `probability`, float64 of shape `(n,)`, from 0 to 1; `right`, a bool array of
# shape `(n,)`; `bins`, an int of 1 or more. What goes out: a float.

# %% tags=["starter"]
import numpy as np


def calibration_error(probability, right, bins):
    """Return the expected calibration error."""
    ### BEGIN SOLUTION
    bin_of = np.minimum((probability * bins).astype(int), bins - 1)
    error = 0.0
    for b in range(bins):
        inside = bin_of == b
        if inside.any():
            gap = abs(probability[inside].mean() - right[inside].mean())
            error += inside.mean() * gap
    return float(error)
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    n = int(rng.integers(20, 40))
    return rng.uniform(size=n) ** 0.5, rng.uniform(size=n) < 0.6, int(rng.integers(2, 7))


def edge_cases():
    return [
        (np.array([1.0, 1.0]), np.array([True, False]), 5),
        (np.array([0.0, 0.9]), np.array([True, True]), 1),
        (np.array([0.5, 0.75]), np.array([True, False]), 2),
    ]


def valid(probability, right, bins):
    inside = (probability >= 0).all() and (probability <= 1).all()
    return len(probability) == len(right) > 0 and bins >= 1 and bool(inside)


# %% [raw] tags=["wrong"]
# wrong_unweighted: Every bin counts the same with you. A bin of two answers then weighs as much
# as one of a hundred.
# - error += inside.mean() * gap
# + error += gap / len(set(bin_of))
#
# wrong_all_bins: You divide by the number of bins, which counts empty bins, too, and gives all
# bins the same weight.
# - error += inside.mean() * gap
# + error += gap / bins
#
# wrong_signed: You left out the distance: bins that are too sure and bins that are too modest
# cancel each other.
# - gap = abs(probability[inside].mean() - right[inside].mean())
# + gap = probability[inside].mean() - right[inside].mean()
#
# wrong_each_answer: You compare each answer's probability with 0 or 1. That is large even for a
# perfectly calibrated model; average in the bin first.
# - gap = abs(probability[inside].mean() - right[inside].mean())
# + gap = abs(probability[inside] - right[inside]).mean()
#
# wrong_last: You lose the answers with a probability of exactly 1: they belong to the last bin.
# - bin_of = np.minimum((probability * bins).astype(int), bins - 1)
# + bin_of = (probability * bins).astype(int)
#
# wrong_middle: You compare with the middle of the bin. The mean of the probabilities in it
# belongs there.
# - abs(probability[inside].mean() - right[inside].mean())
# + abs((b + 0.5) / bins - right[inside].mean())
#
# wrong_one_bin: You compare the means of all answers. In different bins the model can be too
# sure and too modest, which then cancels: compare bin by bin.
# - bin_of = np.minimum((probability * bins).astype(int), bins - 1)
# + bin_of = np.zeros(len(probability), dtype=int)
#
# wrong_lower_bin: You put a probability on a border into the lower bin. Bin b begins with
# b / bins.
# - bin_of = np.minimum((probability * bins).astype(int), bins - 1)
# + bin_of = np.maximum(np.ceil(probability * bins).astype(int) - 1, 0)
