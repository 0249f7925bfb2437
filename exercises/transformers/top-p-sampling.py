# /// exercise
# title = "The nucleus"
# kind = "implement"
# difficulty = 3
# minutes = 15
# practices = ["sampling", "sorting and cumulative sums"]
# answer = "nucleus"
# forbidden = ["torch", "dlbook", "for", "while"]
# hints = [
#   '''Sort from the most likely down, and keep the order so that you can put things back.''',
#   '''A character is kept if the sum of those *before* it is still below `top_p`. So the first
#   is always kept.''',
# ]
# ///

# %% [markdown]
# Top-p sampling keeps the smallest set of most likely characters whose probabilities add up to
# at least `top_p`, sets all other probabilities to zero, and divides by the sum of what is
# left.
#
# What comes in: `p`, probabilities, float64 of shape `(V,)`, no two alike; `top_p`, a number
# above 0 and at most 1. What goes out: the new probabilities, shape `(V,)`, in the order of
# `p`.

# %% tags=["starter"]
import numpy as np


def nucleus(p, top_p):
    """Return the probabilities of top-p sampling, shape (V,)."""
    ### BEGIN SOLUTION
    order = np.argsort(-p)
    before = np.cumsum(p[order]) - p[order]
    kept = np.zeros_like(p)
    inside = order[before < top_p]
    kept[inside] = p[inside]
    return kept / kept.sum()
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    V = int(rng.integers(4, 12))
    p = rng.gamma(0.7, size=V) + 1e-3
    return p / p.sum(), float(rng.uniform(0.3, 0.95))


def edge_cases():
    return [
        (np.array([0.1, 0.7, 0.2]), 0.5),
        (np.array([0.25, 0.5, 0.2, 0.05]), 0.5),
        (np.array([0.1, 0.65, 0.25]), 0.8),
        (np.array([0.4, 0.05, 0.25, 0.3]), 0.01),
        (np.array([1.0]), 0.9),
    ]


def valid(p, top_p):
    alike = len(set(p.tolist())) < len(p)
    return (
        p.size > 0 and not alike and p.min() > 0 and abs(p.sum() - 1) < 1e-9 and 0 < top_p <= 1
    )


# %% [raw] tags=["wrong"]
# wrong_stops_early: You keep what adds up to *at most* `top_p`. The set has to reach it, so one
# more belongs to it; and if the first alone exceeds `top_p`, you keep nothing or divide by
# zero.
# - before = np.cumsum(p[order]) - p[order]
# + through = np.cumsum(p[order])
# - inside = order[before < top_p]
# + inside = order[through <= top_p]
#
# wrong_stops_early_after_the_first: You stop before the sum reaches `top_p`, and keep the
# likeliest in any case. The character that carries the sum to `top_p` belongs to the set, too.
# - before = np.cumsum(p[order]) - p[order]
# + through = np.cumsum(p[order])
# - inside = order[before < top_p]
# + inside = order[: max(1, int((through <= top_p).sum()))]
#
# wrong_not_scaled: What you keep is right. It adds up to less than one; divide by its sum.
# - return kept / kept.sum()
# + return kept
#
# wrong_least_likely: You sort from the least likely up, and keep the tail that should be cut
# off.
# - order = np.argsort(-p)
# + order = np.argsort(p)
#
# wrong_order: Your probabilities are sorted by size. They have to be in the order of `p`, or
# the numbers belong to other characters.
# - kept[inside] = p[inside]
# + kept[: len(inside)] = p[inside]
#
# wrong_each_above: You keep the characters that are at least `1 - top_p` as likely as the
# likeliest. That is another way of cutting; top-p asks how much the kept ones have *together*.
# - inside = order[before < top_p]
# + inside = p >= (1 - top_p) * p.max()
#
# wrong_unsorted: You add up in the order in which the characters come. Sort them first, from
# the likeliest down.
# - order = np.argsort(-p)
# + order = np.arange(len(p))
