"""The checker's handle on the server: start a child for one answer, and end it."""

from __future__ import annotations

import contextlib
import dataclasses
import importlib.util
import itertools
import json
import os
import socket
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

import dlbook
from dlbook.exercise import library
from dlbook.grade.limits import Limits
from dlbook.grade.sandbox import cgroups, namespaces, users
from dlbook.grade.sandbox.box import Plan
from dlbook.grade.wire import Channel

PATIENCE = 120.0  # seconds for the server to load torch on a busy machine
BOOT = """
import json, sys
fd, paths, plan = json.loads(sys.argv.pop())
sys.path += [path for path in paths if path not in sys.path]
from dlbook.grade.sandbox.box import Plan
from dlbook.grade.server import main
main(fd, Plan(**plan))
"""
ONE_THREAD = {
    f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB")
}
ENVIRONMENT = {
    **ONE_THREAD,
    "LANG": "C.UTF-8",
    "MPLBACKEND": "agg",
    "PATH": "/usr/bin:/bin",
}
TORCH = ("torch", "torchgen", "functorch")
_slots = itertools.count()


class ServerError(RuntimeError):
    """The server, or a child of it, could not be started: no fault of a student's."""


@dataclass
class Child:
    """A process for one answer.

    Attributes
    ----------
    channel : Channel
        To it.
    pid : int
        Its process id.
    ended : dict
        Once it is over: ``status``, whether it was ``killed``, ``peak`` memory in KiB, and
        ``starved``, whether the kernel stopped it for its memory.
    """

    channel: Channel
    pid: int
    how: str = "kill"
    ended: dict = field(default_factory=dict)


class ForkServer:
    """A server of its own process, in a sandbox.

    Parameters
    ----------
    limits : Limits
        For each child.
    needs_torch : bool
        Whether children have torch.
    sealed : bool
        Whether there is a sandbox.
    hidden : list of Path
        What no student may read.

    Raises
    ------
    ServerError
        Where it does not start, with the reason.
    """

    def __init__(
        self, limits: Limits, needs_torch: bool, sealed: bool = True, hidden: tuple = ()
    ):
        self.limits, slot = limits, next(_slots)
        memory = limits.memory_for(needs_torch)
        self.group = cgroups.ControlGroup({})
        if sealed:
            self.group = cgroups.make(f"{slot}", memory, limits.threads)
        plan = Plan(
            shown=[*map(str, visible())],
            hidden=inside(visible(), [*hidden, *withheld(needs_torch)]),
            user=users.pick(os.getpid() + 7919 * slot) if namespaces.is_root() else None,
            memory=memory,
            scratch=limits.scratch,
            files=limits.files,
            threads=limits.threads,
            seconds=2 * (limits.total + limits.load),
            needs_torch=needs_torch,
            sealed=sealed,
        )
        self._start(plan)

    def _start(self, plan: Plan) -> None:
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control.settimeout(PATIENCE)
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed in close()
        given = json.dumps(
            [theirs.fileno(), [*map(str, libraries())], dataclasses.asdict(plan)]
        )
        keep = {k: v for k, v in os.environ.items() if k == "LD_LIBRARY_PATH"}
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-c", BOOT, given],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._said,
                env={**ENVIRONMENT, **keep},
                cwd="/",
                start_new_session=True,
            )
        try:
            self._hear()
        except ServerError:
            self.close()
            raise

    @contextlib.contextmanager
    def child(self) -> Iterator[Child]:
        """Start a child; end it, and all that it started, when the block is left.

        Raises
        ------
        ServerError
            Where none can be started.
        """
        ours, theirs = socket.socketpair()
        with ours, theirs:
            self._say("start", [theirs.fileno()])
            child = Child(Channel(ours, self.limits.frame), self._hear()["pid"])
            theirs.close()
            kills = self.group.kills()
            try:
                self._admit(child)
                yield child
            finally:
                self._say(child.how)
                child.ended = {**self._hear(), "starved": self.group.kills() > kills}

    def _admit(self, child: Child) -> None:
        try:
            self.group.join(child.pid)
        except OSError as error:
            raise ServerError(
                f"the process could not join its control group: {error}"
            ) from None

    def _say(self, text: str, fds: list[int] = ()) -> None:
        try:
            socket.send_fds(self.control, [json.dumps(text).encode()], list(fds))
        except OSError as error:
            raise ServerError(f"the server is gone: {error}") from None

    def _hear(self) -> dict:
        try:
            text = self.control.recv(65536)
        except OSError as error:
            raise ServerError(f"the server does not answer: {error}") from None
        if not text:
            raise ServerError(f"the server ended: {self._last_words()}")
        message = json.loads(text)
        if "error" in message:
            raise ServerError(message["error"])
        return message

    def _last_words(self) -> str:
        self._said.seek(0)
        lines = self._said.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"exit code {self.process.poll()}"

    @property
    def is_alive(self) -> bool:
        """Whether the server still runs."""
        return self.process.poll() is None

    def close(self) -> None:
        """End the server, and a child that it may have."""
        self.control.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._said.close()
        self.group.remove()


def libraries() -> list[Path]:
    """Return the folders from which the server imports this package and NumPy."""
    return [Path(dlbook.__file__).parents[1], Path(np.__file__).parents[1]]


def visible() -> list[Path]:
    """Return the folders that a student's process may read: Python, libraries, the package."""
    python = [Path(sys.base_prefix), Path(sys.prefix), Path("/usr")]
    packages = [Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")]
    return [*python, *packages, Path(np.__file__).parents[1], Path(dlbook.__file__).parent]


def inside(shown: list[Path], paths: list[Path]) -> list[str]:
    """Return the paths without those that hold a folder that is shown.

    Of them nothing else is to be seen, and to hide them would hide Python.
    """
    roots = [path.resolve() for path in shown]
    resolved = [Path(path).resolve() for path in paths]
    return [str(p) for p in resolved if not any(root.is_relative_to(p) for root in roots)]


def withheld(needs_torch: bool) -> list[Path]:
    """Return what lies there and is not to be read: solutions and checks; torch, often."""
    found = [library.folder().resolve()]
    for name in () if needs_torch else TORCH:
        spec = importlib.util.find_spec(name)
        found += map(Path, (spec and spec.submodule_search_locations) or [])
    return found
