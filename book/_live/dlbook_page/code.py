"""Run a piece of code as a notebook runs a cell."""

from __future__ import annotations

import ast
import itertools
import linecache
import re
import sys
import types

# Each text is a file of its own: a function keeps its lines when the text is changed.
_numbers = itertools.count(1)
FILE = re.compile(r"<your code \d+>")


def new_namespace() -> dict:
    """Return the names of a fresh module, known to Python as the program itself."""
    module = types.ModuleType("__main__")
    # Where dataclasses, inspect and copy look for what a class or function belongs to.
    sys.modules["__main__"] = module
    return module.__dict__


def execute(code: str, names: dict) -> object:
    """Run ``code`` and return the value of its last line if that is an expression.

    Parameters
    ----------
    code : str
        Any number of statements. Whatever they raise passes through. A semicolon at the
        end asks for no value.
    names : dict
        Read and extended.
    """
    file = names["__file__"] = f"<your code {next(_numbers)}>"
    # For tracebacks, and for who asks for the source of what was defined here.
    linecache.cache[file] = (len(code), None, code.splitlines(keepends=True), file)
    tree = ast.parse(code, file)
    ends_in_value = tree.body and isinstance(tree.body[-1], ast.Expr)
    last = ast.Expression(tree.body.pop().value) if ends_in_value else None
    exec(compile(tree, file, "exec", dont_inherit=True), names)
    value = eval(compile(last, file, "eval", dont_inherit=True), names) if last else None
    return None if code.rstrip().endswith(";") else value
