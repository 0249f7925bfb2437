"""Slices of a notebook: the statements that can matter to one name.

What counts is what running the notebook from top to bottom would have computed; only the part
that can matter to an answer is taken, so that a loop without end or an import elsewhere costs
nothing but its own exercise.
"""

from __future__ import annotations

import ast
import itertools
import symtable
import warnings
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dlbook.exercise.notebook import Document, parse

HARMLESS = frozenset(
    {
        "print",
        "display",
        "check",
        "hint",
        "help",
        "show_source",
        "predict",
        "type",
        "isinstance",
    }
    | {"issubclass", "callable", "id", "hash", "repr", "str", "format", "int", "float", "bool"}
    | {"len", "range", "enumerate", "zip", "reversed", "sorted", "list", "tuple", "dict", "set"}
    | {"frozenset", "sum", "min", "max", "abs", "round", "any", "all", "dir", "timeit"}
)
DRAWING = frozenset({"plt", "sns", "ax", "fig", "axes"})
DYNAMIC = frozenset({"exec", "globals", "locals", "vars"})  # can bind any name
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, eq=False)
class Statement:
    """Statements of the top level that share lines: most often one."""

    text: str
    nodes: tuple[ast.stmt, ...]

    @cached_property
    def _symbols(self) -> tuple[set[str], set[str]]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            top = symtable.symtable(self.text, "answer", "exec")
        binds = {
            symbol.get_name()
            for symbol in top.get_symbols()
            if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()
        }
        needs = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_referenced()}
        waiting = list(top.get_children())
        while waiting:
            table = waiting.pop()
            needs |= {s.get_name() for s in table.get_symbols() if s.is_global()}
            waiting += table.get_children()
        return binds, needs

    @property
    def binds(self) -> set[str]:
        """The names that get a value."""
        return self._symbols[0]

    @property
    def needs(self) -> set[str]:
        """The names that must have one, now or when a function is called."""
        return self._symbols[1]

    @cached_property
    def run_at_once(self) -> list[ast.AST]:
        """All nodes but the bodies of functions, which run when they are called."""
        found, waiting = [], [*self.nodes]
        while waiting:
            node = waiting.pop()
            found.append(node)
            if not isinstance(node, ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef):
                waiting += ast.iter_child_nodes(node)
        return found

    @cached_property
    def changes(self) -> set[str]:
        """The names of objects that it changes in place: ``x[0] = 1``, ``x.append(1)``."""
        return set(_changed(self.run_at_once))

    @cached_property
    def calls(self) -> set[str]:
        """The names of functions and classes that it calls, decorators included."""
        return {called_name(n.func) for n in self.run_at_once if isinstance(n, ast.Call)} | {
            called_name(decorator) for decorator in self.decorators
        }

    @property
    def decorators(self) -> list[ast.expr]:
        """The decorators of what it defines."""
        return [d for node in self.nodes for d in getattr(node, "decorator_list", [])]

    @property
    def is_import(self) -> bool:
        """Whether there is nothing but imports."""
        return all(isinstance(node, ast.Import | ast.ImportFrom) for node in self.nodes)

    @property
    def is_always_kept(self) -> bool:
        """Whether it binds names that it does not list, or changes how Python reads on."""
        return any(
            isinstance(node, ast.ImportFrom)
            and (node.module == "__future__" or node.names[0].name == "*")
            for node in self.nodes
        )

    @cached_property
    def is_dynamic(self) -> bool:
        """Whether it may bind names that its text does not show."""
        return any(
            (isinstance(node, ast.Name) and node.id in DYNAMIC)
            or (isinstance(node, ast.Attribute) and node.attr == "modules")
            for node in self.run_at_once
        )


def statements_of(document: Document) -> tuple[list[Statement], list[str]]:
    """Return the statements of a document in their order, and the cells that are no Python."""
    statements, broken = [], []
    for cell in document.cells:
        tree = parse(cell)
        if tree is None:
            broken.append(cell)
        else:
            statements += _statements(cell, tree)
    return statements, broken


def _statements(text: str, tree: ast.Module) -> Iterator[Statement]:
    lines = text.split("\n")
    group: list[ast.stmt] = []
    for node, after in itertools.pairwise([*tree.body, None]):
        group.append(node)
        if after is None or _first_line(after) > node.end_lineno:
            text = "\n".join(lines[_first_line(group[0]) - 1 : node.end_lineno])
            yield Statement(text, (*group,))
            group = []


def _first_line(node: ast.stmt) -> int:
    decorators = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _changed(nodes: list[ast.AST]) -> Iterator[str]:
    """Yield the names at the root of what some code changes in place."""
    for node in nodes:
        if isinstance(node, ast.Call):
            targets = [node.func]
        elif isinstance(node, ast.Assign | ast.Delete):
            targets = node.targets
        elif isinstance(node, ast.AugAssign | ast.AnnAssign | ast.For):
            targets = [node.target]
        else:
            targets = []
        for target in _parts(targets):
            root = _root(target)
            if root and not isinstance(target, ast.Name):
                yield root


def _parts(nodes: list[ast.expr]) -> Iterator[ast.expr]:
    """Yield expressions, and instead of a list or tuple, what is in it."""
    for node in nodes:
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            yield from _parts(node.elts)
        elif isinstance(node, ast.Dict):
            yield from _parts(node.values)
        else:
            yield node.value if isinstance(node, ast.Starred) else node


def _passed_on(nodes: list[ast.AST], own: set[str]) -> Iterator[str]:
    """Yield the names of objects that are passed to functions which may change them."""
    for node in nodes:
        if not isinstance(node, ast.Call):
            continue
        is_harmless = called_name(node.func) in HARMLESS - own or _root(node.func) in DRAWING
        if not is_harmless:
            yield from map(_root, _parts([*node.args, *(k.value for k in node.keywords)]))


def _root(node: ast.AST) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def called_name(function: ast.expr) -> str:
    """Return the last part of the name by which a function is called, or ``""``."""
    function = function.func if isinstance(function, ast.Call) else function
    return getattr(function, "id", None) or getattr(function, "attr", "")


# --- slices -----------------------------------------------------------------------------


def slices(statements: list[Statement], name: str, local: dict[str, str]) -> tuple[str, str]:
    """Return the code that defines a name, in order, and less of it as a fallback, or ``""``.

    The first holds every statement that may have a say in it: it sets a name that is needed,
    changes an object in place, or calls a function that does. One that sets no such name is let
    fail, as a cell may. The fallback holds what sets names and plain changes, and no more.

    Parameters
    ----------
    statements : list of Statement
        Those up to the point where the answer is complete.
    name : str
        The function or class asked for.
    local : dict of str
        The modules that were handed in, by path.
    """
    modules = _foreign_names(statements, local)
    effects = [e - modules for e in _effects(statements)]
    plain = [_plain_changes(statement) - modules for statement in statements]
    kept = {i for i, statement in enumerate(statements) if statement.is_always_kept}
    dynamic = {i for i, statement in enumerate(statements) if statement.is_dynamic}
    full = _reached(statements, name, effects, kept | dynamic)
    strict = _reached(statements, name, plain, kept)
    wanted = {name}.union(*(statements[i].needs for i in full))
    optional = {i for i in full if not statements[i].binds & wanted}
    less = _joined(statements, strict, set()) if strict != full else ""
    return _joined(statements, full, optional - kept), less


def _foreign_names(statements: list[Statement], local: dict[str, str]) -> set[str]:
    """Return the names of imported modules: plt.show() is no part of a definition."""
    own = {path.partition("/")[0].removesuffix(".py") for path in local}
    return {
        (alias.asname or alias.name).partition(".")[0]
        for statement in statements
        for node in statement.nodes
        if isinstance(node, ast.Import)
        or (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] not in own)
        for alias in node.names
    }


def _effects(statements: list[Statement]) -> list[set[str]]:
    """Return for each statement the names of objects that it may change, through calls too."""
    own = set().union(*(s.binds for s in statements))
    inside: dict[str, set[str]] = defaultdict(set)  # by function: what it may change
    called: dict[str, set[str]] = defaultdict(set)
    for statement in statements:
        for node in statement.nodes:
            for function in (n for n in ast.walk(node) if isinstance(n, FUNCTIONS)):
                nodes = list(ast.walk(function))
                inside[function.name] |= set(_changed(nodes)) | {
                    name for n in nodes if isinstance(n, ast.Global) for name in n.names
                }
                called[function.name] |= {
                    called_name(n.func) for n in nodes if isinstance(n, ast.Call)
                }
    aliases = _aliases(statements)
    result = []
    for statement in statements:
        changed = statement.changes.union(_passed_on(statement.run_at_once, own))
        if statement.decorators:
            changed |= {n.name for n in statement.nodes if isinstance(n, FUNCTIONS)}
        waiting, seen = [*statement.calls], set()
        while waiting:
            function = waiting.pop()
            if function not in seen:
                seen.add(function)
                changed |= inside.get(function, set())
                waiting += called.get(function, ())
        waiting = [*changed]
        while waiting:
            new = aliases.get(waiting.pop(), set()) - changed
            changed |= new
            waiting += new
        result.append(changed)
    return result


def _aliases(statements: list[Statement]) -> dict[str, set[str]]:
    """Return for each name those of whose objects it may name a part: ``w = layers[0].w``."""
    found = defaultdict(set)
    for statement in statements:
        for node in statement.run_at_once:
            if isinstance(node, ast.Assign):
                targets, value = node.targets, node.value
            elif isinstance(node, ast.For):
                targets, value = [node.target], node.iter
            else:
                continue
            for target in _parts(targets):
                found[_root(target)] |= {_root(part) for part in _parts([value])} - {""}
    return found


def _plain_changes(statement: Statement) -> set[str]:
    """Return what a single line changes in place: an assignment to a part, or a method."""
    plain = [
        n for n in statement.nodes if isinstance(n, ast.Assign | ast.AugAssign | ast.Delete)
    ]
    calls = [n.value for n in statement.nodes if isinstance(n, ast.Expr)]
    return set(_changed([*plain, *calls]))


def _reached(
    statements: list[Statement], name: str, changes: list[set[str]], kept: set[int]
) -> set[int]:
    """Return the positions of the statements that a name needs, and those kept anyway."""
    givers = defaultdict(list)
    for i, statement in enumerate(statements):
        for given in statement.binds | changes[i]:
            givers[given].append(i)
    kept = set(kept)
    seen = {name}.union(*(statements[i].needs for i in kept))
    waiting = [*seen]
    while waiting:
        for i in givers.get(waiting.pop(), ()):
            if i not in kept:
                kept.add(i)
                new = statements[i].needs - seen
                seen |= new
                waiting += new
    return kept


def _joined(statements: list[Statement], kept: set[int], optional: set[int]) -> str:
    # The features of a `from __future__` hold for a whole file, so it stands first.
    ordered = sorted(kept, key=lambda i: ("__future__" not in statements[i].text, i))
    # Many cells of a notebook import the same: once is enough.
    texts = {statements[i].text if statements[i].is_import else i: i for i in ordered}
    return (
        "\n\n".join(
            _may_fail(statements[i]) if i in optional else statements[i].text
            for i in texts.values()
        )
        + "\n"
    )


def _may_fail(statement: Statement) -> str:
    """Return a statement that may fail, as a cell may, without ending what follows."""
    try:
        body = ast.unparse(ast.Module([*statement.nodes], []))
    except RecursionError:
        return statement.text
    lines = [f"    {line}" for line in body.split("\n")]
    return "\n".join(["try:", *lines, "except Exception:", "    pass"])
