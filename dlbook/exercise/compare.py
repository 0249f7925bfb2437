"""Find the first difference between a result and the expected one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dlbook.exercise.data import array_of, family

# By the bytes of a real number: relative and absolute tolerance.
TOLERANCES = {8: (1e-6, 1e-9), 4: (1e-4, 1e-6), 2: (1e-2, 1e-3)}


@dataclass(frozen=True)
class Difference:
    """The first difference between a result and the expected one."""

    name: str  # type, length, keys, shape, dtype, nan or value
    part: str  # ``""`` for all of the result, ``"[1]"``, ``"['W']"``
    expected: object  # the data at that place
    got: object
    index: tuple[int, ...] | None = None  # where in an array the entries first differ
    wrong: int = 0  # how many entries of that array differ


def compare(
    expected, got, rtol: float | None = None, atol: float | None = None, part: str = ""
) -> Difference | None:
    """Return the first difference, or None if the two are equal within tolerance.

    Parameters
    ----------
    expected, got
        Data. A tuple and a list are alike, as are a number and an array without axes.
    rtol, atol : float, optional
        An entry may be off by ``atol + rtol * abs(expected)``; by default as much as
        suits the precision of the expected array.
    part : str
        The place of the two in a larger result.
    """
    kind = family(expected)
    if family(got) != kind:
        return Difference("type", part, expected, got)
    if kind in ("array", "tensor", "number", "bool"):
        return _compare_arrays(expected, got, rtol, atol, part)
    parts = _parts(expected, got, part)
    if parts is None:
        return None if expected == got else Difference("value", part, expected, got)
    if isinstance(parts, Difference):
        return parts
    found = (compare(a, b, rtol, atol, part + name) for a, b, name in parts)
    return next((difference for difference in found if difference), None)


def _parts(expected, got, part: str):
    """Return the pairs of parts with their names; or how the parts do not match; or None."""
    if isinstance(expected, list | tuple):
        if len(expected) != len(got):
            return Difference("length", part, expected, got)
        return [(a, b, f"[{i}]") for i, (a, b) in enumerate(zip(expected, got, strict=True))]
    if not isinstance(expected, dict):
        return None
    if expected.keys() != got.keys():
        return Difference("keys", part, expected, got)
    return [(expected[key], got[key], f"[{key!r}]") for key in expected]


def _compare_arrays(expected, got, rtol, atol, part: str) -> Difference | None:
    a, b = array_of(expected), array_of(got)
    if a.shape != b.shape:
        return Difference("shape", part, expected, got)
    if a.ndim and not _dtype_fits(a.dtype, b.dtype):
        return Difference("dtype", part, expected, got)
    wrong = ~_close(a, b, rtol, atol)
    if not wrong.any():
        return None
    name, shown = "value", wrong
    if _nan(b).any() and not _nan(a).any():
        name, shown = "nan", _nan(b)
    index = tuple(int(i) for i in np.argwhere(shown)[0])
    return Difference(name, part, expected, got, index, int(wrong.sum()))


def _dtype_fits(expected: np.dtype, got: np.dtype) -> bool:
    """Say whether both hold the same kind of entries, and ``got`` not fewer digits."""
    if {expected.kind, got.kind} <= set("iu"):
        return True
    return expected.kind == got.kind and (
        expected.kind not in "fc" or got.itemsize >= expected.itemsize
    )


def _nan(array: np.ndarray) -> np.ndarray:
    return np.isnan(array) if array.dtype.kind in "fc" else np.zeros(array.shape, bool)


def _close(a: np.ndarray, b: np.ndarray, rtol, atol) -> np.ndarray:
    """Return, for each entry, whether it is within tolerance."""
    if a.dtype.kind not in "fc":
        return np.asarray(a == b)
    relative, absolute = TOLERANCES.get(a.real.dtype.itemsize, TOLERANCES[8])
    relative = relative if rtol is None else rtol
    absolute = absolute if atol is None else atol
    with np.errstate(invalid="ignore", over="ignore"):
        near = abs(b - a) <= absolute + relative * abs(a)
    # An infinite entry has an infinite tolerance: it equals itself alone.
    return (near & np.isfinite(a)) | (a == b) | (np.isnan(a) & np.isnan(b))
