"""Look at the submissions without grading: what they hold, and what would be graded."""

from __future__ import annotations

import select
from collections import Counter, deque
from collections.abc import Iterator

from dlbook.grade.ledger import Ledger, key_of
from dlbook.grade.outcome import digest_of
from dlbook.grade.run import Engine
from dlbook.grade.submissions.layout import Handed


def readings(submissions: list[Handed], reader: Engine) -> Iterator[tuple[Handed, dict | None]]:
    """Yield each submission with what was found in it; None where it broke the reader."""
    unread, reading = deque(submissions), {}
    while unread or reading:
        while unread and reader.free:
            handed = unread.popleft()
            reading[handed.owner.student] = handed
            reader.submit(handed.owner.student, handed.as_dict())
        select.select(reader.filenos(), [], [], 0.2)
        for reply in reader.collect():
            yield reading.pop(reply.key), reply.value


def survey(
    submissions: list[Handed], reader: Engine, ledger: Ledger, checks: dict[str, str]
) -> str:
    """Return what ``--dry-run`` says.

    Parameters
    ----------
    ledger : Ledger
        What has been graded already.
    checks : dict of str
        The fingerprints of the exercises.
    """
    answered, untouched, done, notes = Counter(), Counter(), 0, []
    for handed, found in readings(submissions, reader):
        student = handed.owner.student
        if found is None:
            notes.append(f"  {student}: cannot be read")
            continue
        notes += [f"  {student}: {note}" for note in found["notes"]]
        untouched.update(found["untouched"])
        answered.update(list(found["answers"]))
        for id, answer in found["answers"].items():
            key = key_of(student, id, digest_of(answer["source"]), checks[id])
            done += key in ledger.finished
    total = answered.total()
    lines = [
        f"{len(submissions):,} submissions with {total:,} answers: {done:,} graded already, "
        f"{total - done:,} to grade.",
        *(
            f"  {id:<42} {answered[id]:>6} answers {untouched[id]:>6} untouched starters"
            for id in sorted({*answered, *untouched})
        ),
    ]
    return "\n".join([*lines, *(["Notes:", *sorted(notes)] if notes else [])])
