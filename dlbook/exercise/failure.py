"""What is wrong with a result, in words: what was expected, what came, what to try."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from dlbook.exercise.calling import Outcome
from dlbook.exercise.compare import Difference
from dlbook.exercise.saying import fingerprint
from dlbook.exercise.values import array_of, family, is_nothing, kind_of, show

CHANGED = "the argument"  # begins the name of a part that is no result


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
        Labels and texts, such as where an error arose.
    advice : str
        What to try.
    part : str
        The part of the result that is wrong, the property that does not hold, or the
        type of the exception.
    difference : Difference or None
        How the result differs from the expected one.
    said : int
        Of an exception: the fingerprint of what it says.
    """

    name: str
    headline: str
    facts: tuple[tuple[str, str], ...] = ()
    advice: str = ""
    part: str = ""
    difference: Difference | None = None
    said: int = 0

    def evidence(self) -> tuple[tuple[str, str], ...]:
        """Return the facts, with the values that differ: made when asked for, as few are."""
        return self.facts if self.difference is None else _values(self.difference)


# --- errors -----------------------------------------------------------------------

STOPPED = {
    "timeout": (
        "{function} had not returned after {seconds:g} seconds, and was stopped.",
        "Does every loop come to an end? Print what its condition looks at.",
    ),
    "output": (
        "{function} printed so much that it was stopped.",
        "Is there a print inside a loop that does not end?",
    ),
    "recursion": (
        "{function} called itself until Python gave up.",
        "Which call is the last one, the one that calls no other? Check that it is reached.",
    ),
    "memory": (
        "{function} asked for more memory than there is.",
        "Print the shapes: is one array far larger than the input?",
    ),
}


def of_error(outcome: Outcome, function: str, seconds: float) -> Failure:
    """Return the failure of a call that raised."""
    error, name = outcome.error, outcome.error_name
    facts = (("where", outcome.line),) if outcome.line else ()
    kind = type(error).__name__
    if name in STOPPED:
        headline, advice = STOPPED[name]
        return Failure(name, headline.format(function=function, seconds=seconds), facts, advice)
    said = f"{kind}: {error}" if str(error) else kind
    if isinstance(error, TypeError) and not outcome.line:
        headline = f"{function} could not be called as the task says. Python said: {said}"
        return Failure("signature", headline, advice="Compare its parameters with the task's.")
    return Failure(
        name, f"{function} stopped with {said}", facts, part=kind, said=fingerprint(error)
    )


# --- differences ------------------------------------------------------------------


def of_difference(difference: Difference) -> Failure:
    """Return the failure of a result that differs from the expected one."""
    headline, advice = HEADLINES[difference.name](difference)
    name = "nothing" if is_nothing(difference.got) else difference.name
    sentence = f"{subject(difference.part)} {headline}"
    return Failure(name, sentence, (), advice, difference.part, difference)


def subject(part: str) -> str:
    """Return of what a sentence about a part of the result speaks."""
    if part.startswith(CHANGED):
        return f"After the call, {part}"
    if key := re.fullmatch(r"\[('[^']+')\]", part):
        return f"The entry {key[1]} of the result"
    return f"Part {part} of the result" if part else "The result"


def _values(difference: Difference) -> tuple[tuple[str, str], ...]:
    """Return what was expected and what came, where values differ."""
    if difference.name not in ("value", "nan"):
        return ()  # the headline says it
    facts = (("expected", show(difference.expected)), ("got", show(difference.got)))
    if not difference.index or array_of(difference.got).size == 1:
        return facts
    expected, got = (
        array_of(x)[difference.index] for x in (difference.expected, difference.got)
    )
    place = ", ".join(map(str, difference.index))
    first = (
        f"at [{place}]: expected {show(expected)}, got {show(got)} "
        f"({difference.wrong} of {array_of(difference.got).size} entries differ)"
    )
    return (*facts, ("first difference", first))


def _type(d: Difference) -> tuple[str, str]:
    expected, got = family(d.expected), family(d.got)
    if is_nothing(d.got):
        advice = "Is something still to be written, or a `return` missing at the end?"
        return f"is {d.got}; expected was {kind_of(d.expected)}.", advice
    if d.expected is None:
        advice = "Nothing was asked for: end without `return`, or with a bare one."
        return f"is of the kind '{got}'; nothing is to be returned.", advice
    advice = {
        ("array", "tuple or list"): "np.array(...) makes an array of a list of numbers.",
        ("array", "tensor"): "An array was asked for: a tensor's array is `.data`.",
        ("number", "array"): "Without axis=, NumPy sums and averages over all axes.",
        ("array", "number"): "Which axis is to be summed or averaged over? Give axis=.",
    }
    return f"is of the kind '{got}'; expected was '{expected}'.", advice.get(
        (expected, got), ""
    )


def _length(d: Difference) -> tuple[str, str]:
    return f"has {len(d.got)} parts; expected were {len(d.expected)}.", ""


def _keys(d: Difference) -> tuple[str, str]:
    expected, got = (", ".join(map(repr, keys)) for keys in (d.expected, d.got))
    return f"holds {got}; expected was {expected}.", ""


def _shape(d: Difference) -> tuple[str, str]:
    expected, got = array_of(d.expected).shape, array_of(d.got).shape
    advice = "Write the shape of each step beside it, and look for the first that departs."
    return f"has the shape {got}; expected was {expected}.", advice


def _dtype(d: Difference) -> tuple[str, str]:
    expected, got = array_of(d.expected).dtype, array_of(d.got).dtype
    advice = f"Where is an array made or converted? Let it hold {expected} there."
    return f"holds numbers of type {got}; expected was {expected}.", advice


def _nan(d: Difference) -> tuple[str, str]:
    advice = (
        "NaN comes from 0/0, inf - inf, 0·inf or the log of a negative number: which is it?"
    )
    return "holds NaN, which is not a number.", advice


def _value(d: Difference) -> tuple[str, str]:
    return "has other values than expected.", ""


HEADLINES: dict[str, Callable[[Difference], tuple[str, str]]] = {
    "type": _type,
    "length": _length,
    "keys": _keys,
    "shape": _shape,
    "dtype": _dtype,
    "nan": _nan,
    "value": _value,
}
