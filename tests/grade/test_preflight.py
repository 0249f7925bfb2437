from __future__ import annotations

import os
import sys

from dlbook.grade import preflight as module
from dlbook.grade.discover import find_submissions
from dlbook.grade.journal import Journal, JournalIndex
from dlbook.grade.preflight import Finding, attempt, dry_run, preflight, text
from dlbook.grade.task import GradeResult, digest_of
from tests import test_architecture as architecture
from tests.grade.test_run import MEANS, RIGHT, Reader, desk

__all__ = ["desk"]


def test_here_it_says_what_there_is(sandbox):
    findings = preflight()
    assert [f.name for f in findings][:3] == ["Linux", "namespaces", "system call filter"]
    assert all(f.holds for f in findings if f.needed)
    assert "can be graded here" in text(findings)


def test_what_is_missing_has_a_remedy():
    def refuse():
        raise PermissionError(1, "unshare users: Operation not permitted")

    finding = module._tried("namespaces", refuse, module.NAMESPACES, "")
    assert not finding.holds
    assert "Operation not permitted" in finding.detail
    assert "sysctl" in finding.detail


def test_without_a_needed_piece_nothing_is_graded():
    missing = text([Finding("namespaces", False, True, "no"), Finding("g", True, False, "")])
    assert missing.splitlines()[0] == "✗ namespaces: no"
    assert "--i-trust-this-code" in missing
    fine = text([Finding("namespaces", True, True, "yes"), Finding("g", False, False, "")])
    assert "can be graded here" in fine
    assert fine.splitlines()[1].startswith("–")


def test_another_system_than_linux_is_told(monkeypatch):
    monkeypatch.setattr(module.sys, "platform", "darwin")
    (finding,) = preflight()
    assert not finding.holds
    assert "darwin" in finding.detail


def test_a_whole_sandbox_that_cannot_be_made_says_why(monkeypatch):
    def fail(self):
        raise OSError("mount /tmp: not permitted")

    monkeypatch.setattr("dlbook.grade.grader.Grader.try_out", fail)
    finding = module._whole()
    assert not finding.holds
    assert "mount /tmp" in finding.detail


def test_an_act_is_tried_in_another_process():
    assert attempt(lambda: None) == ""
    assert attempt(lambda: os._exit(3)) == "ended with status 768"
    assert "ZeroDivisionError" in attempt(lambda: 1 / 0)
    assert attempt(lambda: sys.exit(0)) == "SystemExit: 0"


def test_a_dry_run_says_what_is_there_and_what_is_to_do(desk):
    starter = desk.course.exercises[MEANS].starter
    desk.write(ada=RIGHT, bob=RIGHT, breaker=RIGHT, eve=starter)
    (desk.folder / "zoe.ipynb").write_text("{")
    outcome = GradeResult("ada", MEANS, digest_of(RIGHT), "graded", 1.0, "", "", "", 0.1, True)
    with Journal(desk.out / "journal") as journal:
        check = desk.course.checks[MEANS]
        journal.append({"kind": "outcome", "check": check, "outcome": outcome.as_dict()})
    submissions, _ = find_submissions(desk.folder)
    index = JournalIndex.read(desk.out / "journal")
    said = dry_run(submissions, Reader(), index, desk.course.checks)
    lines = [" ".join(line.split()) for line in said.splitlines()]
    assert lines[0] == "5 submissions with 2 answers: 1 graded already, 1 to grade."
    assert lines[1] == f"{MEANS} 2 answers 1 untouched starters"
    assert lines[3] == "breaker: cannot be read"
    assert lines[5].startswith("zoe: zoe.ipynb is damaged")


def test_the_package_is_imported_where_grading_cannot_run():
    paths = (
        p.relative_to(architecture.ROOT) for p in architecture.PACKAGE.glob("grade/**/*.py")
    )
    names = [".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in paths]
    assert "dlbook.grade.sandbox.box" in names
    code = "\n".join(f"import {name}" for name in names)
    # What Unix alone has, and what a small installation lacks.
    missing = ("pwd", "grp", "resource", "termios", "torch", "distributed")
    assert architecture.runs(code, without=missing)
    assert not architecture.runs(code, without=("numpy",))
