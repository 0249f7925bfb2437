"""What every exercise must satisfy: each proof returns what is wrong."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterable

import numpy as np

from dlbook.exercise import Exercise
from dlbook.exercise.checking import check_exercise
from dlbook.exercise.choice import check_choice
from dlbook.exercise.compare import compare
from dlbook.exercise.loading import load, load_starter, run_source
from dlbook.exercise.trial import Bench
from tests.exercises.mutants import mutants

SEEDS = range(20)


def starter_earns(exercise: Exercise) -> list[str]:
    """Return the seeds on which the starter is taken for an answer."""
    starter = load_starter(exercise)
    return [
        f"seed {seed}: the starter passes"
        for seed in SEEDS
        if check_exercise(exercise, starter, seed).score > 0
    ]


def solution_fails(exercise: Exercise) -> list[str]:
    """Return the reports in which the solution does not earn everything."""
    reference = load(exercise).reference
    reports = (check_exercise(exercise, reference, seed) for seed in SEEDS)
    return [f"seed {r.seed}: {r}" for r in reports if r.score < 1]


def few_wrong_answers(exercise: Exercise, least: int = 3) -> list[str]:
    """Return that there are too few wrong answers, if so."""
    count = len(load(exercise).wrong)
    return [] if count >= least else [f"{count} wrong answers; at least {least} are needed"]


def unrecognized(exercise: Exercise) -> list[str]:
    """Return the wrong answers that pass, or are taken for another one."""
    found = []
    for name, wrong in load(exercise).wrong.items():
        for seed in SEEDS:
            report = check_exercise(exercise, wrong, seed)
            if report.passed:
                found.append(f"seed {seed}: {name} passes")
            elif report.mistake != name:
                found.append(f"seed {seed}: {name} is taken for {report.mistake or 'none'!r}")
    return found


def blind_to_zeros(exercise: Exercise) -> list[str]:
    """Return that results of nothing but zeros, or off by a thousandth, would pass, if so."""
    bench = Bench(exercise, load(exercise))
    if not bench.checks.compares:
        return []
    changes = {"zeros": lambda x: x * 0, "1.001 times the result": lambda x: x * 1.001}
    expected = [bench.run(bench.checks.reference, args) for args, _ in bench.inputs(0)]
    results = [
        (e.result, *(e.args[i] for i in bench.may_change)) for e in expected if not e.error
    ]
    tolerances = bench.checks.rtol, bench.checks.atol
    return [
        f"{name} would pass"
        for name, change in changes.items()
        if any(_numbers(result) for result in results)
        and not any(compare(r, _changed(r, change), *tolerances) for r in results)
    ]


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


def same_shapes(exercise: Exercise) -> list[str]:
    """Return that all random inputs have the same shapes, if so: one could be hard-coded."""
    bench = Bench(exercise, load(exercise))
    shapes = {str(_shapes(bench.random_input(seed, 0))) for seed in SEEDS}
    return [f"all random inputs have the shapes {shapes}"] if len(shapes) == 1 else []


def _shapes(value) -> list:
    if isinstance(value, list | tuple | dict):
        parts = value.values() if isinstance(value, dict) else value
        return [_shapes(part) for part in parts]
    return list(getattr(value, "shape", [type(value).__name__]))


def survivors(exercise: Exercise) -> list[str]:
    """Return the mutants that pass and are not justified, and what is justified in vain."""
    brief = dataclasses.replace(exercise, seconds=min(exercise.seconds, 1.0))
    alive = {
        text
        for text, mutant in mutants(exercise)
        if all(check_exercise(brief, mutant, seed).passed for seed in range(3))
    }
    listed = set(exercise.survivors)
    return [f"survives: {text}" for text in sorted(alive - listed)] + [
        f"listed as a survivor, but does not survive: {text}" for text in sorted(listed - alive)
    ]


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
