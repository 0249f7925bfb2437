# /// exercise
# title = "One step of a beam"
# kind = "implement"
# difficulty = 3
# minutes = 25
# practices = ["beam search", "log-probabilities"]
# answer = "beam_step"
# forbidden = ["torch", "dlbook"]
# hints = [
#   '''Every beam has V continuations: how many candidates are there in all, and what is the
#   score of each?''',
#   '''Rank all K V scores in one list. `divmod(position, V)` gives back beam and symbol.''',
#   '''A finished beam must stay a candidate, with its score unchanged, once and not V
#   times.''',
# ]
# ///

# %% [markdown]
# A beam search keeps $K$ beginnings of a text. Take one step: extend each beginning by each
# symbol, and keep the $K$ candidates with the highest total log-probability. A beginning that
# has ended is one candidate more, as it is.
#
# What comes in: `totals`, float64 of shape `(K,)`, the log-probabilities so far; `log_p`,
# float64 of shape `(K, V)`, the log-probability of each next symbol, with `V` at least `K`;
# `ended`, booleans of shape `(K,)`. What goes out: a list of `K` tuples `(total, beam,
# symbol)`, best first, with a float and two ints. For a beginning that stays as it is, the
# symbol is `-1`, and its row of `log_p` has no meaning. No two candidates have the same total.

# %% tags=["starter"]
import numpy as np


def beam_step(totals, log_p, ended):
    """Return the K best candidates after one more symbol."""
    ### BEGIN SOLUTION
    found = []
    for beam in range(len(totals)):
        if ended[beam]:
            found.append((float(totals[beam]), beam, -1))
        else:
            for symbol in range(log_p.shape[1]):
                found.append((float(totals[beam] + log_p[beam, symbol]), beam, symbol))
    return sorted(found, reverse=True)[: len(totals)]
    ### END SOLUTION


# %% tags=["check"]
def inputs(rng):
    K, V = int(rng.integers(2, 5)), int(rng.integers(5, 9))
    log_p = np.log(rng.dirichlet(np.ones(V), size=K))
    return -3 * rng.random(K), log_p, rng.random(K) < 0.4


def edge_cases():
    rng = np.random.default_rng(1)
    log_p = np.log(rng.dirichlet(np.ones(4), size=3))
    return [
        (np.array([-0.5, -1.5, -2.5]), log_p, np.array([True, True, True])),
        (np.array([-0.5, -1.5, -2.5]), log_p, np.array([False, False, False])),
        (np.array([-0.5, -1.5, -30.0]), log_p, np.array([False, False, True])),
        (np.array([-1.0]), log_p[:1], np.array([False])),
    ]


def valid(totals, log_p, ended):
    K = totals.size
    shapes = log_p.ndim == 2 and log_p.shape[0] == K == ended.size and log_p.shape[1] >= K > 0
    if not shapes:
        return False
    scores = np.where(ended[:, None], totals[:, None], totals[:, None] + log_p)
    live = np.concatenate([scores[~ended].ravel(), totals[ended]])
    return bool(len(np.unique(live)) == len(live))


# %% [raw] tags=["wrong"]
# wrong_each_beam: You kept the best continuation of each beam. All candidates compete: two
# continuations of a good beginning may be better than any of a bad one.
# - return sorted(found, reverse=True)[: len(totals)]
# + best = {}
# + for candidate in sorted(found):
# +     best[candidate[1]] = candidate
# + return sorted(best.values(), reverse=True)
#
# wrong_forgets: You ranked by the last symbol alone. The total of the whole text decides.
# - float(totals[beam] + log_p[beam, symbol])
# + float(log_p[beam, symbol])
#
# wrong_ended: Texts that have ended are thrown away: then the result can only be one that never
# ends.
# - found.append((float(totals[beam]), beam, -1))
# + continue
#
# wrong_extended: A beginning that has ended is not extended: its total stays as it is.
# - found.append((float(totals[beam]), beam, -1))
# + found.extend((float(total), beam, -1) for total in totals[beam] + log_p[beam])
#
# wrong_kept: A beginning that has ended has no right to a place: it competes as all others do.
# - return sorted(found, reverse=True)[: len(totals)]
# + done = [candidate for candidate in found if candidate[2] == -1]
# + live = sorted((c for c in found if c[2] != -1), reverse=True)
# + return sorted(done + live[: len(totals) - len(done)], reverse=True)
#
# wrong_copies: A beginning that has ended is one candidate; you have it several times.
# - found.append((float(totals[beam]), beam, -1))
# + found.extend([(float(totals[beam]), beam, -1)] * log_p.shape[1])
#
# wrong_order: The largest log-probability is the best one, the one nearest to zero.
# - sorted(found, reverse=True)
# + sorted(found)
