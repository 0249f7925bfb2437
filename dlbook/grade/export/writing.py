"""Write assignments for another grader, with a plain word on what that gives up."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from dlbook.grade.course import course_of
from dlbook.grade.export import nbgrader, otter
from dlbook.grade.results.atomic import write_text
from dlbook.grade.results.scale import read_points

NEXT = {
    "nbgrader": "nbgrader generate_assignment CHAPTER   (in this folder)",
    "otter": "otter assign CHAPTER/CHAPTER.ipynb dist   (in this folder)",
}
NOTICE = """\
# Exercises of "Deep Learning, Executed" for {format}

Next: `{next}`. Where answers are graded, `dlbook` must be installed.

## What this gives up

`dlbook grade` runs hidden checks in a process of its own and students' code in a sandbox.
{format} runs its tests in the process that runs the student's code. So:

- A grade can be forged: code can replace what compares, read what is expected from memory,
  or end the process.
- Code can read and change what the grader's user can, and use the network, unless you run the
  grader in a container without one.
- One loop that does not end costs its whole notebook; one broken submission may stop the batch.
- An answer is right or wrong, as it is with `dlbook grade`, but a report says nothing of which
  wrong answers a class gave how often.

The checks are those of the public exercises. Private ones are not exported: students would
get to read them.
"""


def export(
    format: str, folder: Path, patterns: list[str] | None = None, points: Path | None = None
) -> str:
    """Write assignments, one for each chapter, and return what to say about it.

    Parameters
    ----------
    format : str
        ``"nbgrader"`` or ``"otter"``.
    folder : Path
        Where to; what is there already is kept, but for files of the same names.
    patterns : list of str, optional
        Ids or patterns of exercises; all by default.
    points : Path, optional
        A CSV file with the columns exercise, points.

    Raises
    ------
    ValueError
        Where a pattern fits nothing, or the folder is a file.
    """
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"{folder} is a file: give a folder to write to")
    exercises = course_of(patterns or []).exercises
    worth = read_points(points, exercises) if points else {}
    chapters = {
        chapter: sorted(found, key=lambda e: (e.difficulty, e.id))
        for chapter, found in groupby(exercises.values(), key=lambda e: e.chapter)
    }
    make = {"nbgrader": nbgrader.files, "otter": otter.files}[format]
    notice = NOTICE.format(format=format, next=NEXT[format])
    for name, text in {**make(chapters, worth), "README.md": notice}.items():
        write_text(folder / name, text)
    return (
        f"{len(exercises)} exercises in {len(chapters)} assignments in {folder}\n"
        f"Next: {NEXT[format]}\nREADME.md there says what {format} gives up."
    )
