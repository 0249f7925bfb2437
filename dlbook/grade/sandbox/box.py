"""The sandbox as a whole: once for the server, and once more for each child."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass

from dlbook.grade.sandbox import isolation, mounts, seccomp


@dataclass(frozen=True)
class SandboxConfig:
    """What a sandbox is like.

    Attributes
    ----------
    shown, hidden : list of str
        Folders that can be read in the sandbox, and what in them is empty.
    user : int or None
        The user that the child becomes; None if there is only one.
    memory, scratch, files, threads : int
        Bounds, as in :class:`dlbook.grade.limits.Limits`.
    seconds : float
        Processor time.
    needs_torch : bool
        Whether torch is there.
    sealed : bool
        False for no sandbox: what the process itself can give up is given up, no more.
    """

    shown: list[str]
    hidden: list[str]
    user: int | None
    memory: int
    scratch: int
    files: int
    threads: int
    seconds: float
    needs_torch: bool
    sealed: bool


class Sandbox:
    """Children share neither files nor processes nor a network with anybody."""

    def __init__(self, config: SandboxConfig):
        self.config = config
        isolation.unshare_namespaces()
        isolation.set_child_subreaper()
        mounts.new_root(config.shown, config.hidden)

    def fork(self) -> int:
        """Fork a child that sees no other process."""
        return isolation.fork_in_pid_namespace()

    def enter(self, hidden: list[str]) -> None:
        """Give up, in the child, all that it does not need, for good; hide more folders."""
        config = self.config
        isolation.unshare_mounts_and_ipc()
        for path in hidden:
            mounts.hide(path)
        mounts.new_scratch(mounts.scratch_for(config.shown), config.scratch, config.files)
        isolation.limit_resources(config.memory, config.scratch, config.threads, config.seconds)
        isolation.drop_privileges(config.user)
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
            isolation.limit_resources(config.memory, config.scratch, threads, config.seconds)
        with contextlib.suppress(OSError, AttributeError):
            seccomp.install()


def make_sandbox(config: SandboxConfig) -> Sandbox | NoSandbox:
    """Return the sandbox that is asked for."""
    return Sandbox(config) if config.sealed else NoSandbox(config)
