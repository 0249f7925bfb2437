"""An unprivileged user for the student's process."""

from __future__ import annotations

import os
import signal

from dlbook.grade.sandbox import libc

FIRST, COUNT = 30_000, 30_000


def pick(slot: int) -> int:
    """Return the number of a user that is nobody's: each slot has another."""
    import pwd  # of Unix alone, and this package can be imported anywhere

    taken = {user.pw_uid for user in pwd.getpwall()}
    numbers = (FIRST + (slot + i) % COUNT for i in range(COUNT))
    return next(number for number in numbers if number not in taken)


def become(user: int | None) -> None:
    """Give up all privileges, and become that user; with None, stay who one is."""
    libc.drop_bounding_set()
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    libc.clear_capabilities()
    libc.prctl(libc.PR_SET_NO_NEW_PRIVS, 1)
    libc.prctl(libc.PR_SET_DUMPABLE, 0)
    libc.prctl(libc.PR_SET_PDEATHSIG, signal.SIGKILL)
