"""Small changes to a solution, made mechanically: a check must notice each of them."""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from dlbook.exercise import Exercise
from dlbook.exercise.format import join, module, regions, split
from tools.mutants import Mutant
from tools.mutants import mutants as of_code

ATTRIBUTES = {
    "T": "real",  # leaves the transpose out: of real numbers, the real part is all
    "sum": "mean",
    "mean": "sum",
    "max": "min",
    "min": "max",
    "maximum": "minimum",
    "minimum": "maximum",
}


def mutants(exercise: Exercise) -> Iterator[tuple[str, Callable]]:
    """Yield changed solutions, each with a text such as ``x > 0 -> x >= 0``."""
    _, cells = split(Path(exercise.path).read_text(encoding="utf-8"))
    given = join(cells, "code", "starter")
    code, lines, seen = module(given), solution_lines(given), Counter()
    for mutant in (*of_code(code), *of_arrays(code)):
        if mutant.line not in lines:
            continue
        text = f"{mutant.before} -> {mutant.after}".replace("\n", " ")
        seen[text] += 1
        number = f" ({seen[text]})" if seen[text] > 1 else ""
        names = {"__name__": "mutant"}
        exec(compile(mutant.tree, "<mutant>", "exec"), names)
        yield text + number, names[exercise.answer]


def solution_lines(text: str) -> set[int]:
    """Return the numbers of the lines between the markers of the solution."""
    numbered = enumerate(regions(text), start=1)
    return {number for number, (region, _) in numbered if region == "SOLUTION"}


def of_arrays(source: str) -> Iterator[Mutant]:
    """Yield mutants that are made of mistakes with arrays: axes, products, reductions."""
    tree = ast.parse(source)
    for place, node in enumerate(ast.walk(tree)):
        for field, value in _changes(node):
            changed = copy.deepcopy(tree)
            new = list(ast.walk(changed))[place]
            setattr(new, field, value)
            yield Mutant(node.lineno, ast.unparse(node), ast.unparse(new), changed)


def _changes(node: ast.AST) -> Iterator[tuple[str, object]]:
    """Yield the fields to change, and to what."""
    match node:
        case ast.BinOp(op=ast.MatMult()):
            yield "op", ast.Mult()
        case ast.Attribute(attr=attr) if attr in ATTRIBUTES:
            yield "attr", ATTRIBUTES[attr]
        case ast.Constant(value=int() as value) if not isinstance(value, bool):
            yield "value", value - 1  # an axis earlier; one later is among the others
