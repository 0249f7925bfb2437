# /// exercise
# title = "Does 70% mean 70%?"
# kind = "implement"
# difficulty = 2
# minutes = 15
# practices = ["calibration", "bins"]
# answer = "calibration_error"
# forbidden = ["torch", "sklearn", "dlbook"]
# hints = [
#   '''The bin of a probability is `(p * bins).astype(int)`, except for $p = 1$, which belongs
#   to the last one.''',
#   '''A bin with $N_k$ forecasts adds $\frac{N_k}{N}\,|\text{mean forecast} - \text{fraction
#   that came true}|$, which is $\frac1N$ times the absolute value of the *sum* over the bin of
#   `p - came`. An empty bin adds nothing.''',
# ]
# ///

# %% [markdown]
# Sort forecasts by their probability into bins of equal width on $[0, 1]$: with 10 bins,
# $[0, 0.1), [0.1, 0.2), \dots, [0.9, 1]$. In each bin compare the mean probability with the
# fraction that came true, and average the gaps, each bin weighted by its number of forecasts.
# This is the expected calibration error. Bins may be empty.
#
# What comes in: `p`, float64 probabilities of shape `(N,)`; `came`, 0 or 1, integers of shape
# `(N,)`; `bins`, the number of bins. What goes out: a number.

# %% tags=["starter"]
import numpy as np


def calibration_error(p, came, bins):
    """Return the mean gap between the forecast and the observed frequency."""
    ### BEGIN SOLUTION
    place = np.minimum((p * bins).astype(int), bins - 1)
    gaps = np.bincount(place, weights=p - came)  # in each bin, the sum of p - came
    return np.abs(gaps).sum() / len(p)
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    N, bins = int(rng.integers(20, 60)), int(rng.integers(3, 8))
    p = np.clip(rng.beta(0.7, 0.7, size=N), 0, 1)
    edges = rng.integers(0, bins, size=N)
    inside = (edges + rng.uniform(0.05, 0.95, size=N)) / bins  # clear of the edges
    p = np.where(rng.random(N) < 0.5, inside, (np.floor(p * bins) + 0.5) / bins)
    p[p > 1] = 1.0
    p[0] = 1.0
    return p, (rng.random(N) < 0.7 * p).astype(np.int64), bins


def edge_cases():
    p = np.array([0.05, 0.95, 0.97, 1.0])
    return [
        (p, np.array([1, 1, 1, 0]), 10),
        (np.array([0.3]), np.array([0]), 5),
        (np.array([0.5, 0.0, 0.25]), np.array([1, 0, 1]), 4),
        (np.array([0.5, 0.4]), np.array([1, 0]), 2),
    ]


def valid(p, came, bins):
    return len(p) > 0 and bins >= 1 and bool(((p >= 0) & (p <= 1)).all())


# %% [raw] tags=["wrong"]
# wrong_unweighted: You average over bins as if each had as many forecasts. Weigh each by its
# number: a bin with one forecast has a large gap by chance.
# - return np.abs(gaps).sum() / len(p)
# + count = np.bincount(place)
# + return np.mean(np.abs(gaps)[count > 0] / count[count > 0])
#
# wrong_signed: You let gaps of opposite sign cancel. Take the absolute value in each bin:
# overconfidence in one bin does not make up for underconfidence in another.
# - np.abs(gaps).sum()
# + np.abs(gaps.sum())
#
# wrong_each_forecast: You take the absolute value for each forecast. A forecast of 70% is then
# wrong whatever comes. Average within the bin first.
# - return np.abs(gaps).sum() / len(p)
# + return np.mean(np.abs(p - came))
#
# wrong_squares: You average squares of the gaps; the task asks for their absolute values.
# - return np.abs(gaps).sum() / len(p)
# + return (gaps**2 / np.maximum(np.bincount(place), 1)).sum() / len(p)
#
# wrong_last_bin: You gave p = 1 a bin of its own. It belongs to the last one.
# - np.minimum((p * bins).astype(int), bins - 1)
# + (p * bins).astype(int)
#
# wrong_middles: You compare with the middle of each bin. Compare with the mean of the forecasts
# in it.
# - weights=p - came
# + weights=(place + 0.5) / bins - came
#
# wrong_largest: That is the largest gap of a bin. The task asks for the mean gap.
# - return np.abs(gaps).sum() / len(p)
# + return (np.abs(gaps) / np.maximum(np.bincount(place), 1)).max()
#
# wrong_round: You round to the nearest bin edge. A bin starts at its lower edge: cut `p * bins`
# off, do not round it.
# - (p * bins).astype(int)
# + np.round(p * bins).astype(int)
#
# wrong_upper_edge: Your bins hold their upper edge and not their lower one. The statement has
# it the other way around: 0.1 belongs to [0.1, 0.2).
# - np.minimum((p * bins).astype(int), bins - 1)
# + np.maximum(np.ceil(p * bins).astype(int) - 1, 0)
#
# wrong_over_bins: You divide by the number of bins. Weighted by its share of the forecasts, a
# bin's gap is the sum of `p - came` in it, divided by the number of *forecasts*.
# - np.abs(gaps).sum() / len(p)
# + np.abs(gaps).sum() / bins
#
# wrong_certain_left_out: A forecast of exactly 1 is in none of your bins. The last bin is
# closed on both sides, so p = 1 belongs to it.
# - gaps = np.bincount(place, weights=p - came)  # in each bin, the sum of p - came
# + gaps = np.bincount(place, weights=(p - came) * (p < 1))
#
# wrong_equal_counts: Your bins hold equally many forecasts. Here they are to have equal width
# on [0, 1], however many forecasts fall into each.
# - place = np.minimum((p * bins).astype(int), bins - 1)
# - gaps = np.bincount(place, weights=p - came)  # in each bin, the sum of p - came
# + parts = np.array_split(np.argsort(p), bins)
# + gaps = np.array([(p - came)[part].sum() for part in parts])
