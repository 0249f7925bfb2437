"""The sandbox as a whole: once for the server, and once more for each child."""

from __future__ import annotations

import contextlib
import os
import signal
from dataclasses import dataclass

from dlbook.grade.sandbox import libc, mounts, seccomp

FILES, CONTROL_GROUPS, NAMES, IPC = 0x20000, 0x2000000, 0x4000000, 0x8000000
USERS, PROCESSES, NETWORK = 0x10000000, 0x20000000, 0x40000000


@dataclass(frozen=True)
class SandboxConfig:
    """What a sandbox is like."""

    # folders that can be read in the sandbox, and what in them is empty
    shown: list[str]
    hidden: list[str]
    user: int | None  # the user that the child becomes; None if there is only one
    # bounds, as in :class:`dlbook.grade.limits.Limits`
    memory: int
    scratch: int
    files: int
    threads: int
    seconds: float  # processor time
    needs_torch: bool  # whether torch is there
    # False for no sandbox: what the process itself can give up is given up, no more
    sealed: bool


class Sandbox:
    """Children share neither files nor processes nor a network with anybody."""

    def __init__(self, config: SandboxConfig):
        self.config = config
        unshare_namespaces()
        set_child_subreaper()
        mounts.new_root(config.shown, config.hidden)

    def fork(self) -> int:
        """Fork a child that sees no other process."""
        return fork_in_pid_namespace()

    def enter(self, hidden: list[str]) -> None:
        """Give up, in the child, all that it does not need, for good; hide more folders."""
        config = self.config
        unshare_mounts_and_ipc()
        for path in hidden:
            mounts.hide(path)
        mounts.new_scratch(mounts.scratch_for(config.shown), config.scratch, config.files)
        limit_resources(config.memory, config.scratch, config.threads, config.seconds)
        drop_privileges(config.user)
        seccomp.install()


class NoSandbox:
    """No sandbox: for code that the instructor trusts, on machines where none can be made."""

    def __init__(self, config: SandboxConfig):
        self.config = config

    def fork(self) -> int:
        """Fork a child."""
        return os.fork()

    def enter(self, hidden: list[str]) -> None:
        """Give up what can be given up without privileges."""
        config = self.config
        os.setsid()
        # On other systems than Linux some of the limits cannot be set.
        with contextlib.suppress(OSError, ValueError):
            threads = config.threads + 4096  # those of the user's other programs count, too
            limit_resources(config.memory, config.scratch, threads, config.seconds)
        with contextlib.suppress(OSError, AttributeError):
            seccomp.install()


def make_sandbox(config: SandboxConfig) -> Sandbox | NoSandbox:
    """Return the sandbox that is asked for."""
    return Sandbox(config) if config.sealed else NoSandbox(config)


# --- namespaces ---------------------------------------------------------------------------


def is_root() -> bool:
    """Say whether this process may make namespaces without one for users."""
    return os.geteuid() == 0


def unshare_namespaces() -> None:
    """Give this process files, a network and names of its own.

    Root needs no more. Anybody else becomes root in a namespace of users first, which gives
    no power over anything outside.

    Raises OSError if the machine does not allow it.
    """
    if not is_root():
        become_root()
    libc.unshare(FILES, "files")
    libc.unshare(NETWORK, "network")
    libc.unshare(IPC, "shared memory")
    libc.unshare(NAMES, "host name")
    libc.unshare(CONTROL_GROUPS, "control groups")


def unshare_mounts_and_ipc() -> None:
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


def set_child_subreaper() -> None:
    """Let this process be the parent of what its children leave behind."""
    libc.prctl(libc.PR_SET_CHILD_SUBREAPER, 1)


def fork_in_pid_namespace() -> int:
    """Fork a child that sees no process but itself: 0 in it, its process id here.

    A new PID namespace applies to children only, so an intermediate process forks the real
    child. It ends at once, and the child becomes ours.
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


# --- privileges -------------------------------------------------------------------------

FIRST, COUNT = 30_000, 30_000


def pick_user(slot: int) -> int:
    """Return the number of a user that is nobody's: each slot has another."""
    import pwd  # of Unix alone, and this package can be imported anywhere

    taken = {user.pw_uid for user in pwd.getpwall()}
    numbers = (FIRST + (slot + i) % COUNT for i in range(COUNT))
    return next(number for number in numbers if number not in taken)


def drop_privileges(user: int | None) -> None:
    """Drop all privileges and switch to ``user``; if None, keep the current user."""
    libc.drop_bounding_set()
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    libc.clear_capabilities()
    libc.prctl(libc.PR_SET_NO_NEW_PRIVS, 1)
    libc.prctl(libc.PR_SET_DUMPABLE, 0)
    libc.prctl(libc.PR_SET_PDEATHSIG, signal.SIGKILL)


# --- limits -----------------------------------------------------------------------------

MOST_OPEN_FILES = 128


def limit_resources(memory: int, file_size: int, threads: int, seconds: float) -> None:
    """Limit this process; a privileged one should give up its privileges afterwards.

    Memory counts as address space, in bytes; threads are those of the user, in this namespace
    of users. Processor time, in seconds, is the last resort: the checker's clock comes first.
    """
    import resource  # of Unix alone, and this package can be imported anywhere

    most = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_FSIZE: file_size,
        resource.RLIMIT_NPROC: threads,
        resource.RLIMIT_CPU: int(seconds) + 1,
        resource.RLIMIT_NOFILE: MOST_OPEN_FILES,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
    }
    for kind, value in most.items():
        _, hard = resource.getrlimit(kind)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))
