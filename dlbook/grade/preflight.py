"""Look before grading: whether a sandbox can be made here, and what submissions hold."""

from __future__ import annotations

import os
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dlbook.grade.discover import Submission
from dlbook.grade.journal import JournalIndex
from dlbook.grade.limits import MEGABYTE
from dlbook.grade.run import Engine, digest_of_answer, wait_for
from dlbook.grade.sandbox import box, cgroups, seccomp
from dlbook.grade.task import key_of

NAMESPACES = (
    "Students' code could see files, processes and the network. Grade as root, or let users "
    "make namespaces: `sysctl user.max_user_namespaces=15000`; on Debian `sysctl "
    "kernel.unprivileged_userns_clone=1`; on Ubuntu 24.04 `sysctl "
    "kernel.apparmor_restrict_unprivileged_userns=0`; in Docker `--security-opt "
    "seccomp=unconfined --security-opt apparmor=unconfined`, or `--privileged`."
)
SECCOMP = (
    "Students' code could start programs and processes. The kernel is to have "
    "CONFIG_SECCOMP_FILTER, the processor to be x86-64 or 64-bit ARM."
)
MEMORY_GROUP = (
    "Memory is then bounded by address space alone: enough, as no process can be started, "
    "but coarser. To add it: `systemd-run --user --scope -p Delegate=yes dlbook grade ...`, "
    "or grade as root; in Docker `-v /sys/fs/cgroup:/sys/fs/cgroup --cgroupns=host`."
)
THREADS_GROUP = "Threads are then bounded per user alone. What adds a memory group adds this."


@dataclass(frozen=True)
class Finding:
    """One piece of a sandbox."""

    name: str  # what it is
    holds: bool  # whether it is here
    needed: bool  # whether there is no sandbox without it
    detail: str  # what was found; if it is missing, what that means and what to do

    def __str__(self) -> str:
        sign = "✓" if self.holds else "✗" if self.needed else "–"
        return f"{sign} {self.name}: {self.detail}"


def preflight() -> list[Finding]:
    """Try each piece of a sandbox, and then a whole one."""
    if sys.platform != "linux":
        text = (
            f"grading needs Linux, this is {sys.platform}: use a Linux machine, or a container"
        )
        return [Finding("Linux", False, True, text)]
    return [*_pieces(), _whole()]


def text(findings: list[Finding]) -> str:
    """Return what was found, and whether students' code can be graded here."""
    lines = [str(finding) for finding in findings]
    if all(f.holds for f in findings if f.needed):
        lines.append("Students' code can be graded here.")
    else:
        lines.append(
            "Students' code cannot be graded here. With --i-trust-this-code it runs without a "
            "sandbox: it may forge its grade, and every result is marked."
        )
    return "\n".join(lines)


def _pieces() -> Iterator[Finding]:
    yield Finding("Linux", True, True, f"kernel {os.uname().release}")
    yield _tried("namespaces", _try_namespaces, NAMESPACES, _who())
    detail = "no process, program or socket can be started"
    yield _tried("system call filter", seccomp.install, SECCOMP, detail)
    yield from _groups()


def _who() -> str:
    return "made as root" if box.is_root() else "made by an ordinary user"


def _try_namespaces() -> None:
    box.unshare_namespaces()
    if box.fork_in_pid_namespace() == 0:
        os._exit(0)


def _tried(name: str, act: Callable[[], None], advice: str, detail: str) -> Finding:
    """Do something that cannot be undone, in a child; say whether it could be done."""
    said = attempt(act)
    return Finding(name, not said, True, f"{said}. {advice}" if said else detail)


def attempt(act: Callable[[], None]) -> str:
    """Return the error that an act ends with in a process of its own, or ``""``."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            act()
        except BaseException as error:
            os.write(write, f"{type(error).__name__}: {error}".encode()[:500])
        finally:
            os._exit(0)
    os.close(write)
    with open(read, encoding="utf-8", errors="replace") as pipe:
        said = pipe.read()
    _, status = os.waitpid(pid, 0)
    return said or (f"ended with status {status}" if status else "")


def _groups() -> Iterator[Finding]:
    group = cgroups.make("doctor", 256 * MEGABYTE, 16)
    group.remove()
    for kind, name, advice in (
        ("memory", "control group for memory", MEMORY_GROUP),
        ("pids", "control group for threads", THREADS_GROUP),
    ):
        folder = group.folders.get(kind)
        detail = f"in {folder.parent}" if folder else f"none can be made. {advice}"
        yield Finding(name, folder is not None, False, detail)


def _whole() -> Finding:
    """Start a server and a child, as for an answer."""
    from dlbook.grade.grader import Grader

    try:
        with Grader() as grader:
            return Finding("a whole sandbox", True, True, grader.try_out())
    except Exception as error:
        advice = "The pieces above say what is missing."
        return Finding("a whole sandbox", False, True, f"{error}. {advice}")


# --- a dry run --------------------------------------------------------------------------


def dry_run(
    submissions: list[Submission], reader: Engine, index: JournalIndex, checks: dict[str, str]
) -> str:
    """Return what ``--dry-run`` says: who answers what, and what would be graded."""
    answered, untouched, done, notes = Counter(), Counter(), 0, []
    for submission, found in _readings(submissions, reader):
        student = submission.owner.student
        if found is None:
            notes.append(f"  {student}: cannot be read")
            continue
        notes += [f"  {student}: {note}" for note in found["notes"]]
        untouched.update(found["untouched"])
        answered.update(list(found["answers"]))
        for exercise, answer in found["answers"].items():
            key = key_of(student, exercise, digest_of_answer(answer), checks[exercise])
            done += key in index.finished
    total = answered.total()
    lines = [
        f"{len(submissions):,} submissions with {total:,} answers: {done:,} graded already, "
        f"{total - done:,} to grade.",
        *(
            f"  {name:<42} {answered[name]:>6} answers {untouched[name]:>6} untouched starters"
            for name in sorted({*answered, *untouched})
        ),
    ]
    return "\n".join([*lines, *(["Notes:", *sorted(notes)] if notes else [])])


def _readings(
    submissions: list[Submission], reader: Engine
) -> Iterator[tuple[Submission, dict | None]]:
    """Yield each submission with what was found in it; None if it broke the reader."""
    unread, reading = deque(submissions), {}
    while unread or reading:
        while unread and reader.free:
            submission = unread.popleft()
            reading[submission.owner.student] = submission
            reader.submit(submission.owner.student, submission.as_dict())
        wait_for(reader)
        for reply in reader.collect():
            yield reading.pop(reply.key), reply.value
