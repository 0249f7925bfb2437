"""Find the answers of a submission."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from dlbook.exercise.format import Exercise
from dlbook.grade.answers.candidates import Candidate, candidates_in
from dlbook.grade.outcome import digest_of
from dlbook.grade.submissions.budget import shown
from dlbook.grade.submissions.document import Document


@dataclass(frozen=True)
class Found:
    """What a submission answers.

    Attributes
    ----------
    answers : dict of Candidate
        The answer to grade, by the exercise's id.
    untouched : list of str
        Exercises of which the submission holds the starter as it was given.
    notes : list of str
        Sentences for the student.
    """

    answers: dict[str, Candidate]
    untouched: list[str]
    notes: list[str]

    def digests(self) -> dict[str, str]:
        """Return the sha256 of each answer."""
        return {id: digest_of(answer.source) for id, answer in self.answers.items()}


def find_answers(documents: list[Document], exercises: dict[str, Exercise]) -> Found:
    """Return the answers that some documents hold.

    Where several define the same, one that is more than the starter counts before one that
    is not, one that is checked by its id before one that is not, and a later before an
    earlier.

    Parameters
    ----------
    documents : list of Document
        In the order of their names.
    exercises : dict of Exercise
        Those that are looked for, by id.
    """
    offered = defaultdict(list)
    for document in documents:
        for candidate in candidates_in(document, exercises):
            offered[candidate.exercise].append(candidate)
    best = {id: max(reversed(offered[id]), key=_worth) for id in sorted(offered)}
    notes = [note for id in best for note in _choice_notes(best[id], offered[id])]
    return Found(
        {id: answer for id, answer in best.items() if not answer.untouched},
        [id for id, answer in best.items() if answer.untouched],
        notes,
    )


def _worth(candidate: Candidate) -> tuple[bool, bool]:
    return not candidate.untouched, candidate.is_claimed


def _choice_notes(best: Candidate, offered: list[Candidate]) -> Iterator[str]:
    rivals = {c.source for c in offered if not c.untouched}
    if len(rivals) > 1:
        yield (
            f"There is more than one answer to {best.exercise}: that in {shown(best.where)} "
            "was graded."
        )
    if best.note:
        yield best.note
