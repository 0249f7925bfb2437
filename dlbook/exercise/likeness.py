"""What wrong results look like that are no known mistake: a sign, a factor, an axis."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dlbook.exercise.compare import compare
from dlbook.exercise.trial import Trial
from dlbook.exercise.values import array_of, family, is_nothing

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


def likeness(trials: list[Trial]) -> tuple[str, str]:
    """Return name and description of what all wrong results have in common, or empty texts."""
    if _is_constant(trials):
        name = "constant"
    elif any(trial.failure is None for trial in trials if not trial.is_edge):
        name = "lengths" if _depends_on_shapes(trials) else ""
    elif any(t.failure.name not in ("value", "shape") for t in trials if t.failure):
        name = ""
    else:
        name = _of_results(trials)
    if isinstance(name, float):
        return "factor", f"Every entry is {name:.4g} times what it should be."
    return name, TEXTS.get(name, "")


def _of_results(trials: list[Trial]) -> str | float:
    """Return the name of a pattern, or the factor by which all entries are off."""
    failed = [trial for trial in trials if trial.failure]
    if all(map(_is_rearranged, failed)):
        return "order"
    pairs = [_first_pair(trial) for trial in failed]
    if not all(a.dtype.kind == b.dtype.kind == "f" for a, b in pairs):
        return ""
    for name, looks in LOOKS.items():
        if all(looks(a, b) for a, b in pairs):
            return name
    ratios = [_ratio(a, b) for a, b in pairs]
    return "" if None in ratios else _of_ratios(ratios, failed)


LOOKS: dict[str, Callable[[np.ndarray, np.ndarray], bool]] = {
    "sign": lambda a, b: bool(np.any(a)) and _equal(a, -b),
    "transposed": lambda a, b: a.ndim > 1 and _equal(a, b.T),
    "axes": lambda a, b: a.shape != b.shape and _equal(a.ravel(), b.ravel()),
}


def _of_ratios(ratios: list[float], failed: list[Trial]) -> str | float:
    lengths = [{n for shape in _shapes(t.args) for n in shape if n > 1} for t in failed]
    if all(_is_among(r, among) for r, among in zip(ratios, lengths, strict=True)):
        return "sum"
    if all(_is_among(1 / r, among) for r, among in zip(ratios, lengths, strict=True)):
        return "mean"
    return ratios[0] if np.ptp(ratios) < 1e-5 * abs(ratios[0]) else ""


def _ratio(a: np.ndarray, b: np.ndarray) -> float | None:
    """Return got / expected where that is one number for all entries, else None."""
    large = np.abs(a) > 1e-6
    if a.shape != b.shape or not large.any() or not np.isfinite(b).all():
        return None
    ratio = float(np.median(b[large] / a[large]))
    return ratio if np.isfinite(ratio) and ratio != 0 and _equal(ratio * a, b) else None


def _is_among(number: float, lengths: set[int]) -> bool:
    return any(abs(number - n) < 1e-5 * n for n in lengths)


def _equal(a: np.ndarray, b: np.ndarray) -> bool:
    return a.shape == b.shape and compare(a, b) is None


def _first_pair(trial: Trial) -> tuple[np.ndarray, np.ndarray]:
    """Return what was expected and what came at the first part that differs; or texts."""
    difference = compare(trial.expected.result, trial.got.result)
    if difference is None or family(difference.expected) not in ("array", "tensor", "number"):
        return np.array(""), np.array("")
    return array_of(difference.expected), array_of(difference.got)


def _is_constant(trials: list[Trial]) -> bool:
    """Say whether all results are equal, though they should not be."""
    results = [trial.got.result for trial in trials]
    expected = [trial.expected.result for trial in trials]
    if len(trials) < 3 or any(map(is_nothing, results)):
        return False
    return _all_equal(results) and not _all_equal(expected)


def _all_equal(values: list) -> bool:
    return all(compare(values[0], value) is None for value in values[1:])


def _is_rearranged(trial: Trial) -> bool:
    """Say whether the parts of a result are right and in another order."""
    expected, got = trial.expected.result, trial.got.result
    if not (family(expected) == family(got) == "tuple or list" and len(expected) == len(got)):
        return False
    rest = list(got)
    for part in expected:
        found = next((i for i, other in enumerate(rest) if compare(part, other) is None), None)
        if found is None:
            return False
        rest.pop(found)
    return True


def _depends_on_shapes(trials: list[Trial]) -> bool:
    """Say whether an answer works for some shapes and fails, or is misshapen, for others."""
    random = [trial for trial in trials if not trial.is_edge]
    failed = [trial for trial in random if trial.failure]
    right = {tuple(_shapes(trial.args)) for trial in random if not trial.failure}
    wrong = {tuple(_shapes(trial.args)) for trial in failed}
    names = {trial.failure.name for trial in failed}
    return bool(names) and names <= {"shape", "exception"} and not right & wrong


def _shapes(value) -> list[tuple[int, ...]]:
    if isinstance(value, list | tuple):
        return [shape for part in value for shape in _shapes(part)]
    return [array_of(value).shape] if family(value) in ("array", "tensor") else []
