"""Successive halving stops the worst runs early, and pays for each step once."""

from __future__ import annotations

import math

import pytest

from dlbook.train.search import Halving, successive_halving


class Run:
    """A run whose loss falls to ``floor``; it counts its steps."""

    def __init__(self, floor, speed=0.1):
        self.floor, self.speed, self.steps = floor, speed, 0


def advance(run, steps):
    run.steps += steps
    return run.floor + math.exp(-run.speed * run.steps)


def test_the_best_is_found_for_a_quarter_of_the_steps():
    runs = [Run(floor) for floor in (27 - abs(k - 11) for k in range(27))]
    runs[19].floor = 0.5
    found = successive_halving(runs, advance, rungs=(10, 30, 90))
    assert found.best == 19
    assert found.loss == pytest.approx(0.5 + math.exp(-9))
    assert found.steps == sum(run.steps for run in runs) == 27 * 10 + 9 * 20 + 3 * 60
    assert sorted(run.steps for run in runs) == [10] * 18 + [30] * 6 + [90] * 3


def test_a_slow_starter_is_lost():
    late, early = Run(floor=0.0, speed=0.01), [Run(floor=0.5) for _ in range(8)]
    assert successive_halving([late, *early], advance, rungs=(10, 300)).best != 0
    assert advance(Run(0.0, 0.01), 300) < 0.5  # though it would have won


def test_what_diverged_is_the_worst_wherever_it_stands():
    def loss(run, steps):
        return run

    nan = math.nan
    assert successive_halving([nan, 3.0, math.inf, 2.0], loss, (1, 2), keep=2).best == 3
    assert successive_halving([2.0, nan], loss, (1, 2), keep=2).best == 0
    assert math.isnan(successive_halving([nan, nan], loss, (1,)).loss)


def test_one_candidate_and_one_rung():
    assert successive_halving([Run(1.0)], advance, [5]) == Halving(0, 1 + math.exp(-0.5), 5)


@pytest.mark.parametrize(
    ("candidates", "rungs", "keep", "named"),
    [
        ([], (1, 2), 3, "no candidates"),
        ([1.0], (1, 2), 1, "keep=1"),
        ([1.0], (2, 2), 3, r"\(2, 2\)"),
        ([1.0], (0, 2), 3, r"\(0, 2\)"),
        ([1.0], (), 3, r"\(\)"),
    ],
)
def test_bad_input_is_named(candidates, rungs, keep, named):
    with pytest.raises(ValueError, match=named):
        successive_halving(candidates, lambda run, steps: run, rungs, keep)
