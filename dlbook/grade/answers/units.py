"""A document taken apart into its statements, with what each needs and gives."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dlbook.grade.submissions.document import Document
from dlbook.grade.syntax import bound_names, free_names, parsed


@dataclass(frozen=True)
class Unit:
    """Statements of the top level that share lines: most often one.

    Attributes
    ----------
    text : str
        The lines.
    nodes : tuple of ast.stmt
        The statements.
    """

    text: str
    nodes: tuple[ast.stmt, ...]

    @cached_property
    def binds(self) -> set[str]:
        """The names that get a value."""
        return bound_names(self.text)

    @cached_property
    def needs(self) -> set[str]:
        """The names that must have one, now or when a function is called."""
        return free_names(self.text)

    @cached_property
    def changes(self) -> set[str]:
        """The names of objects that are changed in place: ``x[0] = 1``, ``x.append(1)``."""
        return {root for node in self.nodes for root in _changed(node)}

    @property
    def is_import(self) -> bool:
        """Whether there is nothing but imports."""
        return all(isinstance(node, ast.Import | ast.ImportFrom) for node in self.nodes)

    @property
    def is_always_kept(self) -> bool:
        """Whether it gives names that cannot be told, or changes how Python reads on."""
        return any(
            isinstance(node, ast.ImportFrom)
            and (node.module == "__future__" or node.names[0].name == "*")
            for node in self.nodes
        )


def units_of(document: Document) -> tuple[list[Unit], list[str]]:
    """Return the statements of a document in their order, and the cells that are no Python."""
    units, broken = [], []
    for cell in document.cells:
        tree = parsed(cell)
        if tree is None:
            broken.append(cell)
        else:
            units += _units(cell, tree)
    return units, broken


def _units(text: str, tree: ast.Module) -> Iterator[Unit]:
    lines = text.split("\n")
    group: list[ast.stmt] = []
    for node, after in itertools.pairwise([*tree.body, None]):
        group.append(node)
        if after is None or _first_line(after) > node.end_lineno:
            yield Unit("\n".join(lines[_first_line(group[0]) - 1 : node.end_lineno]), (*group,))
            group = []


def _first_line(node: ast.stmt) -> int:
    decorators = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _changed(node: ast.stmt) -> Iterator[str]:
    """Yield the names at the root of what a statement changes in place."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        targets = [node.value.func]
    elif isinstance(node, ast.Assign | ast.Delete):
        targets = node.targets
    else:
        targets = [node.target] if isinstance(node, ast.AugAssign) else []
    for target in targets:
        depth = 0
        while isinstance(target, ast.Attribute | ast.Subscript):
            target, depth = target.value, depth + 1
        if depth and isinstance(target, ast.Name):
            yield target.id
