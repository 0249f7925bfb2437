"""Messages about wrong results: what was expected, what came, what to try."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from dlbook.exercise.compare import Difference
from dlbook.exercise.data import array_of, family, is_nothing, kind_of, show
from dlbook.exercise.execution import Error

ORDINALS = (
    *("first", "second", "third", "fourth", "fifth"),
    *("sixth", "seventh", "eighth", "ninth", "tenth"),
)
CHANGED = "the argument"  # begins the name of a part that is not part of the result


@dataclass(frozen=True)
class Failure:
    """One thing that is wrong."""

    name: str  # value, shape, exception, timeout ...
    headline: str
    facts: tuple[tuple[str, str], ...] = ()  # labels and texts
    advice: str = ""
    part: str = ""  # wrong part of the result, property, or type of the exception
    difference: Difference | None = None
    fingerprint: int = 0  # of an exception's message

    def evidence(self) -> tuple[tuple[str, str], ...]:
        """Return the facts, with the values that differ; few failures are asked for them."""
        return self.facts if self.difference is None else _values(self.difference)


STATEFUL = Failure(
    "state",
    "Called twice with the same input, your code returned two different results.",
    advice="A result may depend on the arguments alone. Look for a variable outside the "
    "function that it changes, a mutable default such as `cache=[]`, random numbers that do "
    "not come from an argument, or `np.empty`, which holds what was in memory.",
)
ALIASED = Failure(
    "aliasing",
    "A result changed after it was returned: a later call wrote into the same array.",
    advice="Make a new array in each call, rather than one outside the function.",
)


def in_place(names: list[str]) -> Failure:
    """Return the failure of an answer that changed arguments of these names."""
    return Failure(
        "in-place",
        f"The result is right, but your code changed its input: {', '.join(names)}.",
        advice="`x += 1`, `x[...] = 0` and `x.sort()` change the array that the caller "
        "still holds. Work on a copy, or write `x = x + 1`.",
    )


def float_error(text: str) -> Failure:
    """Return the failure of an answer in which an operation made infinity or NaN."""
    return Failure(
        "floating-point",
        f"The result is right, but on the way {text}.",
        advice="Rewrite the formula so that no intermediate result leaves the range of floats.",
    )


def refusal(wanted: Error, got: Error | None) -> Failure:
    """Return the failure of an answer that took what it should have refused."""
    came = f"raised {got}" if got else "accepted it"
    return Failure(
        "refusal",
        f"This input must be refused with a {wanted.types[0]}, but your code {came}.",
        advice="Look at the input first, with `if ...: raise ...`, and only then compute.",
    )


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
    "crash": (
        "Python itself crashed while the code ran.",
        "Does the code call a library with addresses or sizes of its own?",
    ),
    "exit": ("{function} ended the program instead of returning.", "Use `return`."),
    "protocol": ("The result could not be read.", "Return numbers, arrays, lists or dicts."),
}


def of_error(error: Error, function: str, seconds: float) -> Failure:
    """Return the failure of a call that raised."""
    facts = (("where", error.where),) if error.where else ()
    if error.kind in STOPPED:
        headline, advice = STOPPED[error.kind]
        headline = headline.format(function=function, seconds=seconds)
        return Failure(error.kind, headline, facts, advice)
    if "TypeError" in error.types and not error.where and "argument" in error.message:
        headline = f"{function} could not be called as the task says. Python said: {error}"
        return Failure("signature", headline, advice="Compare its parameters with the task's.")
    kind = error.types[0] if error.types else error.kind
    return Failure(
        "exception",
        f"{function} stopped with {error}",
        facts,
        part=kind,
        fingerprint=error.fingerprint,
    )


def of_loading(error: Error, name: str, exercise_id: str, seconds: float) -> Failure:
    """Return why an answer cannot be tried at all."""
    if error.kind == "forbidden":
        headline = f"This exercise must be solved without {error.message}."
        return Failure("forbidden", headline, (("where", error.code),))
    if error.kind == "missing":
        hint = f", but it defines {error.message}." if error.message else "."
        advice = f"Call it {name}: the check looks for that name."
        return Failure("missing", f"The code defines no {name}{hint}", advice=advice)
    if error.kind == "not a function":
        return Failure(
            "not a function",
            f"Expected the function or class {name} itself, got {error.message}.",
            advice=f"Pass it without parentheses: check({exercise_id!r}, {name})",
        )
    if error.kind == "syntax":
        return Failure(
            "syntax",
            f"Python cannot read the code: {error.message}",
            (("where", error.where),),
            "Is a bracket or a colon missing there, or on the line before?",
        )
    failure = of_error(error, "The code", seconds)
    return replace(failure, name="load") if error.kind == "exception" else failure


# --- differences ------------------------------------------------------------------


def of_difference(difference: Difference) -> Failure:
    """Return the failure of a result that differs from the expected one."""
    headline, advice = HEADLINES[difference.name](difference)
    name = "nothing" if is_nothing(difference.got) else difference.name
    sentence = f"{_describe_part(difference.part)} {headline}"
    return Failure(name, sentence, (), advice, difference.part, difference)


def _describe_part(part: str) -> str:
    """Return the grammatical subject for a message about one part of the result."""
    if part.startswith(CHANGED):
        return f"After the call, {part}"
    if key := re.fullmatch(r"\[('[^']+')\]", part):
        return f"The entry {key[1]} of the result"
    if place := re.fullmatch(r"\[(\d)\]", part):
        return f"The {ORDINALS[int(place[1])]} part of the result"
    return f"Part {part} of the result" if part else "The result"


def _values(difference: Difference) -> tuple[tuple[str, str], ...]:
    """Return what was expected and what came, if it is values that differ."""
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


TYPE_ADVICE = {
    ("array", "tuple or list"): "np.array(...) makes an array of a list of numbers.",
    ("array", "tensor"): "Return an array: `.detach().numpy()` of a PyTorch tensor, `.data` "
    "of the book's.",
    ("number", "array"): "Without axis=, NumPy sums and averages over all axes.",
    ("array", "number"): "Which axis is to be summed or averaged over? Give axis=.",
}


def _type(d: Difference) -> tuple[str, str]:
    expected, got = family(d.expected), family(d.got)
    if is_nothing(d.got):
        advice = "Is something still to be written, or a `return` missing at the end?"
        return f"is {show(d.got)}; expected was {kind_of(d.expected)}.", advice
    if d.expected is None:
        advice = "Nothing was asked for: end without `return`, or with a bare one."
        return f"is of the kind '{got}'; nothing should be returned.", advice
    advice = TYPE_ADVICE.get((expected, got), "")
    return f"is of the kind '{got}'; expected was '{expected}'.", advice


def _length(d: Difference) -> tuple[str, str]:
    return f"has {len(d.got)} parts; expected were {len(d.expected)}.", ""


def _keys(d: Difference) -> tuple[str, str]:
    expected, got = (", ".join(map(show, keys)) for keys in (d.expected, d.got))
    return f"holds {got}; expected was {expected}.", ""


def _shape(d: Difference) -> tuple[str, str]:
    expected, got = array_of(d.expected).shape, array_of(d.got).shape
    advice = "Write the shape of each step next to it, and look for the first that departs."
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
