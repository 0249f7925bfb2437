"""Read code that may be anything, without running it."""

from __future__ import annotations

import ast
import symtable
import warnings


def parsed(text: str) -> ast.Module | None:
    """Return the syntax tree of a text, or None where Python cannot read it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of "\d" and the like: the student's affair
            return ast.parse(text)
    # ValueError: null bytes; the last two: nested too deep for the parser.
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def free_names(text: str) -> set[str]:
    """Return the names that a text looks up outside of its functions and classes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        top = symtable.symtable(text, "answer", "exec")
    own = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_referenced()}
    waiting = list(top.get_children())
    while waiting:
        table = waiting.pop()
        own |= {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()}
        waiting += table.get_children()
    return own


def bound_names(text: str) -> set[str]:
    """Return the names that a text gives a value to, outside of functions and classes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        top = symtable.symtable(text, "answer", "exec")
    return {
        symbol.get_name()
        for symbol in top.get_symbols()
        if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()
    }
