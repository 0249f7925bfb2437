"""Find a small input on which an answer fails in the same way."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import numpy as np

from dlbook.exercise.data import array_of, family, identical

CALLS = 150
SECONDS = 2.0
OTHER_INPUTS = range(1000, 1025)  # numbers that no check uses
# If the answer did not return, trying again costs as much each time.
NOT_AGAIN = ("timeout", "output", "memory", "recursion", "signature", "refusal")


def minimize(checker, cases, seed: int):
    """Return a case that fails like the first that failed, with as small an input as found.

    Tried are the other inputs that failed, more random ones, shorter axes (all that have
    the same length at once, as they belong together), and rounder numbers.
    """
    failed = [case for case in cases if case.failure]
    first = failed[0]
    if first.failure.name in NOT_AGAIN:
        return first
    search = _Search(checker, first)
    for case in failed:
        search.offer(case)
    for number in OTHER_INPUTS:
        if (args := checker.random_input(seed, number)) and size(args) < size(search.best.args):
            search.attempt(args)
    for simpler in (shorter, rounder):
        while search.any_of(simpler(search.best.args)):
            pass
    return search.best


class _Search:
    """The smallest failing input so far, and what looking for a smaller one may cost."""

    def __init__(self, checker, first):
        self.checker, self.best = checker, first
        self.calls, self.end = CALLS, time.monotonic() + SECONDS

    def any_of(self, candidates: Iterator[tuple]) -> bool:
        """Say whether one of the candidates fails, too; it is then the best."""
        return any(self.attempt(args) for args in candidates)

    def attempt(self, args: tuple) -> bool:
        """Say whether an input fails in the same way; it is then the best."""
        if self.calls == 0 or time.monotonic() > self.end or not self._is_input(args):
            return False
        self.calls -= 1
        case = self.checker.attempt(args)
        if not self._fails_alike(case):
            return False
        self.best = case
        return True

    def offer(self, case) -> None:
        """Take a case if it fails in the same way with a smaller input."""
        if self._fails_alike(case) and size(case.args) < size(self.best.args):
            self.best = case

    def _fails_alike(self, case) -> bool:
        was, now = self.best.failure, case.failure
        return now is not None and (was.name, was.part) == (now.name, now.part)

    def _is_input(self, args: tuple) -> bool:
        """Say whether an input is one that the task allows, as far as can be told."""
        try:
            if not self.checker.checks.valid(*args):
                return False
        except Exception:  # it expects inputs of the task
            return False
        outcome = self.checker.run(self.checker.reference, args)
        return outcome.error is None and _is_finite(outcome.result)


def size(value) -> int:
    """Return how many numbers an input holds."""
    if isinstance(value, list | tuple):
        return sum(map(size, value))
    if isinstance(value, dict):
        return sum(map(size, value.values()))
    return array_of(value).size if family(value) in ("array", "tensor") else 1


def shorter(args: tuple) -> Iterator[tuple]:
    """Yield inputs with one length cut, everywhere it occurs, from short to long."""
    lengths = sorted({n for array in _arrays(args) for n in array.shape}, reverse=True)
    for length in lengths:
        for n in range(1, length):
            # Two lengths that differ stay different: no swapped axis can hide.
            if n == 1 or n not in lengths:
                yield _each(args, lambda part, length=length, n=n: _cut(part, length, n))


def rounder(args: tuple) -> Iterator[tuple]:
    """Yield inputs with rounder numbers: all of them, or of one argument."""
    for change in (_to_integer, _to_one_digit):
        everywhere = _each(args, lambda part, change=change: _rounded(part, change))
        one_by_one = [(*args[:i], new, *args[i + 1 :]) for i, new in enumerate(everywhere)]
        for candidate in (everywhere, *one_by_one):
            if not identical(candidate, args):
                yield candidate


def _each(value, change: Callable):
    """Apply a change to each array and number of an input."""
    if type(value) in (list, tuple):
        return type(value)(_each(part, change) for part in value)
    if type(value) is dict:
        return {key: _each(part, change) for key, part in value.items()}
    return change(value)


def _arrays(value) -> list[np.ndarray]:
    parts = value.values() if isinstance(value, dict) else value
    if isinstance(value, list | tuple | dict):
        return [array for part in parts for array in _arrays(part)]
    return [value] if isinstance(value, np.ndarray) else []


def _cut(value, length: int, n: int):
    if isinstance(value, np.ndarray):
        return value[tuple(slice(n if size == length else None) for size in value.shape)]
    # A length may be told in numbers, too: of classes, of outputs.
    return n if type(value) is int and value == length else value


def _rounded(value, change: Callable):
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return change(value).astype(value.dtype)
    return float(change(np.float64(value))) if type(value) is float else value


def _to_integer(array: np.ndarray) -> np.ndarray:
    """Round; but only 0 becomes 0, which would hide more than it shows."""
    return np.where(array == 0, 0, np.sign(array) * np.maximum(np.rint(np.abs(array)), 1))


def _to_one_digit(array: np.ndarray) -> np.ndarray:
    """Round to one digit that is not 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        unit = 10.0 ** np.floor(np.log10(np.abs(array)))
        return np.where(array == 0, 0, np.round(array / unit) * unit)


def _is_finite(result) -> bool:
    if isinstance(result, list | tuple):
        return all(map(_is_finite, result))
    if isinstance(result, dict):
        return all(map(_is_finite, result.values()))
    if family(result) not in ("number", "array", "tensor"):
        return True
    return bool(np.isfinite(array_of(result)).all())
