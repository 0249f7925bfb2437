from __future__ import annotations

import os
import sys

from dlbook.grade import doctor
from dlbook.grade.doctor import Finding, attempt, examine, text


def test_here_it_says_what_there_is(sandbox):
    findings = examine()
    assert [f.name for f in findings][:3] == ["Linux", "namespaces", "system call filter"]
    assert all(f.holds for f in findings if f.needed)
    assert "can be graded here" in text(findings)


def test_what_is_missing_has_a_remedy(monkeypatch):
    def refuse():
        raise PermissionError(1, "unshare users: Operation not permitted")

    monkeypatch.setattr(doctor, "_try_namespaces", refuse)
    finding = doctor._tried("namespaces", doctor._try_namespaces, doctor.NAMESPACES, "")
    assert not finding.holds
    assert "Operation not permitted" in finding.detail
    assert "sysctl" in finding.detail


def test_without_a_needed_piece_nothing_is_graded():
    missing = text(
        [Finding("namespaces", False, True, "no"), Finding("group", True, False, "")]
    )
    assert missing.splitlines()[0] == "✗ namespaces: no"
    assert "--i-trust-this-code" in missing
    fine = text([Finding("namespaces", True, True, "yes"), Finding("group", False, False, "")])
    assert "can be graded here" in fine
    assert fine.splitlines()[1].startswith("–")


def test_another_system_than_linux_is_told(monkeypatch):
    monkeypatch.setattr(doctor.sys, "platform", "darwin")
    (finding,) = examine()
    assert not finding.holds
    assert "darwin" in finding.detail


def test_a_whole_sandbox_that_cannot_be_made_says_why(monkeypatch):
    def fail(self):
        raise OSError("mount /tmp: not permitted")

    monkeypatch.setattr("dlbook.grade.checker.Grader.try_out", fail)
    finding = doctor._whole()
    assert not finding.holds
    assert "mount /tmp" in finding.detail


def test_an_act_is_tried_in_another_process():
    assert attempt(lambda: None) == ""
    assert attempt(lambda: os._exit(3)) == "ended with status 768"
    assert "ZeroDivisionError" in attempt(lambda: 1 / 0)
    assert attempt(lambda: sys.exit(0)) == "SystemExit: 0"
