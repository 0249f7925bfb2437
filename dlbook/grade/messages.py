"""What a student is told: which kind of thing is wrong, and what it looks like.

Every sentence is made here or stands in the exercise, word for word. No input, no expected
number, nothing that the student's code returned, printed or raised gets into it: a
submission could otherwise bring hidden inputs home.
"""

from __future__ import annotations

import ast

from dlbook.exercise.compare import Difference
from dlbook.exercise.failure import subject
from dlbook.exercise.format import Exercise
from dlbook.exercise.values import array_of, kind_of
from dlbook.grade.verdict import Verdict

SENTENCES = {
    "missing": "The code defines no {answer}. Call it {answer}: the check looks for that name.",
    "not a function": "{answer} is to be the function or class itself.",
    "syntax": "Python cannot read the code.",
    "load": "The code stopped with {headline} while it was loaded, before any check.",
    "forbidden": "This exercise is to be done without {headline}.",
    "timeout": "{answer} had not returned when its time was over. Does every loop end?",
    "memory": "{answer} asked for more memory than there is.",
    "output": "{answer} printed so much that it was stopped.",
    "recursion": "{answer} called itself until Python gave up.",
    "crash": "Python itself stopped while the code ran.",
    "exit": "The code ended the program, instead of returning a result.",
    "protocol": "The result could not be read: is it made of numbers, arrays, lists, dicts?",
    "signature": "{answer} could not be called as the task says: compare its parameters.",
    "exception": "{answer} stopped with {part}.",
    "refusal": "An input that is to be refused with an error was not refused, or with another.",
    "in-place": "The result is right, but the code changed its input: work on a copy.",
    "state": "Called twice with the same input, {answer} returned two different results.",
    "aliasing": "A result changed after it was returned: a later call wrote into it.",
    "nothing": "Nothing is returned: is something still to be written, or a return missing?",
    "property": "The result lacks a property that it is to have.",
    "length": "{place} is to have {expected} parts, and has more or fewer.",
    "shape": "{place} {got}; expected was the shape {expected}.",
    "dtype": "{place} holds numbers of type {got}; expected was {expected}.",
    "type": "{place} is of another kind than expected: that is {expected}.",
    "keys": "{place} does not hold what it is to hold: names are missing or too many.",
    "nan": "{place} holds NaN, which is not a number.",
    "value": "{place} has other values than expected.",
}
RIGHT = "As expected on all {tried} inputs."


def message(verdict: Verdict, exercise: Exercise, source: str) -> str:
    """Return what a student is told about their code."""
    failure = verdict.failure
    if failure is None:
        return RIGHT.format(tried=verdict.tried)
    texts = [
        SENTENCES.get(failure.name, "The result is not right.").format(
            answer=exercise.answer,
            headline=failure.headline,
            part=failure.part if failure.part.isidentifier() else "an error",
            **_compared(failure.difference),
        )
    ]
    if failure.name == "property" and failure.headline in constants(exercise.source):
        texts = [failure.headline]
    texts += [_where(text, source) for label, text in failure.facts if label in WHERE]
    texts.append(verdict.diagnosis)
    if verdict.tried > 1:
        texts.append(f"Right on {verdict.right} of {verdict.tried} inputs.")
    return "\n".join(text for text in texts if text)


WHERE = ("where", "line")


def _where(text: str, source: str) -> str:
    """Return a line of the student's own text, by its number: nothing else of the fact."""
    number = text.removeprefix("line ").partition(":")[0]
    lines = source.splitlines()
    if not number.isdecimal() or not 1 <= int(number) <= len(lines):
        return ""
    return f"line {number}: {lines[int(number) - 1].strip()[:200]}"


def _compared(difference: Difference | None) -> dict[str, str]:
    """Return place, kind and shape of what differs; of numbers nothing.

    A student chooses the shape of a result, and could write numbers into it: only lengths
    that were expected are repeated.
    """
    if difference is None:
        return {"place": "The result", "got": "", "expected": ""}
    got, expected = "", kind_of(difference.expected)
    if difference.name == "length":
        expected = str(len(difference.expected))
    elif difference.name == "dtype":
        got, expected = (array_of(x).dtype for x in (difference.got, difference.expected))
    elif difference.name == "shape":
        got, expected = (array_of(x).shape for x in (difference.got, difference.expected))
        got = f"has the shape {got}" if set(got) <= {1, *expected} else "has another shape"
    return {"place": subject(difference.part), "got": str(got), "expected": str(expected)}


def constants(source: str) -> set[str]:
    """Return the texts that stand in an exercise's code: they hold no computed value."""
    nodes = ast.walk(ast.parse(source))
    return {x.value for x in nodes if isinstance(x, ast.Constant) and isinstance(x.value, str)}
