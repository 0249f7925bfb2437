"""The command ``dlbook grade``: look at all that was given, grade, and write the results."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections import Counter
from pathlib import Path

from dlbook.grade import gradesheets, tables
from dlbook.grade.cluster import Cluster, pack_files
from dlbook.grade.course import load_course, nearest
from dlbook.grade.discover import find_submissions
from dlbook.grade.gradebook import Gradebook, Scale, make_gradebook
from dlbook.grade.journal import Journal, JournalIndex, seed_key
from dlbook.grade.pool import EngineError, Pool
from dlbook.grade.preflight import dry_run
from dlbook.grade.reports import item_analysis, write_file, write_reports
from dlbook.grade.run import Progress, Run

READING = "dlbook.grade.services:ReadService"
READ_SECONDS = 60.0  # until a reader that hangs is killed
GRADE_SECONDS = 600.0  # far beyond the limits of the grader itself
SHOWN = 20  # remarks; all of them stand in remarks.txt
ENGLISH = (
    "moodle.csv is for a site in English; elsewhere download the grading worksheet, and give "
    "it with --moodle."
)


class GradeCommand:
    """One call of the command, with all that its options name.

    ``grading`` makes the service that grades. Raises ValueError if an option is not what it is
    to be: that is said before hours of grading.
    """

    def __init__(self, options: argparse.Namespace, grading: str):
        if options.jobs < 1:
            raise ValueError(f"--jobs: expected a number from 1, got {options.jobs}")
        if options.out.exists() and not options.out.is_dir():
            raise ValueError(f"--out: {options.out} is a file; give a folder for the results")
        self.options, self.grading, self.out = options, grading, options.out
        self.private = str(options.private.resolve()) if options.private else ""
        self.course = load_course(options.exercises, options.private)
        self.points = {}
        if options.points:
            self.points = tables.read_points(options.points, self.course.exercises)
        self.late = tables.read_late(options.late) if options.late else tables.Late()
        self.sheets = {}
        if options.canvas:
            self.sheets["canvas"] = gradesheets.canvas_gradesheet(
                options.canvas, options.title, options.column
            )
        if options.moodle:
            self.sheets["moodle"] = gradesheets.moodle_gradesheet(
                options.moodle, options.column
            )
        self.submissions, self.remarks = find_submissions(
            options.submissions.resolve(), self.out.resolve()
        )
        known = {submission.owner.student for submission in self.submissions}
        for name in options.again:
            if name not in known:
                raise ValueError(f"--again: no submission of {name!r}{nearest(name, known)}")

    def run(self) -> int:
        """Grade and write the results, or look at the submissions; return the exit status."""
        path = self.out / "journal.jsonl"
        if self.options.dry_run:
            index = JournalIndex.read(path)
            with contextlib.closing(self.reader()) as reader:
                found = dry_run(self.submissions, reader, index, self.course.checks)
            print(*self.remarks, found, sep="\n")
            return 0
        with Journal(path, anew=not self.options.resume) as journal:
            index = JournalIndex.read(path)
            stopped = self.grade(journal, index)
            return self.write(index, stopped)

    # --- grading ------------------------------------------------------------------------

    def grade(self, journal: Journal, index: JournalIndex) -> str:
        """Grade, and return why it stopped before its end, or an empty text."""
        secret = seed_key(journal, index, self.options.seed)
        try:
            with (
                contextlib.closing(Progress(len(self.submissions))) as progress,
                contextlib.closing(self.reader()) as reader,
                contextlib.closing(self.grader()) as grader,
            ):
                run = Run(self.course, journal, index, reader, grader, progress, secret)
                run.sandboxed = not self.options.i_trust_this_code
                run.again = frozenset(self.options.again)
                run.grade(self.submissions)
        except KeyboardInterrupt:
            return "interrupted"
        except EngineError as error:
            return str(error)
        return ""

    def reader(self) -> Pool:
        """Return what reads submissions."""
        settings = {"patterns": self.options.exercises, "private": self.private}
        return Pool(READING, settings, 1, READ_SECONDS)

    def grader(self) -> Pool | Cluster:
        """Return what grades answers."""
        options = self.options
        settings = {
            "private": self.private,
            "sandbox": not options.i_trust_this_code,
            "hidden": [str(path.resolve()) for path in (options.submissions, self.out)],
            "patterns": options.exercises,
            "fingerprint": self.course.fingerprint,
        }
        if options.cluster:
            settings["files"] = pack_files(options.private)
            return Cluster(options.cluster, self.grading, settings, GRADE_SECONDS)
        log = self.out / "grader.log"
        return Pool(self.grading, settings, options.jobs, GRADE_SECONDS, log)

    # --- results ------------------------------------------------------------------------

    def write(self, index: JournalIndex, stopped: str) -> int:
        """Write all results, each a view of the journal, and say what there is to say."""
        book, title = self.book(index), self.options.title
        platforms = {row.submission["platform"] for row in book.rows()} - self.sheets.keys()
        files = {"grades.csv": tables.csv_text(tables.grades(book))}
        for platform, sheet in self.sheets.items():
            files[f"{platform}.csv"], left_over = sheet.fill(book)
            self.remarks += left_over
        if "canvas" in platforms:
            files["canvas.csv"] = tables.csv_text(gradesheets.new_canvas(book, title))
        if "moodle" in platforms:
            files["moodle.csv"] = tables.csv_text(gradesheets.new_moodle(book))
            self.remarks.append(ENGLISH)
        files["item-analysis.html"] = item_analysis(book, title)
        files["remarks.txt"] = "".join(f"{remark}\n" for remark in self.remarks)
        for name, content in files.items():
            write_file(self.out / name, content)
        write_reports(book, self.out / "reports", title)
        return self.tell(book, [self.out / name for name in (*files, "reports")], stopped)

    def book(self, index: JournalIndex) -> Gradebook:
        """Return the gradebook; note the lines of the late list that fit nobody."""
        records = [submission for submission, _ in index.entries({})]
        late_students, unmatched = self.late.students(records)
        self.remarks += unmatched
        chosen = sorted(self.points) or None
        if self.options.exercises:
            chosen = list(self.course.exercises)
        scale = Scale(self.points, self.late.percent, late_students)
        return make_gradebook(index, self.course, scale, chosen)

    def tell(self, book: Gradebook, written: list[Path], stopped: str) -> int:
        """Say what was done and what is open; return the exit status."""
        states = Counter(
            "open" if not row.is_final else "done" if row.is_trusted else "unsafe"
            for row in book.rows()
        )
        open_ones = states["open"] + len(book.index.students()) - states.total()
        print(f"{states.total():,} students, {len(book.exercises)} exercises.")
        if book.rare:
            print(f"Not counted, as fewer than one in ten answered: {', '.join(book.rare)}.")
        if states["unsafe"]:
            print("Graded without a sandbox: the results can be forged, and say so.")
        for path in written:
            print(f"  {path}")
        errors = [f"dlbook: {remark}" for remark in self.remarks[:SHOWN]]
        if len(self.remarks) > SHOWN:
            errors.append(f"dlbook: and {len(self.remarks) - SHOWN} more, in remarks.txt")
        if stopped:
            errors.append(f"dlbook: stopped: {stopped}")
        if open_ones or stopped:
            which = f"{open_ones:,} students are not complete: t" if open_ones else "T"
            errors.append(f"{which}he same command goes on from here.")
        print("".join(f"{line}\n" for line in errors), end="", file=sys.stderr)
        if stopped:
            return 130 if stopped == "interrupted" else 2
        return 1 if open_ones else 0
