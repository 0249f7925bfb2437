"""State a measured number as a claim that is checked each time the notebook runs."""

from __future__ import annotations

import math

# `make claims` puts a function here: it gets the name, the value and the bounds of each
# claim, and one that does not hold is then recorded instead of raised.
recorder = None


class ClaimError(AssertionError):
    """A claim does not hold; the message names the measured value."""


def claim(
    name: str,
    value,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    close_to: float | None = None,
    within: float | None = None,
) -> None:
    """Check that ``value`` keeps to its bounds, and print the claim and the value.

    What training produces varies from machine to machine. The tests compare the printed
    line up to the check mark, and leave out the value measured in this run.

    Parameters
    ----------
    name : str
        What was measured, as the printed line names it.
    value : float or array or tensor of one entry
        What was measured.
    at_least, at_most : float, optional
        Bounds; one of them or both.
    close_to, within : float, optional
        The expected value, and the largest difference from it that is allowed.

    Raises
    ------
    ClaimError
        If the claim does not hold. NaN never holds.
    TypeError
        If the bounds do not make a claim, or a value is not a number.
    ValueError
        If a bound is not finite, the bounds exclude each other, or ``value``
        has more than one entry.

    Examples
    --------
    >>> from dlbook.notebook import claim
    >>> claim("test accuracy", 0.9812, at_least=0.97)
    claim: test accuracy ≥ 0.97 ✓ (measured 0.981)
    >>> claim("loss at the optimum", 1.3863, close_to=1.386, within=0.05)
    claim: loss at the optimum = 1.386 ± 0.05 ✓ (measured 1.39)
    """
    bounds = {"at_least": at_least, "at_most": at_most, "close_to": close_to, "within": within}
    bounds = {key: _bound(key, b) for key, b in bounds.items() if b is not None}
    _check_combination(bounds)
    measured = _number("value", value)
    text = _sentence(name, **bounds)
    if recorder is not None:
        recorder(name, measured, bounds)
        return
    if not _holds(measured, **bounds):
        raise ClaimError(f"claim: {text} does not hold: measured {measured:.8g}")
    # An exact value is in the sentence already.
    exact = bounds.get("within") == 0
    print(f"claim: {text} ✓" + ("" if exact else f" (measured {_rounded(measured, bounds)})"))


def _holds(measured: float, at_least=None, at_most=None, close_to=None, within=None) -> bool:
    # Each comparison is false for NaN.
    if close_to is not None:
        return abs(measured - close_to) <= within
    low = -math.inf if at_least is None else at_least
    high = math.inf if at_most is None else at_most
    return low <= measured <= high


def _rounded(measured: float, bounds: dict[str, float]) -> str:
    """Return ``measured`` to three digits, or to as many as it takes to keep to its bounds."""
    if measured.is_integer():
        return _text(measured)
    before_point = len(str(int(abs(measured)))) if abs(measured) < 1e6 else 0
    for digits in range(max(3, before_point), 17):
        rounded = float(f"{measured:.{digits}g}")
        if _holds(rounded, **bounds):
            break
    return _text(rounded)


def _sentence(name: str, at_least=None, at_most=None, close_to=None, within=None) -> str:
    if close_to is not None:
        return f"{name} = {_text(close_to)}" + (f" ± {_text(within)}" if within else "")
    if at_least is not None and at_most is not None:
        low, high = _aligned(_text(at_least), _text(at_most))
        return f"{low} ≤ {name} ≤ {high}"
    return f"{name} ≥ {_text(at_least)}" if at_most is None else f"{name} ≤ {_text(at_most)}"


def _text(bound: float) -> str:
    """Return ``bound`` as a reader writes it: 0.97, 60,000, 1e-6."""
    if bound.is_integer() and abs(bound) < 1e15:
        return f"{int(bound):,}"
    mantissa, e, exponent = repr(bound).partition("e")
    return f"{mantissa}e{int(exponent)}" if e else mantissa


def _aligned(low: str, high: str) -> tuple[str, str]:
    """Return both numbers with as many decimals: 0.45 and 0.50."""
    if "e" in low + high or "." not in low or "." not in high:
        return low, high
    decimals = max(len(text.partition(".")[2]) for text in (low, high))
    return f"{float(low):.{decimals}f}", f"{float(high):.{decimals}f}"


def _check_combination(bounds: dict[str, float]) -> None:
    given = set(bounds)
    if given not in (
        {"at_least"},
        {"at_most"},
        {"at_least", "at_most"},
        {"close_to", "within"},
    ):
        raise TypeError(
            f"claim: give at_least, or at_most, or both, or close_to together with within; "
            f"got {', '.join(bounds) or 'no bound'}"
        )
    if given == {"at_least", "at_most"} and bounds["at_least"] > bounds["at_most"]:
        raise ValueError(
            f"claim: no value is at least {bounds['at_least']} and at most {bounds['at_most']}"
        )
    if bounds.get("within", 0) < 0:
        raise ValueError(f"claim: within must not be negative, got {bounds['within']}")


def _bound(key: str, bound) -> float:
    number = _number(key, bound)
    if not math.isfinite(number):
        raise ValueError(f"claim: {key} must be finite, got {number}")
    return number


def _number(what: str, value) -> float:
    """Return a number, or an array or tensor of one entry, as a float."""
    if isinstance(value, str | bytes):
        raise TypeError(f"claim: {what} must be a number, got the text {value!r}")
    try:
        return float(value.item() if hasattr(value, "item") else value)
    except (TypeError, ValueError, RuntimeError):
        shape = f" of shape {tuple(value.shape)}" if hasattr(value, "shape") else ""
        kind = ValueError if shape else TypeError
        raise kind(
            f"claim: {what} must be one number, got {type(value).__name__}{shape}"
        ) from None
