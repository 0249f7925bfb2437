"""Longer runs for the training process: the five mistakes and the search, with other draws."""

from __future__ import annotations

from math import comb

import numpy as np

from tools.longer.record import definitions

PARTS = ("mistakes", "search:135", "search:540")

MISTAKES = {  # and how many draws, as in the chapter
    "choose_on_test": 96,
    "balance_then_split": 32,
    "encode_all": 16,
    "split_at_random": 16,
    "smooth_centered": 16,
}


def mistakes() -> dict:
    """Repeat the five mistakes with other draws, and networks with four times the steps."""
    c = definitions("training-process", "people", "column_of", "profile", "week", "centered")
    fit = c.fit
    c.fit = lambda X, y, steps=200, H=32, seed=0: fit(X, y, 4 * steps, H, seed)
    found = {}
    for name, draws in MISTAKES.items():
        scores = np.array([getattr(c, name)(seed) for seed in range(draws, 2 * draws)])
        changes = scores[:, 2:] - scores[:, :2]
        found[name] = {
            "AUC without: reported, true; with: reported, true": rounded(scores.mean(axis=0)),
            "change: reported, true": rounded(changes.mean(axis=0)),
            "two standard errors": rounded(2 * changes.std(axis=0, ddof=1) / draws**0.5),
        }
    return found


def search(steps: int) -> dict:
    """Repeat ten searches among 27 candidates, with other draws, for so many steps in full."""
    c = definitions("training-process", "people")
    rungs, found = (steps // 9, steps // 3, steps), []
    for seed in range(10, 20):
        order = np.random.default_rng(seed).permutation(len(c.rich))
        rows, c.validation, fresh = np.split(order[:23_000], [10_000, 13_000])
        c.X, c.y = c.people[rows], c.rich[rows]
        pool, full = (
            [c.candidate(np.random.default_rng([seed, k]), k) for k in range(27)]
            for _ in range(2)
        )
        halving = c.successive_halving(pool, c.advance, rungs=rungs)
        parts = np.diff([0, *rungs])
        losses = [[c.advance(one, n) for n in parts][-1] for one in full]
        ranked = np.argsort(np.nan_to_num(losses, nan=np.inf))
        truth = [np.fmin(c.mean_loss(full[k]["net"], fresh), np.log(2)) for k in ranked[:21]]
        seven = np.dot([comb(26 - j, 6) / comb(27, 7) for j in range(21)], truth)
        halved = c.mean_loss(pool[halving.best]["net"], fresh)
        found.append([halved, truth[0], seven, halving.best == ranked[0]])
    halved, best, seven, same = np.transpose(found)
    return {
        "steps": {"halving": halving.steps, "27 in full": 27 * steps},
        "mean loss: halving, 27 in full, 7 in full": rounded(
            [halved.mean(), best.mean(), seven.mean()], 4
        ),
        "the same candidate, of 10": int(same.sum()),
    }


def rounded(values, digits: int = 3) -> list[float]:
    """Return numbers with so many decimals."""
    return [round(float(v), digits) for v in values]
