"""The value of an answer that is a letter or a number, without running it."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable

OPERATORS: dict[type, Callable] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}
LARGEST = 10**30
MOST = 200  # characters of an answer


def constant_text(node: ast.expr) -> str | None:
    """Return a letter, or a number as text; None where it is neither.

    A number may be calculated, as in ``784 * 256 + 256``.
    """
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value[:MOST]
    try:
        number = _number(node)
    except (TypeError, ValueError, ArithmeticError, RecursionError):
        return None
    return repr(number)


def _number(node: ast.expr) -> int | float:
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            number = value
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            number = -_number(operand)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            number = _number(operand)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            number = _combined(OPERATORS[type(op)], _number(left), _number(right))
        case _:
            raise TypeError("no number")
    if not isinstance(number, int | float) or abs(number) > LARGEST:
        raise ValueError("no real number of a size that a question asks for")
    return number


def _combined(operation: Callable, left: int | float, right: int | float) -> int | float:
    if operation is operator.pow and abs(right) > 100:
        raise ValueError("too large a power")
    return operation(left, right)
