"""Namespaces: a view of the machine in which there is nothing but what belongs to the box."""

from __future__ import annotations

import os

from dlbook.grade.sandbox import libc

FILES, CONTROL_GROUPS, NAMES, IPC = 0x20000, 0x2000000, 0x4000000, 0x8000000
USERS, PROCESSES, NETWORK = 0x10000000, 0x20000000, 0x40000000


def is_root() -> bool:
    """Say whether this process may make namespaces without one for users."""
    return os.geteuid() == 0


def leave_the_machine() -> None:
    """Give this process files, a network and names of its own.

    Root needs no more. Anybody else becomes root in a namespace of users first, which gives
    no power over anything outside.

    Raises
    ------
    OSError
        Where the machine does not allow it.
    """
    if not is_root():
        become_root()
    libc.unshare(FILES, "files")
    libc.unshare(NETWORK, "network")
    libc.unshare(IPC, "shared memory")
    libc.unshare(NAMES, "host name")
    libc.unshare(CONTROL_GROUPS, "control groups")


def leave_the_server() -> None:
    """Give a child mounts and shared memory of its own; the server's network is empty."""
    libc.unshare(FILES, "files")
    libc.unshare(IPC, "shared memory")


def become_root() -> None:
    """Enter a namespace of users in which this user is root."""
    user, group = os.geteuid(), os.getegid()
    libc.unshare(USERS, "users")
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"0 {user} 1"),
        ("gid_map", f"0 {group} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def adopt_orphans() -> None:
    """Let this process be the parent of what its children leave behind."""
    libc.prctl(libc.PR_SET_CHILD_SUBREAPER, 1)


def fork_alone() -> int:
    """Fork a child that sees no process but itself: 0 in it, its process id here.

    Namespaces of processes are for children that are yet to be born, so that it takes a
    process in between. That one ends at once, and the child becomes ours.
    """
    said, say = os.pipe()
    until_ours, not_yet = os.pipe()
    between = os.fork()
    if between:
        os.close(say)
        os.close(until_ours)
        with open(said, encoding="ascii") as pipe:
            text = pipe.read()
        os.waitpid(between, 0)
        os.close(not_yet)
        if not text.isdecimal():
            raise OSError(text or "a process could not be forked")
        return int(text)
    try:
        libc.unshare(PROCESSES, "processes")
        pid = os.fork()
    except OSError as error:
        os.write(say, str(error).encode("ascii", "replace"))
        os._exit(1)
    if pid:
        os.write(say, str(pid).encode("ascii"))
        os._exit(0)
    for fd in (say, said, not_yet):
        os.close(fd)
    os.read(until_ours, 1)  # the end of the one in between is not to be taken for a parent's
    os.close(until_ours)
    return 0
