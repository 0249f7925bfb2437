"""Small wrong changes to Python code, to see whether tests notice them."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from typing import NamedTuple

SWAPS = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Add,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitOr,
}
# Nothing below these computes: types, messages, and checks of lengths that are
# equal anyway.
SKIPPED_FIELDS = {"annotation", "returns", "decorator_list", "bases"}
SKIPPED_NODES = (ast.Raise, ast.JoinedStr, ast.Import, ast.ImportFrom)
SKIPPED_KEYWORDS = {"strict"}


class Mutant(NamedTuple):
    """One change: the line, what stood there and stands there now, and the whole file."""

    line: int
    before: str
    after: str
    tree: ast.Module


def mutants(source: str) -> Iterator[Mutant]:
    """Yield every mutant of a file, one change in each."""
    tree = ast.parse(source)
    for path, node in _sites(tree):
        for changed in _changes(node, is_test=path[-1] == ("test", None)):
            new_tree = copy.deepcopy(tree)
            _put(new_tree, path, changed)
            ast.fix_missing_locations(new_tree)
            before = ast.unparse(node)
            after = ast.unparse(changed) if changed is not None else "(left out)"
            yield Mutant(getattr(node, "lineno", 0), before, after, new_tree)


def _sites(node: ast.AST, path: tuple = ()) -> Iterator[tuple[tuple, ast.AST]]:
    """Yield the nodes worth changing, each with the fields and places that lead to it."""
    for field, value in ast.iter_fields(node):
        if field in SKIPPED_FIELDS:
            continue
        children = enumerate(value) if isinstance(value, list) else [(None, value)]
        for i, child in children:
            if isinstance(child, ast.AST) and not _is_skipped(child):
                yield (*path, (field, i)), child
                yield from _sites(child, (*path, (field, i)))


def _is_skipped(node: ast.AST) -> bool:
    text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    named = isinstance(node, ast.keyword) and node.arg in SKIPPED_KEYWORDS
    return text or named or isinstance(node, SKIPPED_NODES)


def _changes(node: ast.AST, is_test: bool) -> Iterator[ast.AST | None]:
    """Yield what may stand in the place of a node; None leaves it out."""
    match node:
        case ast.Compare(ops=ops):
            for i, op in enumerate(ops):
                changed = copy.deepcopy(node)
                changed.ops[i] = SWAPS[type(op)]()
                yield changed
        case ast.BinOp(op=op) | ast.BoolOp(op=op) | ast.AugAssign(op=op) if type(op) in SWAPS:
            changed = copy.deepcopy(node)
            changed.op = SWAPS[type(op)]()
            yield changed
        case ast.UnaryOp(operand=operand):
            yield operand
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield ast.Constant(value + 1)
        case ast.Constant(value=float() as value):
            yield ast.Constant(value * 1.1 or 1.0)
        case ast.Name() | ast.Call() | ast.Attribute() if is_test:
            yield ast.UnaryOp(ast.Not(), node)
        case ast.keyword():
            yield None
    if isinstance(node, ast.AugAssign) or _is_effect(node):
        yield ast.Pass()


def _is_effect(node: ast.AST) -> bool:
    """Whether a statement only changes something: a bare call, or ``a.b = c``."""
    if isinstance(node, ast.Assign):
        return isinstance(node.targets[0], ast.Attribute | ast.Subscript)
    return isinstance(node, ast.Expr)


def _put(tree: ast.AST, path: tuple, new: ast.AST | None) -> None:
    """Replace the node at ``path``, or leave it out."""
    *way, (field, i) = path
    for name, j in way:
        tree = getattr(tree, name) if j is None else getattr(tree, name)[j]
    if i is None:
        setattr(tree, field, new)
    elif new is None:
        del getattr(tree, field)[i]
    else:
        getattr(tree, field)[i] = new
