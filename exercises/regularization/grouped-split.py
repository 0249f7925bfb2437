# /// exercise
# title = "A split that keeps sources together"
# kind = "implement"
# difficulty = 3
# minutes = 15
# practices = ["leakage", "splitting by source"]
# answer = "hold_out"
# forbidden = ["torch", "dlbook", "sklearn"]
# hints = [
#   '''Decide source by source, not example by example. How many examples does a source
#   have?''',
#   '''Go through `order`, and keep a boolean array of what is held. Before you take the next
#   source, ask whether enough is held already.''',
#   '''`held |= source == s` takes all examples of the source `s`.''',
# ]
# ///

# %% [markdown]
# Several examples come from one source: a patient, a writer, a photograph and its augmented
# copies. No source may be on both sides of a split. Write the split.
#
# What comes in: `source`, integers of shape `(N,)`, the source of each example; `order`,
# integers of shape `(S,)`, each source once, in a random order; `share`, the
# fraction to hold out, from 0 to 1.
#
# Go through `order` and hold out all the examples of one source after another, until the
# held-out examples are at least the fraction `share` of all $N$ *examples*; then stop. What
# goes out: a boolean array of shape `(N,)`, True for the examples that are held out.

# %% tags=["starter"]
import numpy as np


def hold_out(source, order, share):
    """Return which examples are held out, whole sources at a time."""
    ### BEGIN SOLUTION
    held = np.zeros(len(source), dtype=bool)
    for one in order:
        if held.sum() >= share * len(source):
            break
        held |= source == one
    return held
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    S = int(rng.integers(6, 11))
    N = int(rng.integers(4 * S, 6 * S))
    uneven = rng.random(S) ** 2 + 0.05
    source = np.concatenate([np.arange(S), rng.choice(S, N - S, p=uneven / uneven.sum())])
    names = rng.choice(100, S, replace=False)
    return names[rng.permutation(source)], rng.permutation(names), float(rng.uniform(0.2, 0.6))


def edge_cases():
    source = np.array([7, 3, 7, 3, 7, 9])
    return [
        (source, np.array([3, 7, 9]), 0.0),
        (source, np.array([3, 7, 9]), 1 / 3),
        (source, np.array([9, 3, 7]), 0.5),
        (source, np.array([7, 9, 3]), 1.0),
        (np.array([4, 4]), np.array([4]), 0.5),
    ]


def valid(source, order, share):
    return len(order) > 0 and set(order.tolist()) == set(source.tolist()) and 0 <= share <= 1


# %% [raw] tags=["wrong"]
# wrong_by_example: You hold out the first examples, whatever their source. Then one source is
# on both sides, and its examples in training give away those in validation.
# - for one in order:
# -     if held.sum() >= share * len(source):
# -         break
# -     held |= source == one
# + held[: int(np.ceil(share * len(source)))] = True
#
# wrong_share_of_sources: You hold out a fraction of the sources. They differ in size, and
# what is asked for is a fraction of the examples.
# - for one in order:
# -     if held.sum() >= share * len(source):
# -         break
# -     held |= source == one
# - return held
# + return np.isin(source, order[: int(np.ceil(share * len(order)))])
#
# wrong_stops_early: You leave out the source with which the fraction would be reached. At least
# `share` of the examples must be held out, so it belongs to them.
# - held.sum()
# + (held | (source == one)).sum()
#
# wrong_asks_afterward: You add a source before you ask whether enough is held out. If `share`
# is 0, nothing should be.
# - if held.sum() >= share * len(source):
# -     break
# - held |= source == one
# + held |= source == one
# + if held.sum() >= share * len(source):
# +     break
#
# wrong_one_more: You go on where the fraction is reached exactly. That is enough: at least
# `share` is asked for, not more than it.
# - held.sum() >= share
# + held.sum() > share
#
# wrong_side: You mark the examples to train on. True should mark those held out.
# - return held
# + return ~held
#
# wrong_sorted: You go through the sources by number and not in the order given. Numbers often
# follow time or place, and then the held-out sources are not a fair sample.
# - for one in order:
# + for one in np.sort(order):
#
# wrong_cut_off: You cut the last source in two to hit the fraction exactly. Then one part of it
# is on each side of the split.
# - held |= source == one
# + missing = int(np.ceil(share * len(source))) - held.sum()
# + held[np.flatnonzero(source == one)[:missing]] = True
