"""The answers that one document offers."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from dlbook.exercise.format import Exercise
from dlbook.grade.answers.claims import Claim, checks_in, ids_named
from dlbook.grade.answers.constants import constant_text
from dlbook.grade.answers.slicing import sliced
from dlbook.grade.answers.units import Unit, units_of
from dlbook.grade.submissions.document import Document
from dlbook.grade.syntax import parsed


@dataclass(frozen=True)
class Candidate:
    """An answer that a document offers.

    Attributes
    ----------
    exercise : str
        Its id.
    source : str
        Code that defines the answer; or a letter, or a number as text.
    where : str
        The document's name.
    untouched : bool
        Whether it is the starter as it was given.
    is_claimed : bool
        Whether the document names the exercise.
    note : str
        A sentence for the student, or ``""``.
    """

    exercise: str
    source: str
    where: str
    untouched: bool = False
    is_claimed: bool = False
    note: str = ""


def candidates_in(document: Document, exercises: dict[str, Exercise]) -> Iterator[Candidate]:
    """Yield what a document offers for each of the exercises."""
    page = _Page(document, exercises)
    rivals = Counter(e.answer for e in exercises.values() if e.is_code)
    for exercise in exercises.values():
        if not exercise.is_code:
            yield from page.choice(exercise)
        elif exercise.id in page.claimed or not page.is_anothers(exercise, rivals):
            yield from page.code(exercise)


class _Page:
    """A document with its statements, and where its names get their values."""

    def __init__(self, document: Document, exercises: dict[str, Exercise]):
        self.document, self.exercises = document, exercises
        self.units, self.broken = units_of(document)
        self.checks = checks_in(self.units)
        self.named = ids_named(document, exercises)
        self.claimed = self.named | self.checks.keys()
        self.places: dict[str, list[int]] = defaultdict(list)
        for place, unit in enumerate(self.units):
            for name in unit.binds:
                self.places[name].append(place)

    def is_anothers(self, exercise: Exercise, rivals: Counter) -> bool:
        """Say whether a name that several exercises ask for answers another one here."""
        return rivals[exercise.answer] > 1 and any(
            self.exercises[id].answer == exercise.answer
            for id in self.claimed & self.exercises.keys()
        )

    def code(self, exercise: Exercise) -> Iterator[Candidate]:
        name = exercise.answer
        claim = self.checks.get(exercise.id)
        alias = _alias(claim, name)
        if not self.places[alias or name]:
            alias = None
        places = self.places[alias or name]
        if not places:
            yield from self._unreadable(exercise)
            return
        places, end = self._span(exercise, places, claim)
        source = sliced(self.units[: end + 1], alias or name)
        if alias:
            source += f"\n{name} = {alias}\n"
        untouched = _is_starter(self.units[places[-1]], exercise)
        yield self._candidate(exercise, source, untouched=untouched)

    def _span(
        self, exercise: Exercise, places: list[int], claim: Claim | None
    ) -> tuple[list[int], int]:
        """Return where an answer gets its value, and the end of what belongs to it.

        What stands below the check, and below the answer, was not there when it was checked.
        Where another exercise asks for the same name, what follows the check is its answer.
        """
        if claim is None:
            return places, len(self.units)
        others = (e for e in self.exercises.values() if e.id != exercise.id)
        shared = any(e.answer == exercise.answer and e.id in self.claimed for e in others)
        before = [place for place in places if place < claim.place]
        if shared and before:
            return before, claim.place
        return places, max(places[-1], claim.place)

    def _unreadable(self, exercise: Exercise) -> Iterator[Candidate]:
        """Yield the cell that is to define the answer, where Python cannot read it."""
        begins = re.compile(rf"^\s*(def|class)\s+{re.escape(exercise.answer)}\b", re.MULTILINE)
        for cell in self.broken[::-1]:
            if begins.search(cell):
                yield self._candidate(exercise, cell)
                return

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
            return _assigned(self.units[: claim.place], claim.answer.id)
        if exercise.id not in self.named:
            return None
        for cell in self.document.cells[::-1]:
            if exercise.id in cell or len(self.document.cells) == 1:
                tree = parsed(cell)
                return _assigned([Unit(cell, (*tree.body,))], "answer") if tree else None
        return None

    def _candidate(self, exercise: Exercise, source: str, **more) -> Candidate:
        claimed = exercise.id in self.claimed
        return Candidate(exercise.id, source, self.document.name, is_claimed=claimed, **more)


def _alias(claim: Claim | None, name: str) -> str | None:
    """Return the name that is checked, where it is not the one asked for."""
    if claim is None or not isinstance(claim.answer, ast.Name) or claim.answer.id == name:
        return None
    return claim.answer.id


def _assigned(units: list[Unit], name: str) -> ast.expr | None:
    """Return the last value that was assigned to a name."""
    for unit in reversed(units):
        for node in reversed(unit.nodes):
            targets = node.targets if isinstance(node, ast.Assign) else []
            if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                return node.value
    return None


def _is_starter(unit: Unit, exercise: Exercise) -> bool:
    given = parsed(exercise.starter)
    dumps = {ast.dump(node) for node in given.body} if given else set()
    return all(ast.dump(node) in dumps for node in unit.nodes)
