# /// exercise
# title = "Patience, miscounted"
# kind = "debug"
# difficulty = 2
# minutes = 10
# practices = ["early stopping"]
# answer = "stop_at"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''Try `[3, 1, 2, 1.9, 1.8, 1.7, 1.6]` with a patience of 3. The loss has not been below 1
#   since the second measurement. Does it stop?''',
#   '''What is a loss compared with: the one before it, or the smallest so far?''',
# ]
# ///

# %% [markdown]
# Training should stop as soon as `patience` measurements in a row have brought no loss below
# the smallest one so far. A run with this function went on and on: after a jump upward its loss
# crept down, without ever reaching its old minimum. Fix it.
#
# What comes in: `losses`, float64 of shape `(T,)`, the validation losses in order;
# `patience`, a whole number of at least 1. What goes out: a tuple of two whole numbers, the
# position of the loss after which training stops (the last position, $T - 1$, if it never does)
# and the position of the smallest loss up to there, the first one if several are equal.

# %% tags=["starter"]
import numpy as np


def stop_at(losses, patience):
    """Return where training stops, and where the smallest loss was until then."""
    least, best, worse = np.inf, 0, 0
    ### BEGIN SOLUTION
    for k, loss in enumerate(losses):
        if loss < least:
            least, best, worse = loss, k, 0
    ### END SOLUTION
    ### BEGIN BROKEN
    before = np.inf
    for k, loss in enumerate(losses):
        if loss < least:
            least, best = loss, k
        improved, before = loss < before, loss
        if improved:
            worse = 0
        ### END BROKEN
        else:
            worse += 1
        if worse >= patience:
            return k, best
    return len(losses) - 1, best


# %% tags=["check"]
def inputs(rng):
    T, patience = int(rng.integers(15, 30)), int(rng.integers(2, 6))
    falling = np.linspace(3, 1, T) + np.abs(rng.normal(size=T)).cumsum() * 0.06
    return np.round(falling + 0.5 * rng.normal(size=T), 1), patience


def edge_cases():
    return [
        (np.array([3.0, 1.0, 2.0, 1.9, 1.8, 1.7, 1.6]), 3),
        (np.array([1.0, 1.0, 1.0, 1.0]), 2),
        (np.array([5.0, 4.0, 3.0]), 1),
        (np.array([2.0, 3.0, 1.0]), 1),
        (np.array([2.0]), 4),
        (np.array([4.0, 5.0, 3.0, 5.0, 5.0, 2.0, 5.0, 5.0, 5.0]), 3),
    ]


def valid(losses, patience):
    return len(losses) > 0 and patience >= 1


# %% [raw] tags=["wrong"]
# wrong_never_reset: You count all measurements without a new smallest loss, from the start. A
# new smallest loss starts the count again: only `patience` of them in a row count.
# - least, best, worse = loss, k, 0
# + least, best = loss, k
#
# wrong_one_late: You stop one measurement late: it should be after `patience` measurements
# without a new smallest loss.
# - if worse >= patience:
# + if worse > patience:
#
# wrong_equal_is_better: You count a loss equal to the smallest one as better. It is not below
# it: a loss that stays constant would go on forever, and the best position would be the last.
# - if loss < least:
# + if loss <= least:
#
# wrong_last_weights: The end is right. But you return the position of the last loss as the
# best. One wants the weights of the smallest loss, which training has passed.
# - return k, best
# + return k, k
# - return len(losses) - 1, best
# + return len(losses) - 1, len(losses) - 1
#
# wrong_best_of_all: The end is right. The smallest loss of the whole list may lie after it,
# where training never got to.
# - return k, best
# + return k, int(np.argmin(losses))
