"""Where a result first differs from the expected one, and in what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dlbook.exercise.values import array_of, family

# By the precision of the expected result: relative and absolute tolerance.
TOLERANCES = {8: (1e-6, 1e-9), 4: (1e-4, 1e-6), 2: (1e-2, 1e-3)}


@dataclass(frozen=True)
class Difference:
    """The first difference between a result and the expected one.

    Attributes
    ----------
    name : str
        type, length, shape, dtype, nan or value.
    where : str
        Which part of the result: ``""`` for all of it, ``"[1]"``, ``"['W']"``.
    expected, got
        What stands at that place.
    index : tuple of int or None
        Where in an array the entries differ first.
    wrong : int
        How many entries of that array differ.
    """

    name: str
    where: str
    expected: object
    got: object
    index: tuple[int, ...] | None = None
    wrong: int = 0


def compare(
    expected, got, rtol: float | None = None, atol: float | None = None, where: str = ""
) -> Difference | None:
    """Return the first difference, or None where the two are equal within tolerance.

    Parameters
    ----------
    expected, got
        Numbers, arrays, tensors, texts, or tuples, lists and dicts of them. A tuple and
        a list are alike, as are a number and an array without axes.
    rtol, atol : float, optional
        An entry may be off by ``atol + rtol * abs(expected)``; by default as much as
        suits the precision of the expected array.
    where : str
        The place of the two in a larger result.
    """
    kind = family(expected)
    if family(got) != kind:
        return Difference("type", where, expected, got)
    if kind in ("array", "tensor", "number", "bool"):
        return _compare_arrays(expected, got, rtol, atol, where)
    if kind == "tuple or list":
        if len(expected) != len(got):
            return Difference("length", where, expected, got)
        keys = range(len(expected))
    elif isinstance(expected, dict):
        if expected.keys() != got.keys():
            return Difference("keys", where, expected, got)
        keys = expected
    else:
        return None if expected == got else Difference("value", where, expected, got)
    parts = (compare(expected[k], got[k], rtol, atol, f"{where}[{k!r}]") for k in keys)
    return next((part for part in parts if part is not None), None)


def _compare_arrays(expected, got, rtol, atol, where: str) -> Difference | None:
    a, b = array_of(expected), array_of(got)
    if a.shape != b.shape:
        return Difference("shape", where, expected, got)
    if a.ndim and not _dtype_fits(a.dtype, b.dtype):
        return Difference("dtype", where, expected, got)
    wrong = ~_close(a, b, rtol, atol)
    if not wrong.any():
        return None
    index = tuple(int(i) for i in np.argwhere(wrong)[0])
    name = "nan" if _holds_nan(b) and not _holds_nan(a) else "value"
    if name == "nan":
        index = tuple(int(i) for i in np.argwhere(np.isnan(b))[0])
    return Difference(name, where, expected, got, index, int(wrong.sum()))


def _dtype_fits(expected: np.dtype, got: np.dtype) -> bool:
    """Say whether both hold the same kind of entries, and ``got`` not fewer digits."""
    kinds = {expected.kind, got.kind}
    return kinds <= set("iu") or (len(kinds) == 1 and got.itemsize >= expected.itemsize)


def _holds_nan(array: np.ndarray) -> bool:
    return array.dtype.kind in "fc" and bool(np.isnan(array).any())


def _close(a: np.ndarray, b: np.ndarray, rtol, atol) -> np.ndarray:
    """Return, for each entry, whether it is within tolerance."""
    if a.dtype.kind not in "fc":
        return np.asarray(a == b)
    relative, absolute = TOLERANCES.get(
        a.dtype.itemsize // (1 + (a.dtype.kind == "c")), TOLERANCES[8]
    )
    relative = relative if rtol is None else rtol
    absolute = absolute if atol is None else atol
    return np.isclose(b, a, rtol=relative, atol=absolute, equal_nan=True)
