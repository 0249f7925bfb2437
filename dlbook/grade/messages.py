"""What a student is told: which kind of thing is wrong, and which known mistake it is.

Every sentence stands here or, word for word, in the exercise. No input, no expected number,
no shape, and nothing that the student's code returned, printed or raised while it was checked
gets into it: a submission could otherwise bring hidden inputs home. Only of what happens
before there is any input, while the code is read and loaded, the line is told.
"""

from __future__ import annotations

import ast

from dlbook.exercise.format import Exercise
from dlbook.exercise.report import Report

SENTENCES = {
    "missing": "The code defines no {answer}. Call it {answer}: the check looks for that name.",
    "not a function": "{answer} must be the function or class itself.",
    "syntax": "Python cannot read the code.",
    "load": "The code stopped with an error while it was loaded, before any check.",
    "forbidden": "The code uses what this exercise forbids.",
    "timeout": "{answer} had not returned when its time was over. Does every loop end?",
    "memory": "{answer} asked for more memory than there is.",
    "output": "{answer} printed so much that it was stopped.",
    "recursion": "{answer} called itself until Python gave up.",
    "crash": "Python itself crashed while the code ran.",
    "exit": "The code ended the program instead of returning a result.",
    "protocol": "The result could not be read: is it made of numbers, arrays, lists, dicts?",
    "signature": "{answer} could not be called as the task says: compare its parameters.",
    "exception": "{answer} stopped with an error on some inputs.",
    "refusal": "An input that must be refused with an error was not, or with another error.",
    "in-place": "The result is right, but the code changed its input: work on a copy.",
    "state": "Called twice with the same input, {answer} returned two different results.",
    "aliasing": "A result changed after it was returned: a later call wrote into it.",
    "floating-point": "The result is right, but on the way a number became infinite or NaN.",
    "nothing": "Nothing is returned: is something still to be written, or a return missing?",
    "property": "The result lacks a property that it must have.",
    "length": "The result, or a part of it, has too many or too few parts.",
    "shape": "The result, or a part of it, has another shape than expected.",
    "dtype": "The result, or a part of it, holds numbers of another type than expected.",
    "type": "The result, or a part of it, is of another kind than expected.",
    "keys": "The result lacks names that it must have, or has too many.",
    "nan": "The result holds NaN, which is not a number.",
    "value": "The result has other values than expected.",
}
RIGHT = "As expected on all {tried} inputs."
FACTOR = "Every entry is off by the same factor."
BEFORE_ANY_INPUT = ("syntax", "load", "forbidden")


def message(report: Report, exercise: Exercise, source: str) -> str:
    """Return what a student is told about their code."""
    if report.passed:
        return RIGHT.format(tried=report.tried)
    sentence = SENTENCES.get(report.failure, "The result is not right.")
    texts = [sentence.format(answer=exercise.answer)]
    if report.failure == "property" and report.headline in _constants(exercise.source):
        texts = [report.headline]
    if report.failure in BEFORE_ANY_INPUT:
        texts += [_line(text, source) for label, text in report.facts if label == "where"]
    texts.append(FACTOR if report.mistake == "factor" else report.diagnosis)
    return "\n".join(text for text in texts if text)


def _line(text: str, source: str) -> str:
    """Return a line of the student's own text, by its number: nothing else of the fact."""
    number = text.removeprefix("line ").partition(":")[0]
    lines = source.splitlines()
    if not number.isdecimal() or not 1 <= int(number) <= len(lines):
        return ""
    return f"line {number}: {lines[int(number) - 1].strip()[:200]}"


def _constants(source: str) -> set[str]:
    """Return the texts that stand in an exercise's code: they hold no computed value."""
    nodes = ast.walk(ast.parse(source))
    return {x.value for x in nodes if isinstance(x, ast.Constant) and isinstance(x.value, str)}
