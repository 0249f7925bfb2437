"""Tell whether an answer is still the starter, as every reader gets it."""

from __future__ import annotations

import ast
import types

from dlbook.exercise.execution import run_source
from dlbook.exercise.format import Exercise


def is_starter(exercise: Exercise, source: str | None, answer=None) -> bool:
    """Say whether nothing that the starter defines has been changed.

    Parameters
    ----------
    exercise : Exercise
        The exercise.
    source : str or None
        The text that defines the answer; if None, ``answer`` is looked at.
    answer : function or class, optional
        The answer itself.
    """
    if source is not None:
        given, came = _definitions(exercise.starter), _definitions(source)
        return exercise.answer in came and all(came.get(n, x) == x for n, x in given.items())
    given = run_source(exercise.starter, "starter", f"<starter {exercise.id}>")
    around = {**_around(answer), exercise.answer: answer}
    own = (n for n, x in given.items() if getattr(x, "__module__", "") == "starter")
    return all(_code(around.get(name, given[name])) == _code(given[name]) for name in own)


def _definitions(source: str) -> dict[str, str]:
    """Return what defines each name at the top of a text, without its layout and comments."""
    try:
        nodes = ast.parse(source).body
        return {name: ast.dump(node) for node in nodes for name in _bound(node)}
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # no starter is like that
        return {}


def _bound(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _around(answer) -> dict:
    """Return the names that a function, or a class with functions, was defined among."""
    parts = vars(answer).values() if isinstance(answer, type) else [answer]
    functions = (getattr(part, "__func__", part) for part in parts)
    return next((f.__globals__ for f in functions if hasattr(f, "__globals__")), {})


def _code(value) -> object:
    """Return what a function or class does, whatever its lines and where it stands."""
    if isinstance(value, type):
        return {name: _code(x) for name, x in vars(value).items() if callable(_function(x))}
    code = getattr(_function(value), "__code__", value)
    if not isinstance(code, types.CodeType):
        return repr(code)
    names = (code.co_names, code.co_varnames, code.co_freevars)
    return code.co_code, names, [_code(constant) for constant in code.co_consts]


def _function(value):
    return getattr(value, "__func__", value)
