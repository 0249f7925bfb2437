"""Find the answers in a submission: for each exercise, the code that its answer needs.

An answer is found by its name, not by its cell. Of a notebook, what counts is what running it
from top to bottom would have computed: :mod:`dlbook.exercise.slices` takes the part that can
matter to an answer.
"""

from __future__ import annotations

import ast
import itertools
import operator
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from dlbook.exercise.format import Exercise
from dlbook.exercise.notebook import Document, parse
from dlbook.exercise.slices import Statement, called_name, slices, statements_of
from dlbook.exercise.source import ID_LINE
from dlbook.exercise.starter import is_starter

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
                    if called_name(function) == "check":
                        found[exercise] = Claim(place, answer)
    return found


def _ids_named(document: Document, exercises: dict[str, Exercise]) -> set[str]:
    """Return the exercises that comments ``# exercise: ID`` or the file's name state."""
    stated = {match["id"] for cell in document.cells for match in ID_LINE.finditer(cell)}
    if not stated and not document.is_notebook:
        stated = {named_by_path(document.path, exercises)}
    return stated & exercises.keys()


def named_by_path(path: str, known: Collection[str]) -> str | None:
    """Return the exercise that a path without its ending names, with hyphens or underscores.

    Folder and file name it, or the file alone if only one exercise has that name.
    """
    names = PurePosixPath(path.lower().replace("_", "-"))
    full = f"{names.parent.name}/{names.name}"
    same = [one for one in known if one.partition("/")[2] == names.name]
    return full if full in known else same[0] if len(same) == 1 else None


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


def _imports(text: str) -> Iterator[str]:
    tree = parse(text)
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


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
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
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
