"""Recognize a mistake: a wrong answer of the exercise, or a pattern in the wrong results."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dlbook.exercise.compare import compare
from dlbook.exercise.data import Other, array_of, family, is_nothing
from dlbook.exercise.loading import explanation, load_starter
from dlbook.exercise.messages import Failure

REPEATED = "Your code still does what the code did as it was given to you."


def known_mistake(checker, cases) -> tuple[str, str] | None:
    """Return name and explanation of the exercise's wrong answer that did the same, or None.

    A wrong answer is recognized if it did the same as the reader's on all random inputs, one
    of which failed; of several, the one that did the same most often. If all random inputs
    are right, it must have done the same on the edge cases.
    """
    suspects = dict(checker.checks.wrong)
    random_fails = any(case.failure and not case.is_edge for case in cases)
    scores = {
        name: _score(checker, checker.executor_of(suspect), cases, random_fails)
        for name, suspect in suspects.items()
    }
    best = max(scores, key=scores.get, default=None)
    if best is not None and scores[best]:
        return best, explanation(suspects[best])
    if checker.exercise.kind == "debug":
        starter = checker.executor_of(load_starter(checker.exercise))
        if _score(checker, starter, cases, random_fails):
            return "starter", REPEATED
    return None


def _score(checker, suspect, cases, random_fails: bool) -> int:
    """Return on how many inputs a wrong answer did the same; 0 if it is another."""
    score = 0
    for case in cases:
        if _did_the_same(checker, suspect, case):
            score += 1
        elif not (case.is_edge and random_fails):
            return 0
    return score


def _did_the_same(checker, suspect, case) -> bool:
    outcome = checker.run(suspect, case.args)
    if not checker.agree(case.args, outcome, case.got):
        return False
    failure = checker.judge(case.args, case.expected, outcome, suspect)
    return _sign(failure) == _sign(case.failure)


def _sign(failure: Failure | None) -> tuple:
    """Return what two failures of one kind have in common; of errors also their message.

    Many kinds of mistakes end in a ValueError about shapes: the numbers in its message tell
    them apart.
    """
    return (failure.name, failure.part, failure.fingerprint) if failure else ()


# --- patterns ---------------------------------------------------------------------------

TEXTS = {
    "constant": (
        "Your code returns the same for every input. Does the result use the input? Or is the "
        "first result kept somewhere, and returned again?"
    ),
    "order": "The parts of the result are right, but they stand in another order.",
    "sign": "Every entry has the wrong sign, and is right otherwise.",
    "transposed": "The result is transposed: rows and columns are swapped.",
    "axes": "The numbers are right; their array has an axis too many or too few.",
    "sum": (
        "Every entry is too large by a factor that is the length of one of the input's axes: "
        "a sum where a mean was asked for?"
    ),
    "mean": (
        "Every entry is too small by a factor that is the length of one of the input's axes: "
        "a mean where a sum was asked for, or divided twice?"
    ),
    "lengths": (
        "It works for inputs of some shapes and not for others. Is a length written as a "
        "number somewhere? Take it from the array's shape."
    ),
}


def error_pattern(cases) -> tuple[str, str]:
    """Describe how wrong results differ from the expected ones: sign, constant factor, axis.

    Returns the pattern's name and a sentence, or empty texts.
    """
    if _is_constant(cases):
        name = "constant"
    elif any(case.failure is None for case in cases if not case.is_edge):
        name = "lengths" if _depends_on_shapes(cases) else ""
    elif any(c.failure.name not in ("value", "shape") for c in cases if c.failure):
        name = ""
    else:
        name = _of_results(cases)
    if isinstance(name, float):
        return "factor", f"Every entry is {name:.4g} times what it should be."
    return name, TEXTS.get(name, "")


def _of_results(cases) -> str | float:
    """Return the name of a pattern, or the factor by which all entries are off."""
    failed = [case for case in cases if case.failure]
    if all(map(_is_rearranged, failed)):
        return "order"
    pairs = [_first_pair(case) for case in failed]
    if not all(a.dtype.kind == b.dtype.kind == "f" for a, b in pairs):
        return ""
    for name, fits in PATTERNS.items():
        if all(fits(a, b) for a, b in pairs):
            return name
    ratios = [_ratio(a, b) for a, b in pairs]
    return "" if None in ratios else _of_ratios(ratios, failed)


PATTERNS: dict[str, Callable[[np.ndarray, np.ndarray], bool]] = {
    "sign": lambda a, b: bool(np.any(a)) and _equal(a, -b),
    "transposed": lambda a, b: a.ndim > 1 and _equal(a, b.T),
    "axes": lambda a, b: a.shape != b.shape and _equal(a.ravel(), b.ravel()),
}


def _of_ratios(ratios: list[float], failed) -> str | float:
    lengths = [{n for shape in _shapes(c.args) for n in shape if n > 1} for c in failed]
    if all(_is_among(r, among) for r, among in zip(ratios, lengths, strict=True)):
        return "sum"
    if all(_is_among(1 / r, among) for r, among in zip(ratios, lengths, strict=True)):
        return "mean"
    return ratios[0] if np.ptp(ratios) < 1e-5 * abs(ratios[0]) else ""


def _ratio(a: np.ndarray, b: np.ndarray) -> float | None:
    """Return got / expected if that is one number for all entries, else None."""
    large = np.abs(a) > 1e-6
    if a.shape != b.shape or not large.any() or not np.isfinite(b).all():
        return None
    ratio = float(np.median(b[large] / a[large]))
    return ratio if np.isfinite(ratio) and ratio != 0 and _equal(ratio * a, b) else None


def _is_among(number: float, lengths: set[int]) -> bool:
    return any(abs(number - n) < 1e-5 * n for n in lengths)


def _equal(a: np.ndarray, b: np.ndarray) -> bool:
    return a.shape == b.shape and compare(a, b) is None


def _first_pair(case) -> tuple[np.ndarray, np.ndarray]:
    """Return what was expected and what came at the first part that differs; or texts."""
    difference = compare(case.expected.result, case.got.result)
    if difference is None or family(difference.expected) not in ("array", "tensor", "number"):
        return np.array(""), np.array("")
    return array_of(difference.expected), array_of(difference.got)


def _is_constant(cases) -> bool:
    """Say whether all results are equal, though they should not be."""
    results = [case.got.result for case in cases]
    expected = [case.expected.result for case in cases]
    if len(cases) < 3 or any(is_nothing(r) or isinstance(r, Other) for r in results):
        return False
    return _all_equal(results) and not _all_equal(expected)


def _all_equal(values: list) -> bool:
    return all(compare(values[0], value) is None for value in values[1:])


def _is_rearranged(case) -> bool:
    """Say whether the parts of a result are right and in another order."""
    expected, got = case.expected.result, case.got.result
    if not (family(expected) == family(got) == "tuple or list" and len(expected) == len(got)):
        return False
    rest = list(got)
    for part in expected:
        found = next((i for i, other in enumerate(rest) if compare(part, other) is None), None)
        if found is None:
            return False
        rest.pop(found)
    return True


def _depends_on_shapes(cases) -> bool:
    """Say whether an answer works for some shapes and fails, or is misshapen, for others."""
    random = [case for case in cases if not case.is_edge]
    failed = [case for case in random if case.failure]
    right = {tuple(_shapes(case.args)) for case in random if not case.failure}
    wrong = {tuple(_shapes(case.args)) for case in failed}
    names = {case.failure.name for case in failed}
    return bool(names) and names <= {"shape", "exception"} and not right & wrong


def _shapes(value) -> list[tuple[int, ...]]:
    if isinstance(value, list | tuple):
        return [shape for part in value for shape in _shapes(part)]
    return [array_of(value).shape] if family(value) in ("array", "tensor") else []
