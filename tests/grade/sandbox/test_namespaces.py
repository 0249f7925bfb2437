from __future__ import annotations

import os
import socket
import time

from dlbook.grade.preflight import attempt
from dlbook.grade.sandbox import namespaces


def alone(act) -> str:
    """Return what an act in a child of its own says."""

    def run():
        namespaces.leave_the_machine()
        namespaces.adopt_orphans()
        read, write = os.pipe()
        pid = namespaces.fork_alone()
        if pid == 0:
            os.write(write, str(act()).encode())
            os._exit(0)
        os.close(write)
        said = os.read(read, 1000).decode()
        raise ValueError(f"{said} {os.waitpid(pid, 0)[1]}")

    return attempt(run)


def test_a_child_is_the_first_process_and_ours(sandbox):
    assert "ValueError: 1 0" in alone(os.getpid)
    assert "ValueError: 0 0" in alone(os.getppid)


def test_a_child_may_set_up_its_end_with_its_parents(sandbox):
    from dlbook.grade.sandbox import libc

    def act():
        libc.prctl(libc.PR_SET_PDEATHSIG, 9)
        time.sleep(0.05)
        return "alive"

    for _ in range(5):
        assert "alive 0" in alone(act)


def open_files() -> set[str]:
    """Return the numbers of this process's open files, that of the look itself too."""
    return set(os.listdir(f"/proc/{os.readlink('/proc/self')}/fd"))


def test_nothing_stays_open_in_a_child(sandbox):
    def run():
        namespaces.leave_the_machine()
        namespaces.adopt_orphans()
        before = open_files()
        pid = namespaces.fork_alone()
        if pid == 0:  # less may be open (the collector closes), never more
            os._exit(len(open_files() - before))
        raise ValueError(f"{os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])} more")

    assert "ValueError: 0 more" in attempt(run)


def test_there_is_no_network(sandbox):
    def connect():
        namespaces.leave_the_machine()
        with socket.socket() as sock:
            sock.connect(("127.0.0.1", 9))

    assert "unreachable" in attempt(connect)


def test_a_user_becomes_root_without_power_outside():
    def become():
        namespaces.become_root()
        raise ValueError(os.geteuid())

    said = attempt(become)
    assert "ValueError: 0" in said or "users" in said  # where users may not
