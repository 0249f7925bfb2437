"""Of a chapter's set-up, the part that a page can run."""

from __future__ import annotations

import ast
import sys

PACKAGES = (
    "numpy",
    *(f"dlbook.{room}" for room in ("data", "exercise", "notebook", "scratch")),
)


def page_setup(code: str) -> str:
    """Return the statements of a set-up cell that need nothing which a page lacks.

    Imports of what the page lacks are left out, and with them every statement that uses
    their names, directly or through others.
    """
    kept, missing = [], set()
    for statement in ast.parse(code).body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            statement, gone = _available(statement)
            missing |= gone
        elif _used(statement) & missing:
            missing |= _defined(statement)
            continue
        if statement:
            kept.append(ast.unparse(statement))
    return "\n".join(kept)


def unavailable(code: str) -> list[str]:
    """Return the modules that code imports and a page lacks."""
    statements = [
        n for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Import | ast.ImportFrom)
    ]
    return [name for s in statements for name in _modules(s) if not _in_page(name)]


def _modules(statement: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(statement, ast.ImportFrom):
        if statement.module == "dlbook":
            return [f"dlbook.{alias.name}" for alias in statement.names]
        return [statement.module or ""]
    return [alias.name for alias in statement.names]


def _in_page(module: str) -> bool:
    if module.partition(".")[0] in sys.stdlib_module_names:
        return True
    return any(module == p or module.startswith(f"{p}.") for p in PACKAGES)


def _available(statement):
    """Return an import without what the page lacks, or None, and the names it lacks."""
    here, gone = [], set()
    for alias in statement.names:
        single = type(statement)(**{**vars(statement), "names": [alias]})
        if all(map(_in_page, _modules(single))):
            here.append(alias)
        else:
            gone.add(alias.asname or alias.name.partition(".")[0])
    return (type(statement)(**{**vars(statement), "names": here}) if here else None), gone


def _used(statement: ast.stmt) -> set[str]:
    """Return the names that a statement reads, in its functions, too."""
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}


def _defined(statement: ast.stmt) -> set[str]:
    """Return the names that a statement sets."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    return {
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
