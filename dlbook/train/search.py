"""Search for hyperparameters: successive halving."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple


class Halving(NamedTuple):
    """What a search found: the best candidate, its loss, and the steps that were paid for."""

    best: int
    loss: float
    steps: int


def successive_halving(
    candidates: Sequence, advance: Callable[..., float], rungs: Sequence[int], keep: int = 3
) -> Halving:
    """Train all candidates a little, keep the best of every ``keep``, train those longer.

    Parameters
    ----------
    candidates : sequence
        Runs that have not begun; ``advance`` changes them.
    advance : callable
        ``advance(candidate, steps)`` trains it for so many steps more, and returns its
        validation loss. NaN counts as the worst.
    rungs : sequence of int
        Steps, counted from the start, after which candidates are compared; rising.
    keep : int
        At each rung but the last, one of so many stays, and at least one.

    Returns
    -------
    Halving
        The position of the best candidate at the last rung, its loss, and all steps together.

    Notes
    -----
    Jamieson and Talwalkar, "Non-stochastic best arm identification and hyperparameter
    optimization", 2016. A run goes on from where it stood, so no step is paid twice.
    """
    if len(candidates) == 0:
        raise ValueError("successive_halving: there are no candidates")
    if keep < 2:
        raise ValueError(f"successive_halving: keep one of 2 or more, got keep={keep}")
    pairs = list(zip([0, *rungs], rungs, strict=False))
    if not pairs or any(before >= after for before, after in pairs):
        raise ValueError(f"successive_halving: rungs must rise from 1 or more, got {rungs}")
    alive, spent = list(range(len(candidates))), 0
    for before, after in pairs:
        losses = {i: advance(candidates[i], after - before) for i in alive}
        spent += len(alive) * (after - before)
        ranked = sorted(alive, key=lambda i: (losses[i] != losses[i], losses[i]))
        alive = ranked[: max(1, len(ranked) // keep)]
    return Halving(ranked[0], losses[ranked[0]], spent)
