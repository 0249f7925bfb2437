"""Small changes to a solution, made mechanically: a check must notice each of them."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from dlbook.exercise import Exercise
from dlbook.exercise.markers import regions

OPERATORS = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div],
    ast.Div: [ast.Mult],
    ast.MatMult: [ast.Mult],
    ast.Pow: [ast.Mult],
    ast.FloorDiv: [ast.Mult],
    ast.Mod: [ast.FloorDiv],
}
COMPARISONS = {
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.GtE],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.LtE],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
}
JUNCTIONS = {ast.And: [ast.Or], ast.Or: [ast.And]}
REDUCTIONS = {
    "sum": "mean",
    "mean": "sum",
    "max": "min",
    "min": "max",
    "maximum": "minimum",
    "minimum": "maximum",
}


def mutants(exercise: Exercise) -> Iterator[tuple[str, Callable]]:
    """Yield changed solutions, each with a text such as ``axis=0 -> axis=1``."""
    tree = ast.parse(exercise.source)
    lines = solution_lines(Path(exercise.path).read_text(encoding="utf-8"))
    seen = Counter()
    for parent, field, position, child in list(_children(tree)):
        if getattr(child, "lineno", None) not in lines:
            continue
        for new in _variants(child):
            key = f"{parent.arg}=" if isinstance(parent, ast.keyword) else ""
            text = f"{key}{_text(child)} -> {key}{_text(new)}"
            seen[text] += 1
            _put(parent, field, position, new)
            answer = _answer(tree, exercise)
            _put(parent, field, position, child)
            yield text + (f" ({seen[text]})" if seen[text] > 1 else ""), answer


def solution_lines(text: str) -> set[int]:
    """Return the numbers of the lines between the markers of the solution."""
    numbered = enumerate(regions(text), start=1)
    return {number for number, (region, _) in numbered if region == "SOLUTION"}


def _answer(tree: ast.Module, exercise: Exercise) -> Callable:
    names = {"__name__": "mutant"}
    exec(compile(ast.fix_missing_locations(tree), "<mutant>", "exec"), names)
    return names[exercise.answer]


def _children(tree: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.AST]]:
    """Yield each node with its parent, and where it is in the parent."""
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if isinstance(value, ast.AST):
                yield parent, field, None, value
            elif isinstance(value, list):
                for position, child in enumerate(value):
                    if isinstance(child, ast.AST):
                        yield parent, field, position, child


def _put(parent: ast.AST, field: str, position: int | None, node: ast.AST) -> None:
    if position is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[position] = node


def _variants(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.BinOp | ast.AugAssign):
        yield from (_with(node, op=op()) for op in OPERATORS.get(type(node.op), []))
    elif isinstance(node, ast.BoolOp):
        yield from (_with(node, op=op()) for op in JUNCTIONS[type(node.op)])
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield from (_with(node, ops=[op()]) for op in COMPARISONS.get(type(node.ops[0]), []))
    elif isinstance(node, ast.Constant):
        yield from (_with(node, value=value) for value in _constants(node.value))
    elif isinstance(node, ast.Attribute):
        if node.attr == "T":
            yield node.value
        elif node.attr in REDUCTIONS:
            yield _with(node, attr=REDUCTIONS[node.attr])


def _constants(value) -> list:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1]
    if isinstance(value, float):
        return [2 * value] if value else [1.0]
    return []


def _with(node: ast.AST, **fields) -> ast.AST:
    """Return a copy of a node with other fields."""
    return type(node)(**{**dict(ast.iter_fields(node)), **fields})


def _text(node: ast.AST) -> str:
    return ast.unparse(ast.fix_missing_locations(node)).replace("\n", " ")
