"""The box as a whole: once for the server, and once more for each child."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass

from dlbook.grade.sandbox import mounts, namespaces, rlimits, seccomp, users


@dataclass(frozen=True)
class Plan:
    """How a box is to be.

    Attributes
    ----------
    shown, hidden : list of str
        Folders to be read in the box, and what in them is empty.
    user : int or None
        Whom the child becomes; None where there is but one user.
    memory, scratch, files, threads : int
        Bounds, as in :class:`dlbook.grade.limits.Limits`.
    seconds : float
        Processor time.
    needs_torch : bool
        Whether torch is there.
    sealed : bool
        False for no box at all: what the process itself can give up is given up, no more.
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


class SealedBox:
    """A box: children have neither files nor processes nor a network in common with others."""

    def __init__(self, plan: Plan):
        self.plan = plan
        namespaces.leave_the_machine()
        namespaces.adopt_orphans()
        mounts.new_root(plan.shown, plan.hidden)

    def fork(self) -> int:
        """Fork a child that sees no other process."""
        return namespaces.fork_alone()

    def enter(self) -> None:
        """Give up, in the child, all that it does not need, for good."""
        plan = self.plan
        namespaces.leave_the_server()
        mounts.new_scratch(mounts.scratch_for(plan.shown), plan.scratch, plan.files)
        rlimits.limit(plan.memory, plan.scratch, plan.threads, plan.seconds)
        users.become(plan.user)
        seccomp.install()


class OpenBox:
    """No box: for code that the instructor trusts, on machines where none can be made."""

    def __init__(self, plan: Plan):
        self.plan = plan

    def fork(self) -> int:
        """Fork a child."""
        return os.fork()

    def enter(self) -> None:
        """Give up what can be given up without privileges."""
        plan = self.plan
        os.setsid()
        # On other systems than Linux some of the limits cannot be set.
        with contextlib.suppress(OSError, ValueError):
            rlimits.limit(plan.memory, plan.scratch, plan.threads + 4096, plan.seconds)
        with contextlib.suppress(OSError, AttributeError):
            seccomp.install()


def box_for(plan: Plan) -> SealedBox | OpenBox:
    """Return the box that a plan asks for."""
    return SealedBox(plan) if plan.sealed else OpenBox(plan)
