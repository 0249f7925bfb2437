# /// exercise
# title = "Who survives the rungs"
# kind = "implement"
# difficulty = 3
# minutes = 20
# practices = ["successive halving", "ranking with NaN"]
# answer = "halve"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''Keep an array of the candidates that are alive. At each rung, add one to their count,
#   rank them by their losses at this rung, and keep the first ones.''',
#   '''`np.argsort` puts NaN last. After the last rung, the winner is the first of the
#   ranking.''',
# ]
# ///

# %% [markdown]
# A table holds the validation loss of every candidate at every rung, as if all had been trained
# in full. Play successive halving on it: at the first rung all candidates are compared; of $n$
# that are alive, the best $\lfloor n/\text{keep} \rfloor$ go on to the next rung, and at least
# one. The winner is the best at the last rung among those that got there. A loss that is NaN is
# worse than any number. Losses at a rung are all different, if they are numbers.
#
# What comes in: `losses`, float64 of shape `(C, R)`, candidates by rungs; `keep`, an integer of
# at least 2. What goes out: a tuple of the winner's number (an integer), and an integer array
# of shape `(C,)`: how many rungs each candidate was trained for.

# %% tags=["starter"]
import numpy as np


def halve(losses, keep):
    """Return the winner, and the number of rungs that each candidate reached."""
    ### BEGIN SOLUTION
    C, R = losses.shape
    alive, reached = np.arange(C), np.zeros(C, dtype=int)
    for rung in range(R):
        reached[alive] += 1
        ranked = alive[np.argsort(losses[alive, rung])]
        alive = ranked[: max(1, len(ranked) // keep)]
    return int(ranked[0]), reached
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    C, R, keep = int(rng.integers(9, 30)), int(rng.integers(2, 5)), int(rng.integers(2, 4))
    losses = rng.normal(size=(C, 1)) + rng.normal(size=(C, R))
    losses[rng.integers(0, C, 2)] = np.nan
    losses[int(rng.integers(C)), -1] = -9.0  # the best in the end, wherever it stood before
    return losses, keep


def edge_cases():
    return [
        (np.array([[0.3], [0.1], [0.2]]), 3),
        (np.array([[0.5, 0.1]]), 2),
        (np.array([[0.1, 0.5], [0.2, 0.3]]), 3),
        (np.array([[0.1, 0.9], [0.2, 0.8], [0.3, 0.0], [0.4, 0.0]]), 2),
    ]


def valid(losses, keep):
    numbers = [column[~np.isnan(column)] for column in losses.T]
    distinct = all(len(set(c.tolist())) == len(c) for c in numbers)
    return losses.ndim == 2 and losses.size > 0 and keep >= 2 and distinct


# %% [raw] tags=["wrong"]
# wrong_all: You compare all candidates at each rung. One that was stopped has no later losses.
# - ranked = alive[np.argsort(losses[alive, rung])]
# + ranked = np.argsort(losses[:, rung])
#
# wrong_best_ever: Candidates are compared by their loss at the present rung, not by their
# lowest so far.
# - losses[alive, rung]
# + np.fmin.reduce(losses[alive, : rung + 1], axis=1)
#
# wrong_first_rung: You rank by the first rung each time. Survivors are compared anew.
# - losses[alive, rung]
# + losses[alive, 0]
#
# wrong_worst: You keep the candidates with the highest losses.
# - np.argsort(losses[alive, rung])
# + np.argsort(-losses[alive, rung])
#
# wrong_share: Of n candidates, n / keep go on, so that `keep=3` keeps a third. You drop that
# many.
# - len(ranked) // keep
# + len(ranked) - len(ranked) // keep
#
# wrong_nothing_left: At least one candidate goes on, even if fewer than `keep` are alive.
# - ranked[: max(1, len(ranked) // keep)]
# + ranked[: len(ranked) // keep] if len(ranked) >= keep else ranked
#
# wrong_all_fewer: You compare all candidates at each rung, and take fewer each time. One that
# was stopped cannot come back.
# - ranked = alive[np.argsort(losses[alive, rung])]
# + ranked = np.argsort(losses[:, rung])[: len(alive)]
#
# wrong_best_of_column: The winner is the best of those that got to the last rung. You take the
# best of all candidates there.
# - return int(ranked[0]), reached
# + return int(np.argsort(losses[:, -1])[0]), reached
#
# wrong_sorted: Every comparison with NaN is false, so Python's `sorted` leaves it in the
# middle. Rank NaN as infinity.
# - ranked = alive[np.argsort(losses[alive, rung])]
# + ranked = np.array(sorted(alive, key=lambda i: losses[i, rung]))
#
# wrong_counted_late: You count a rung for those that go on. A candidate that is compared there
# was trained for it, even if it is stopped.
# - reached[alive] += 1
# + pass
# - alive = ranked[: max(1, len(ranked) // keep)]
# + alive = ranked[: max(1, len(ranked) // keep)]
# + reached[alive] += 1
#
# wrong_rounded_up: Of n candidates, n / keep go on, rounded down. You round up.
# - len(ranked) // keep
# + -(-len(ranked) // keep)
