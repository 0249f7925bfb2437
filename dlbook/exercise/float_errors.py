"""Find the operation of an answer that makes infinity or NaN of finite numbers.

NumPy's warnings do not do: WebAssembly, in which pages run, raises none, and ``np.errstate``
silences them. So an answer's operators and calls are watched as it runs, and those of the
reader's functions that it calls. What happens inside NumPy is not looked at.
"""

from __future__ import annotations

import ast
import linecache
import operator
import types
from collections.abc import Callable

import numpy as np

from dlbook.exercise.forbidden import FOLDERS

HOOK = "__dlbook_watch__"
LONGEST = 60  # characters that are repeated of an operation
OPERATORS = {
    ast.Add: ("add", "iadd"),
    ast.Sub: ("sub", "isub"),
    ast.Mult: ("mul", "imul"),
    ast.Div: ("truediv", "itruediv"),
    ast.FloorDiv: ("floordiv", "ifloordiv"),
    ast.Mod: ("mod", "imod"),
    ast.Pow: ("pow", "ipow"),
    ast.MatMult: ("matmul", "imatmul"),
}
# Calls that look at where they are called from.
LOOK_AROUND = ("super", "locals", "globals", "vars", "dir", "eval", "exec")
UNSET = (np.empty, np.empty_like)  # their numbers are whatever was in memory


class FloatErrors:
    """Runs functions of a reader; ``first`` is the first operation gone wrong, or ``""``."""

    def __init__(self):
        self.first = ""
        self._watched: dict[types.CodeType, types.CodeType] = {}

    def watch(self, function: Callable) -> Callable:
        """Return a function whose operations are watched, or itself if its text is unknown."""
        if not isinstance(function, types.FunctionType):
            return function
        code = function.__code__
        if code.co_filename.startswith(FOLDERS):
            return function
        if code not in self._watched:
            self._watched[code] = _rewritten(code, function.__globals__)
        new, names = self._watched[code], function.__globals__
        if new is code:
            return function
        names[HOOK] = self
        watched = types.FunctionType(
            new, names, function.__name__, function.__defaults__, function.__closure__
        )
        watched.__kwdefaults__ = function.__kwdefaults__
        return watched

    def operate(self, text: str, name: str, left, right):
        """Do what an operator does."""
        finite = _are_finite((left, right))
        result = getattr(operator, name)(left, right)
        self._look(text, finite, result)
        return result

    def call(self, text: str, function: Callable, *args, **kwargs):
        """Call a function."""
        owner = getattr(function, "__self__", None)
        unset = any(function is made for made in UNSET)
        finite = not unset and _are_finite([owner, *args, *kwargs.values()])
        result = self.watch(function)(*args, **kwargs)
        self._look(text, finite, result)
        return result

    def _look(self, text: str, finite: bool, result) -> None:
        if finite and not self.first and not _are_finite([result, 0]):
            short = text if len(text) <= LONGEST else f"{text[:LONGEST]} ..."
            self.first = f"`{short}` is {'NaN' if _has_nan(result) else 'infinite'}"


def _numbers(values) -> list[np.ndarray]:
    """Return the numbers and arrays of numbers in a list, and in lists within it."""
    found = []
    for value in values:
        if isinstance(value, list | tuple):
            found += _numbers(value)
        elif isinstance(value, int | float | complex | np.ndarray | np.generic):
            array = np.asarray(value)
            found += [array] if array.dtype.kind in "biufc" else []
    return found


def _are_finite(values) -> bool:
    """Say whether there are numbers, and all of them finite."""
    numbers = _numbers(values)
    return bool(numbers) and all(np.isfinite(array).all() for array in numbers)


def _has_nan(value) -> bool:
    return any(np.isnan(array).any() for array in _numbers([value]))


# --- the code, written anew -------------------------------------------------------------


def _rewritten(code: types.CodeType, names: dict) -> types.CodeType:
    """Return code that does the same through the hook, or itself if its text is unknown."""
    text = "".join(linecache.getlines(code.co_filename, names))
    try:
        tree = ast.parse(text)
        written = _find(compile(tree, code.co_filename, "exec", dont_inherit=True), code)
        if written is None or written.co_code != code.co_code:
            return code  # the text has changed since
        tree = ast.fix_missing_locations(_Rewriter(text).visit(tree))
        return _find(compile(tree, code.co_filename, "exec", dont_inherit=True), code) or code
    except (SyntaxError, ValueError, RecursionError):
        return code


def _find(within: types.CodeType, code: types.CodeType) -> types.CodeType | None:
    """Return the code of the function of the same name at the same line."""
    place = (code.co_qualname, code.co_firstlineno)
    if (within.co_qualname, within.co_firstlineno) == place:
        return within
    inner = (c for c in within.co_consts if isinstance(c, types.CodeType))
    return next((found for c in inner if (found := _find(c, code))), None)


class _Rewriter(ast.NodeTransformer):
    """Replaces operators and calls by calls of the hook."""

    def __init__(self, text: str):
        self.text = text

    def written(self, node: ast.AST) -> str:
        """Return how the reader wrote something, in one line."""
        return " ".join((ast.get_source_segment(self.text, node) or "").split())

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        plain, _ = OPERATORS.get(type(node.op), (None, None))
        text = self.written(node)
        self.generic_visit(node)
        if not plain:
            return node
        return _hooked(node, "operate", text, ast.Constant(plain), node.left, node.right)

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        _, in_place = OPERATORS.get(type(node.op), (None, None))
        text = self.written(node)
        self.generic_visit(node)
        if not in_place:
            return node
        before = ast.parse(ast.unparse(node.target), mode="eval").body
        value = _hooked(node, "operate", text, ast.Constant(in_place), before, node.value)
        return ast.copy_location(ast.Assign([node.target], value), node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        text = self.written(node)
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id in LOOK_AROUND:
            return node
        return _hooked(node, "call", text, node.func, *node.args, keywords=node.keywords)


def _hooked(node: ast.AST, method: str, text: str, *args: ast.AST, keywords=()) -> ast.Call:
    hook = ast.Attribute(ast.Name(HOOK, ast.Load()), method, ast.Load())
    new = ast.Call(hook, [ast.Constant(text), *args], list(keywords))
    return ast.copy_location(new, node)
