"""Compare gradients with those of a reference, and say what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Comparison:
    """The gradient of one variable beside its reference.

    Attributes
    ----------
    name : str
        The variable.
    verdict : str
        "exact" (equal to the last bit), "close" (equal up to rounding) or
        "wrong".
    difference : float
        Largest difference of two entries; NaN where they cannot be compared.
    where : tuple of int
        Position of that entry; empty where there is none.
    shape, reference_shape : tuple of int or None
        Shapes of both; None where there is no gradient.
    hint : str
        What the mistake looks like, empty where it looks like nothing known.
    """

    name: str
    verdict: str
    difference: float
    where: tuple[int, ...]
    shape: tuple[int, ...] | None
    reference_shape: tuple[int, ...] | None
    hint: str = ""

    def __str__(self) -> str:
        line = f"{self.verdict:5}  {self.name}  shape {self.shape}"
        if self.shape != self.reference_shape:
            line += f", reference {self.reference_shape}"
        if self.verdict != "exact" and not np.isnan(self.difference):
            line += f", largest difference {self.difference:.2g} at {self.where}"
        return f"{line}: {self.hint}" if self.hint else line


@dataclass(frozen=True)
class Explanation:
    """What :func:`explain_gradients` returns: a comparison for each variable."""

    comparisons: tuple[Comparison, ...]

    @property
    def right(self) -> bool:
        """Whether no gradient is wrong."""
        return all(c.verdict != "wrong" for c in self.comparisons)

    def __str__(self) -> str:
        return "\n".join(map(str, self.comparisons))

    __repr__ = __str__


def explain_gradients(mine, reference, rtol: float | None = None) -> Explanation:
    """Compare each variable's gradient with that of a reference.

    Parameters
    ----------
    mine, reference : mapping or sequence
        Variables by name, or in the same order. A variable is a gradient, as an
        array; or a tensor that requires one, ours or torch's, whose ``grad`` is
        taken.
    rtol : float, optional
        Largest difference that counts as close, relative to the largest entry
        of the reference. If left out, 1e-4 where either side is float32 or
        less, else 1e-9.

    Returns
    -------
    Explanation
        Data; printed, it is a line for each variable.

    Raises
    ------
    ValueError
        Where both do not have the same variables.

    Examples
    --------
    >>> import numpy as np
    >>> from dlbook.scratch import explain_gradients
    >>> right = {"w": np.array([1.0, 2.0]), "b": np.array([3.0])}
    >>> explain_gradients({"w": np.array([2.0, 4.0]), "b": np.array([3.0])}, right)
    wrong  w  shape (2,), largest difference 2 at (1,): it is 2 times the reference
    exact  b  shape (1,)
    """
    mine, reference = _by_name(mine), _by_name(reference)
    if set(mine) != set(reference):
        raise ValueError(
            f"explain_gradients: both must have the same variables, got {sorted(mine)} and "
            f"{sorted(reference)}"
        )
    return Explanation(
        tuple(
            _compare(name, _array(mine[name]), _array(reference[name]), rtol) for name in mine
        )
    )


def _by_name(variables) -> dict[str, object]:
    if isinstance(variables, Mapping):
        return {str(name): value for name, value in variables.items()}
    if not isinstance(variables, Sequence):
        raise TypeError(
            f"explain_gradients: expected a dictionary or a list of variables, "
            f"got {type(variables).__name__}"
        )
    return {str(i): value for i, value in enumerate(variables)}


def _array(variable) -> np.ndarray | None:
    """Return the gradient of a variable, or the variable where it is one."""
    value = variable.grad if getattr(variable, "requires_grad", False) else variable
    return None if value is None else np.asarray(value)


def _compare(name: str, mine, reference, rtol: float | None) -> Comparison:
    shapes = tuple(None if x is None else x.shape for x in (mine, reference))
    if mine is None and reference is None:
        return Comparison(name, "exact", 0.0, (), *shapes, hint="no gradient on either side")
    if mine is None or reference is None or mine.shape != reference.shape:
        return Comparison(name, "wrong", np.nan, (), *shapes, hint=_shape_hint(mine, reference))
    if np.array_equal(mine, reference, equal_nan=True):
        return Comparison(name, "exact", 0.0, (), *shapes)
    gap = np.abs(mine.astype(np.float64) - reference)
    where = tuple(int(i) for i in np.unravel_index(np.argmax(gap), gap.shape))
    if rtol is None:
        rtol = 1e-9 if mine.dtype == reference.dtype == np.float64 else 1e-4
    close = gap.max() <= rtol * np.abs(reference).max()  # not so where either is NaN
    verdict, hint = ("close", "") if close else ("wrong", _hint(mine, reference, rtol))
    return Comparison(name, verdict, float(gap[where]), where, *shapes, hint=hint)


def _shape_hint(mine, reference) -> str:
    if mine is None:
        return "no gradient arrived here"
    if reference is None:
        return "the reference has no gradient here"
    if mine.shape == reference.shape[::-1]:
        return "the shape is transposed"
    if mine.size > reference.size:
        return "was it broadcast, and not summed back?"
    return "the shapes differ"


def _hint(mine: np.ndarray, reference: np.ndarray, rtol: float) -> str:
    """Return which well-known mistake gives ``mine`` in place of ``reference``."""
    if not np.isfinite(mine).all():
        return "it holds NaN or infinity"
    if not mine.any():
        return "it is all zeros"
    if mine.shape == mine.T.shape and _near(mine.T, reference, rtol):
        return "it is transposed"
    factor = float((mine * reference).sum() / max((reference * reference).sum(), 1e-300))
    if _near(mine, factor * reference, rtol):
        return f"it is {factor:.4g} times the reference"
    share = float((np.abs(mine - reference) > rtol * np.abs(reference).max()).mean())
    return f"{share:.0%} of the entries differ"


def _near(x: np.ndarray, y: np.ndarray, rtol: float) -> bool:
    return bool(np.abs(x - y).max() <= rtol * np.abs(y).max())
