"""What is wrong with a result, in words: what was expected, what came, what to try."""

from __future__ import annotations

from dataclasses import dataclass

from dlbook.exercise.calling import Outcome, name_of
from dlbook.exercise.compare import Difference
from dlbook.exercise.values import array_of, family, kind_of, show


@dataclass(frozen=True)
class Failure:
    """One thing that is wrong.

    Attributes
    ----------
    name : str
        By which kinds of failure are told apart: value, shape, exception, timeout ...
    headline : str
        A sentence.
    facts : tuple of (str, str)
        Labels, and what was found: expected, got, first difference.
    advice : str
        What to try.
    """

    name: str
    headline: str
    facts: tuple[tuple[str, str], ...] = ()
    advice: str = ""


def of_error(outcome: Outcome, function: str, seconds: float) -> Failure:
    """Return the failure of a call that raised."""
    error, name = outcome.error, name_of(outcome.error)
    facts = (("where", outcome.line),) if outcome.line else ()
    if name == "timeout":
        return Failure(
            name,
            f"{function} had not returned after {seconds:g} seconds, and was stopped.",
            facts,
            "Does every loop come to an end? Print what its condition looks at.",
        )
    if name == "output":
        return Failure(
            name,
            f"{function} printed so much that it was stopped.",
            facts,
            "Is there a print inside a loop that does not end?",
        )
    if name == "recursion":
        return Failure(
            name,
            f"{function} called itself until Python gave up.",
            facts,
            "Which call is the last one, that calls no other? Check that it is reached.",
        )
    if name == "memory":
        return Failure(
            name,
            f"{function} asked for more memory than there is: {error}",
            facts,
            "Print the shapes: is one array far larger than the input?",
        )
    said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    if isinstance(error, TypeError) and not outcome.line:
        return Failure("signature", f"{function} cannot be called as the task says: {said}")
    return Failure(name, f"{function} stopped with {said}", facts)


def of_difference(difference: Difference) -> Failure:
    """Return the failure of a result that differs from the expected one."""
    part = f"Part {difference.where} of the result" if difference.where else "The result"
    headline, advice = _HEADLINES[difference.name](part, difference)
    facts = [("expected", show(difference.expected)), ("got", show(difference.got))]
    if difference.index is not None and array_of(difference.expected).ndim:
        facts.append(("first difference", _first(difference)))
    return Failure(difference.name, headline, tuple(facts), advice)


def _first(difference: Difference) -> str:
    expected, got = (
        array_of(x)[difference.index] for x in (difference.expected, difference.got)
    )
    index = ", ".join(map(str, difference.index))
    count, size = difference.wrong, array_of(difference.got).size
    return (
        f"entry [{index}]: expected {show(expected)}, got {show(got)} "
        f"({count} of {size} entries differ)"
    )


def _type(part: str, d: Difference) -> tuple[str, str]:
    if d.got is None:
        return (
            f"{part} is None: {kind_of(d.expected)} was expected.",
            "Is there a `return` at the end?",
        )
    advice = ""
    if family(d.expected) == "array" and family(d.got) == "tuple or list":
        advice = "np.array(...) makes an array of a list."
    if family(d.expected) == "number" and family(d.got) == "array":
        advice = "Sum or average over every axis: without axis=, NumPy does."
    return (
        f"{part} is of another type: expected {kind_of(d.expected)}, got {kind_of(d.got)}.",
        advice,
    )


def _length(part: str, d: Difference) -> tuple[str, str]:
    return f"{part} has {len(d.got)} parts, and {len(d.expected)} were expected.", ""


def _keys(part: str, d: Difference) -> tuple[str, str]:
    return f"{part} has the keys {list(d.got)}; expected {list(d.expected)}.", ""


def _shape(part: str, d: Difference) -> tuple[str, str]:
    expected, got = array_of(d.expected).shape, array_of(d.got).shape
    return (
        f"{part} has the shape {got}; expected {expected}.",
        "Write the shape of each step beside it, and look for the step that departs.",
    )


def _dtype(part: str, d: Difference) -> tuple[str, str]:
    return (
        f"{part} holds {array_of(d.got).dtype}; expected {array_of(d.expected).dtype}.",
        "Where is an array made or converted? Give it the dtype of the input.",
    )


def _nan(part: str, d: Difference) -> tuple[str, str]:
    return (
        f"{part} holds NaN, not a number.",
        "NaN comes from 0/0, inf - inf or the log of a negative number: which step is it?",
    )


def _value(part: str, d: Difference) -> tuple[str, str]:
    return f"{part} has other values than expected.", ""


_HEADLINES = {
    "type": _type,
    "length": _length,
    "keys": _keys,
    "shape": _shape,
    "dtype": _dtype,
    "nan": _nan,
    "value": _value,
}
