"""Find the answers in a submission: for each exercise, the code that its answer needs.

An answer is found by its name, not by its cell. Of a notebook, what counts is what running it
from top to bottom would have computed; only the part that can matter to an answer is taken, so
that a loop without end or an import elsewhere costs nothing but its own exercise.
"""

from __future__ import annotations

import ast
import itertools
import operator
import re
import symtable
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from dlbook.exercise.format import Exercise
from dlbook.exercise.notebook import Document, parse
from dlbook.exercise.source import ID_LINE
from dlbook.exercise.starter import is_starter

# Functions that change nothing about what they are given.
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
LONGEST = 500_000  # characters of one answer with its modules


@dataclass(frozen=True)
class Candidate:
    """An answer that a document offers."""

    exercise: str  # its id
    source: str  # code that defines the answer; or a letter, or a number as text
    document: Document  # where it stands
    # less code that defines it too, to be tried if the first cannot be loaded; or ""
    fallback: str = ""
    # modules that were handed in with it, by their path from where they are imported
    files: dict[str, str] = field(default_factory=dict)
    untouched: bool = False  # whether it is the starter as it was given
    is_claimed: bool = False  # whether the document names the exercise
    note: str = ""  # a sentence for the student, or ""


@dataclass(frozen=True)
class Found:
    """The answers to grade, the starters left as given, and notes for the student."""

    answers: dict[str, Candidate]
    untouched: dict[str, Candidate]
    notes: list[str]


def find_answers(documents: list[Document], exercises: dict[str, Exercise]) -> Found:
    """Return the answers in some documents, of which the latest attempts stand last.

    If several answer the same exercise, one that is more than the starter counts before one
    that is not, one that names the exercise before one that does not, and the latest attempt
    before earlier ones; a note says which.
    """
    offered = defaultdict(list)
    for document in documents:
        for candidate in _Page(document, exercises, documents).candidates():
            offered[candidate.exercise].append(candidate)
    answers, untouched, notes = {}, {}, []
    for exercise in sorted(offered):
        best = _best(offered[exercise])
        if len({c.source for c in offered[exercise] if not c.untouched}) > 1:
            notes.append(
                f"There is more than one answer to {exercise}: that in {best.document.name} "
                "was graded."
            )
        if best.note:
            notes.append(best.note)
        if best.untouched:
            untouched[exercise] = best
        elif len(best.source) + sum(map(len, best.files.values())) > LONGEST:
            notes.append(f"The answer to {exercise} was left out: its code is too long.")
        else:
            answers[exercise] = best
    return Found(answers, untouched, notes)


def _best(offered: list[Candidate]) -> Candidate:
    # Attempts at one file stand or fall together, whether or not the latest has its check.
    claimed = {c.document.path for c in offered if c.is_claimed}
    return max(reversed(offered), key=lambda c: (not c.untouched, c.document.path in claimed))


# --- one document -----------------------------------------------------------------------


@dataclass(frozen=True)
class Claim:
    """A call ``check("chapter/slug", answer)``: its position, and what it checks."""

    place: int
    answer: ast.expr


class _Page:
    """A document with its statements, and where its names get their values."""

    def __init__(
        self, document: Document, exercises: dict[str, Exercise], others: list[Document]
    ):
        self.document, self.exercises, self.others = document, exercises, others
        self.statements, self.broken = statements_of(document)
        self.checks = _checks(self.statements)
        self.named = _ids_named(document, exercises)
        self.claimed = self.named | self.checks.keys()
        self.places: dict[str, list[int]] = defaultdict(list)
        for place, statement in enumerate(self.statements):
            for name in statement.binds:
                self.places[name].append(place)

    def candidates(self) -> Iterator[Candidate]:
        rivals = Counter(e.answer for e in self.exercises.values() if e.is_code)
        for exercise in self.exercises.values():
            if not exercise.is_code:
                yield from self.choice(exercise)
            elif exercise.id in self.claimed or not self.is_anothers(exercise, rivals):
                yield from self.code(exercise)

    def is_anothers(self, exercise: Exercise, rivals: Counter) -> bool:
        """Tell whether a name that several exercises ask for answers another one here."""
        return rivals[exercise.answer] > 1 and any(
            self.exercises[other].answer == exercise.answer
            for other in self.claimed & self.exercises.keys()
        )

    def code(self, exercise: Exercise) -> Iterator[Candidate]:
        name, claim = exercise.answer, self.checks.get(exercise.id)
        alias = _alias(claim, name)
        if alias is None or not self.places[alias]:
            alias = name
        places = self.places[alias]
        if not places and not (claim and any(s.is_dynamic for s in self.statements)):
            yield from self._unreadable(exercise)
            return
        places, end = self._span(exercise, places, claim)
        full, strict = slices(self.statements[: end + 1], alias, self._local_modules)
        ending = f"\n{name} = {alias}\n" if alias != name else ""
        yield self._candidate(
            exercise,
            full + ending,
            fallback=strict and strict + ending,
            files=self._modules(full),
            untouched=is_starter(exercise, full + ending),
        )

    def _span(
        self, exercise: Exercise, places: list[int], claim: Claim | None
    ) -> tuple[list[int], int]:
        """Return where an answer gets its value, and the end of what belongs to it.

        What stands below the check, and below the answer, was not there when it was checked.
        If another exercise asks for the same name, what follows the check is its answer.
        """
        if claim is None:
            return places, len(self.statements)
        others = (e for e in self.exercises.values() if e.id != exercise.id)
        is_shared = any(e.answer == exercise.answer and e.id in self.claimed for e in others)
        before = [place for place in places if place < claim.place]
        if is_shared and before:
            return before, claim.place
        return places, max([*places[-1:], claim.place])

    def _unreadable(self, exercise: Exercise) -> Iterator[Candidate]:
        """Yield the cell that is to define the answer, if Python cannot read it."""
        begins = re.compile(rf"^\s*(def|class)\s+{re.escape(exercise.answer)}\b", re.MULTILINE)
        for cell in self.broken[::-1]:
            if begins.search(cell):
                yield self._candidate(exercise, cell)
                return

    @cached_property
    def _local_modules(self) -> dict[str, str]:
        """The modules that were handed in next to this document, by path, with their texts."""
        own = PurePosixPath(self.document.path)
        found = {}
        for document in self.others:  # of several attempts, the latest stays
            path = PurePosixPath(document.path)
            if document.is_notebook or path == own:
                continue
            for folder in reversed(own.parents):
                if path.is_relative_to(folder):
                    found[f"{path.relative_to(folder)}.py"] = document.cells[0]
        return found

    def _modules(self, source: str) -> dict[str, str]:
        """Return the local modules that a text imports, and those that they import."""
        found, waiting = {}, [source] if self._local_modules else []
        while waiting:
            for name in _imports(waiting.pop()):
                steps = itertools.accumulate(name.split("."), lambda a, b: f"{a}/{b}")
                for step in steps:
                    for path in (f"{step}.py", f"{step}/__init__.py"):
                        if path in self._local_modules and path not in found:
                            found[path] = self._local_modules[path]
                            waiting.append(found[path])
        return found

    def choice(self, exercise: Exercise) -> Iterator[Candidate]:
        value = self._chosen(exercise)
        if value is None:
            return
        text = constant_text(value)
        if exercise.options and text is not None:
            text = text.strip("() ").lower()  # as check() reads a letter
        untouched = isinstance(value, ast.Constant) and value.value is ...
        note = ""
        if text is None and not untouched:
            untouched = True
            note = f"The answer to {exercise.id} is to be a letter or a number, written out."
        yield self._candidate(exercise, text or "", untouched=untouched, note=note)

    def _chosen(self, exercise: Exercise) -> ast.expr | None:
        claim = self.checks.get(exercise.id)
        if claim and not isinstance(claim.answer, ast.Name):
            return claim.answer
        if claim:
            return _assigned(self.statements[: claim.place], claim.answer.id)
        if exercise.id not in self.named:
            return None
        for cell in self.document.cells[::-1]:
            if exercise.id in cell or len(self.document.cells) == 1:
                tree = parse(cell)
                return _assigned([Statement(cell, (*tree.body,))], "answer") if tree else None
        return None

    def _candidate(self, exercise: Exercise, source: str, **more) -> Candidate:
        claimed = exercise.id in self.claimed
        return Candidate(exercise.id, source, self.document, is_claimed=claimed, **more)


def _checks(statements: list[Statement]) -> dict[str, Claim]:
    """Return the last check of each exercise."""
    found = {}
    for place, statement in enumerate(statements):
        for node in statement.run_at_once:
            match node:
                case ast.Call(args=[ast.Constant(value=str(exercise)), answer], func=function):
                    if _name(function) == "check":
                        found[exercise] = Claim(place, answer)
    return found


def _ids_named(document: Document, exercises: dict[str, Exercise]) -> set[str]:
    """Return the exercises that comments ``# exercise: ID`` or the file's name state."""
    stated = {match["id"] for cell in document.cells for match in ID_LINE.finditer(cell)}
    if not stated and not document.is_notebook:
        path = PurePosixPath(document.path.lower().replace("_", "-"))
        same = {e for e in exercises if e.partition("/")[2] == path.name}
        full = f"{path.parent.name}/{path.name}"
        stated = {full} if full in exercises else same if len(same) == 1 else set()
    return stated & exercises.keys()


def _alias(claim: Claim | None, name: str) -> str | None:
    """Return the name that is checked, if it is not the one asked for."""
    if claim is None or not isinstance(claim.answer, ast.Name) or claim.answer.id == name:
        return None
    return claim.answer.id


def _assigned(statements: list[Statement], name: str) -> ast.expr | None:
    """Return the last value that was assigned to a name."""
    for statement in reversed(statements):
        for node in reversed(statement.nodes):
            targets = node.targets if isinstance(node, ast.Assign) else []
            if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                return node.value
    return None


# --- statements -------------------------------------------------------------------------


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
        return {_name(n.func) for n in self.run_at_once if isinstance(n, ast.Call)} | {
            _name(decorator) for decorator in self.decorators
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


def _handed(nodes: list[ast.AST], own: set[str]) -> Iterator[str]:
    """Yield the names of objects that are passed to functions which may change them."""
    for node in nodes:
        if not isinstance(node, ast.Call):
            continue
        is_harmless = _name(node.func) in HARMLESS - own or _root(node.func) in DRAWING
        if not is_harmless:
            yield from map(_root, _parts([*node.args, *(k.value for k in node.keywords)]))


def _root(node: ast.AST) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _name(function: ast.expr) -> str:
    function = function.func if isinstance(function, ast.Call) else function
    return getattr(function, "id", None) or getattr(function, "attr", "")


def _imports(text: str) -> Iterator[str]:
    tree = parse(text)
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


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
    own = set().union(*(s.binds for s in statements)) if statements else set()
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
                    _name(n.func) for n in nodes if isinstance(n, ast.Call)
                }
    aliases = _aliases(statements)
    result = []
    for statement in statements:
        changed = set(statement.changes) | set(_handed(statement.run_at_once, own))
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
            _let_fail(statements[i]) if i in optional else statements[i].text
            for i in texts.values()
        )
        + "\n"
    )


def _let_fail(statement: Statement) -> str:
    """Return a statement that may fail, as a cell may, without ending what follows."""
    try:
        body = ast.unparse(ast.Module([*statement.nodes], []))
    except RecursionError:
        return statement.text
    lines = [f"    {line}" for line in body.split("\n")]
    return "\n".join(["try:", *lines, "except Exception:", "    pass"])


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


# --- letters and numbers ----------------------------------------------------------------

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


def constant_text(node: ast.expr) -> str | None:
    """Return a letter, or a number as text, without running code; None if it is neither.

    A number may be calculated, as in ``784 * 256 + 256``.
    """
    if _is_text(node):
        return node.value[:200]
    try:
        return repr(_number(node))
    except (TypeError, ValueError, ArithmeticError, RecursionError):
        return None


def _number(node: ast.expr) -> int | float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            pass
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            number = -_number(operand)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            number = _number(operand)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            left, right = _number(left), _number(right)
            if isinstance(op, ast.Pow) and abs(right) > 100:
                raise ValueError("too large a power")
            number = OPERATORS[type(op)](left, right)
        case _:
            raise TypeError("no number")
    if not isinstance(number, int | float) or abs(number) > LARGEST:
        raise ValueError("no real number of a size that a question asks for")
    return number
