"""What every exercise must satisfy: each proof returns what is wrong."""

from __future__ import annotations

import ast
import dataclasses
import importlib.util
import inspect
import re
from collections.abc import Callable, Iterable

import numpy as np

from dlbook.exercise import Exercise
from dlbook.exercise.check import Checker, check_answer
from dlbook.exercise.choice import check_choice
from dlbook.exercise.compare import compare
from dlbook.exercise.execution import run_source
from dlbook.exercise.loading import load, load_starter
from tests.exercises.mutants import mutants

SEEDS = range(8)
FEW_SEEDS = range(3)


def can_prove(exercise: Exercise) -> bool:
    """Say whether what the exercise's code needs is installed."""
    return not exercise.needs_torch or importlib.util.find_spec("torch") is not None


def prove(exercise: Exercise) -> list[str]:
    """Return all that is wrong with an exercise."""
    proofs = OF_CODE if exercise.is_code else OF_CHOICES
    if exercise.kind == "investigate":
        proofs = ()
    return [problem for proof in proofs for problem in proof(exercise)]


def _check(exercise: Exercise, answer, seed: int):
    # What is proven does not depend on how small the input is that a report shows.
    return check_answer(exercise, answer, seed, shown=False)


# --- code ---------------------------------------------------------------------------


def starter_earns(exercise: Exercise) -> list[str]:
    """Return the seeds on which the starter is taken for an answer."""
    starter = load_starter(exercise)
    return [
        f"seed {seed}: the starter passes"
        for seed in FEW_SEEDS
        if _check(exercise, starter, seed).score > 0
    ]


def solution_fails(exercise: Exercise) -> list[str]:
    """Return the reports in which the solution does not earn everything."""
    reference = load(exercise).reference
    reports = (_check(exercise, reference, seed) for seed in SEEDS)
    return [f"seed {r.seed}: {r}" for r in reports if r.score < 1]


def few_wrong_answers(exercise: Exercise, least: int = 3) -> list[str]:
    """Return that there are too few wrong answers, if so."""
    count = len(load(exercise).wrong)
    return [] if count >= least else [f"{count} wrong answers; at least {least} are needed"]


def unrecognized(exercise: Exercise) -> list[str]:
    """Return the wrong answers that pass, are taken for another, or fill the screen."""
    found = []
    for name, wrong in load(exercise).wrong.items():
        for seed in SEEDS:
            report = _check(exercise, wrong, seed)
            if report.passed:
                found.append(f"seed {seed}: {name} passes")
            elif report.mistake != name:
                found.append(f"seed {seed}: {name} is taken for {report.mistake or 'none'!r}")
        if len(str(check_answer(exercise, wrong, 0)).splitlines()) > 70:
            found.append(f"the report of {name} is too long")
    return found


def useless_properties(exercise: Exercise) -> list[str]:
    """Return the properties without a wrong answer that they alone catch."""
    checks = load(exercise)
    without = {name: f"del {name}" for name in checks.properties}
    found = []
    for name, line in without.items():
        weaker = dataclasses.replace(exercise, source=f"{exercise.source}\n{line}\n")
        if not any(_check(weaker, wrong, 0).passed for wrong in checks.wrong.values()):
            found.append(f"{name}: no wrong answer that it alone catches")
    return found


def blind_to_zeros(exercise: Exercise) -> list[str]:
    """Return that results of nothing but zeros, or off by a thousandth, would pass, if so."""
    checks = load(exercise)
    changes = {"zeros": lambda x: x * 0, "1.001 times the result": lambda x: x * 1.001}
    results = _expected(exercise)
    return [
        f"{name} would pass"
        for name, change in changes.items()
        if checks.compares
        and any(_numbers(result) for result in results)
        and not any(compare(r, _changed(r, change), checks.rtol, checks.atol) for r in results)
    ]


def _expected(exercise: Exercise) -> list[tuple]:
    """Return what is compared on each input: the result, and the arguments it changes."""
    checker = Checker(exercise, None)
    found = []
    for args, _ in checker.inputs(0):
        outcome = checker.run(checker.reference, args)
        after = (outcome.changed.get(i, args[i]) for i in checker.may_change)
        found += [] if outcome.error else [(outcome.result, *after)]
    return found


def same_shapes(exercise: Exercise) -> list[str]:
    """Return that all random inputs have the same shapes, if so: one could be hard-coded."""
    inputs = load(exercise).inputs
    shapes = {str(_shapes(inputs(np.random.default_rng([seed, 0])))) for seed in range(20)}
    return [f"all random inputs have the shapes {shapes}"] if len(shapes) == 1 else []


def survivors(exercise: Exercise) -> list[str]:
    """Return the mutants that pass and are not justified, and what is justified in vain."""
    brief = dataclasses.replace(exercise, seconds=min(exercise.seconds, 1.0))
    alive = {
        text
        for text, mutant in mutants(exercise)
        if all(_check(brief, mutant, seed).passed for seed in FEW_SEEDS)
    }
    listed = set(exercise.survivors)
    return [f"survives: {text}" for text in sorted(alive - listed)] + [
        f"listed as a survivor, but does not survive: {text}" for text in sorted(listed - alive)
    ]


def refused_without_a_word(exercise: Exercise) -> list[str]:
    """Return right answers that are refused though the statement does not rule them out."""
    reference = load(exercise).reference
    if isinstance(reference, type):
        return []
    names = list(inspect.signature(reference).parameters)
    variants = {
        "results in float32; say float64": ("float64", _in_float32),
        "a list; say array, or give the shape": ("array|shape", _as_lists),
    }
    found = [
        f"refused without a word: {what}"
        for what, (word, change) in variants.items()
        if not re.search(word, exercise.statement)
        and not _check(exercise, _returning(change, reference), 0).passed
    ]

    def by_keyword(*args):
        return reference(**dict(zip(names, args, strict=False)))

    if not _check(exercise, by_keyword, 0).passed:
        found.append("arguments given by keyword are refused")
    unnamed = [n for n in names if not re.search(rf"\b{n}\b|{n}\)", exercise.statement)]
    needed = [n for n in unnamed if _is_required(reference, n)]
    return found + [f"the statement does not name the argument {name}" for name in needed]


def _is_required(function: Callable, name: str) -> bool:
    return inspect.signature(function).parameters[name].default is inspect.Parameter.empty


def _returning(change: Callable, function: Callable) -> Callable:
    return lambda *args: change(function(*args))


def _in_float32(value):
    return _changed(value, lambda x: x.astype(np.float32) if np.ndim(x) else np.float32(x))


def _as_lists(value):
    if isinstance(value, list | tuple):
        return [_as_lists(part) for part in value]
    return value.tolist() if isinstance(value, np.ndarray) else value


def _numbers(value) -> bool:
    """Say whether there are real numbers in a result, which could be off."""
    if isinstance(value, list | tuple | dict):
        return any(map(_numbers, value.values() if isinstance(value, dict) else value))
    return getattr(np.asarray(value), "dtype", np.dtype("O")).kind == "f"


def _changed(value, change):
    if isinstance(value, dict):
        return {key: _changed(part, change) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_changed(part, change) for part in value]
    return change(value) if _numbers(value) else value


def _shapes(value) -> list:
    if isinstance(value, list | tuple | dict):
        parts = value.values() if isinstance(value, dict) else value
        return [_shapes(part) for part in parts]
    if isinstance(value, int):
        return [value]  # a size
    return list(getattr(value, "shape", [type(value).__name__]))


# --- choices and numbers ------------------------------------------------------------


def wrong_verdicts(exercise: Exercise) -> list[str]:
    """Return the options, or numbers, that a choice judges wrongly, and an untrue answer."""
    found = []
    if exercise.options:
        for i in range(len(exercise.options)):
            if check_choice(exercise, i).passed != (i == exercise.answer):
                found.append(f"option {i} is judged wrongly")
    else:
        far = exercise.value + 2 * exercise.within + 1e-9
        if not check_choice(exercise, exercise.value).passed:
            found.append("the right number is refused")
        if check_choice(exercise, far).passed:
            found.append(f"{far} passes")
    return found + _untrue(exercise)


def _untrue(exercise: Exercise) -> list[str]:
    names = run_source(exercise.source, "choice", f"<exercise {exercise.id}>")
    if "truth" not in names:
        return []
    answer = names["truth"]()
    passed = answer is not None and check_choice(exercise, answer).passed
    return [] if passed else [f"truth() gives {answer}"]


OF_CODE = (
    starter_earns,
    solution_fails,
    few_wrong_answers,
    unrecognized,
    useless_properties,
    blind_to_zeros,
    same_shapes,
    survivors,
    refused_without_a_word,
)
OF_CHOICES = (wrong_verdicts,)


# --- the book's order ---------------------------------------------------------------


def from_later_chapters(exercise: Exercise, explained: dict[str, list[str]]) -> list[str]:
    """Return what an exercise imports that only a later chapter explains.

    Parameters
    ----------
    explained : dict
        From each chapter, in the book's order, to the names in ``dlbook`` it explains.
    """
    order = list(explained)
    if exercise.chapter not in order:
        return [f"there is no chapter {exercise.chapter}"]
    known = set(order[: order.index(exercise.chapter) + 1])
    return [
        f"{name} is explained in {', '.join(chapters)}"
        for name in _imports(exercise.source)
        if (chapters := [c for c in order if name in explained[c]])
        and not known & set(chapters)
    ]


def _imports(source: str) -> Iterable[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
