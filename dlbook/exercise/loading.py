"""The code of an exercise at work: its reference, its inputs, its wrong answers."""

from __future__ import annotations

import ast
import functools
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dlbook.exercise.execution import run_source
from dlbook.exercise.format import Exercise, FormatError

WRONG = ("wrong_", "Wrong")


@dataclass(frozen=True)
class Checks:
    """What the code of an exercise defines: reference, inputs, wrong answers, properties.

    If not ``compares``, results only have properties.
    """

    reference: Callable  # the solution
    parameters: list[str]  # of one case
    inputs: Callable  # ``inputs(rng)``: the arguments of one random case
    edge_cases: list[tuple]  # arguments that are always tried
    measure: Callable | None  # ``measure(result, *args)``: what is compared instead
    valid: Callable  # ``valid(*args)``: whether the statement promises these
    properties: dict[str, Callable]  # ``property(answer, args, result)``, which asserts
    wrong: dict[str, Callable]  # each explains itself in its docstring
    rtol: float | None
    atol: float | None
    compares: bool


def load(exercise: Exercise) -> Checks:
    """Run the code of an exercise and return what checks it.

    Raises
    ------
    FormatError
        If the code lacks the answer, the inputs, or a sentence for a wrong answer.
    """
    # A name of its own: the exercise's file may exist, and linecache would prefer it.
    filename = f"<exercise {exercise.id}>"
    with np.errstate(all="ignore"):
        names = run_source(exercise.source, _module_name(exercise), filename)
    for needed in (exercise.answer, "inputs"):
        if not callable(names.get(needed)):
            raise FormatError(f"{exercise.path}: the code defines no {needed}")
    edge_cases = names.get("edge_cases", list)
    return Checks(
        reference=names[exercise.answer],
        parameters=_parameters(names, exercise),
        inputs=names["inputs"],
        edge_cases=[as_input(args) for args in edge_cases()],
        measure=names.get("measure"),
        valid=names.get("valid", lambda *args: True),
        properties=_named(names, "property_"),
        wrong=_of_mistakes(exercise) | _explained(_named(names, "wrong_"), exercise),
        rtol=names.get("RTOL"),
        atol=names.get("ATOL"),
        compares=names.get("COMPARE", True),
    )


def _parameters(names: dict, exercise: Exercise) -> list[str]:
    if "drive" in names:
        return list(inspect.signature(names["drive"]).parameters)[1:]
    return list(inspect.signature(names[exercise.answer]).parameters)


def drive_of(exercise: Exercise) -> str:
    """Return the text of ``def drive(answer, *args)`` in an exercise's code, or ``""``.

    It runs where the answer runs, after the starter, whose names it may use and no others.
    """
    return _function_in(exercise.source, "drive")


def allows_float_errors(exercise: Exercise) -> bool:
    """Say whether an overflow or the like on the way to a right result does not matter."""
    return re.search(r"^FLOAT_ERRORS = False\b", exercise.source, re.MULTILINE) is None


@functools.lru_cache(maxsize=64)
def _function_in(source: str, name: str) -> str:
    if f"def {name}(" not in source:
        return ""
    nodes = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))
    return next((ast.get_source_segment(source, n) for n in nodes if n.name == name), "")


def load_starter(exercise: Exercise) -> Callable:
    """Return the answer as the starter has it."""
    names = run_source(
        exercise.starter, _module_name(exercise) + ".starter", f"<starter {exercise.id}>"
    )
    return names[exercise.answer]


def as_input(args) -> tuple:
    """Return the arguments of one input, once it is known that they are a tuple.

    Raises
    ------
    FormatError
        If it is no tuple: an array, say, would be taken apart.
    """
    if not isinstance(args, tuple):
        raise FormatError(
            f"an input is a tuple of arguments, as (X,) for one; got {type(args).__name__}"
        )
    return args


def explanation(wrong: Callable) -> str:
    """Return the sentence with which a wrong answer explains itself."""
    return " ".join((inspect.getdoc(wrong) or "").split())


def explanations(exercise: Exercise) -> dict[str, str]:
    """Return how each wrong answer explains itself, by name, without running any."""
    found = {mistake.name: mistake.explanation for mistake in exercise.mistakes}
    for node in ast.parse(exercise.source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name.startswith(WRONG):
            found[node.name] = " ".join((ast.get_docstring(node) or "").split())
    return found


def wrong_sources(exercise: Exercise) -> dict[str, str]:
    """Return each wrong answer, by name, as a text that defines what the exercise asks for."""
    written = {
        name: f"{exercise.source}\n{exercise.answer} = {name}\n"
        for name in explanations(exercise)
    }
    return written | {mistake.name: mistake.code for mistake in exercise.mistakes}


def _of_mistakes(exercise: Exercise) -> dict[str, Callable]:
    """Return the wrong answers that are substitutions in the solution."""
    found = {}
    for mistake in exercise.mistakes:
        name = f"{_module_name(exercise)}.{mistake.name}"
        try:
            names = run_source(mistake.code, name, f"<exercise {exercise.id}: {mistake.name}>")
        except SyntaxError as error:
            raise FormatError(
                f"{exercise.path}: {mistake.name}: with its substitution, Python cannot read "
                f"line {error.lineno} of the solution, {(error.text or '').strip()!r}"
            ) from None
        wrong = found[mistake.name] = names[exercise.answer]
        wrong.__doc__ = mistake.explanation
    return found


def _module_name(exercise: Exercise) -> str:
    return "exercises." + exercise.id.replace("/", ".").replace("-", "_")


def _named(names: dict, prefix: str) -> dict[str, Callable]:
    """Return what is called ``prefix...``, or ``Prefix...`` where it is a class."""
    starts = (prefix, prefix.rstrip("_").capitalize())
    return {name: x for name, x in names.items() if callable(x) and name.startswith(starts)}


def _explained(wrong: dict[str, Callable], exercise: Exercise) -> dict[str, Callable]:
    for name, function in wrong.items():
        if not explanation(function):
            raise FormatError(f"{exercise.path}: {name} has no docstring that explains it")
    return wrong
