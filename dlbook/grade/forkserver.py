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
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

import dlbook
from dlbook.exercise import library
from dlbook.grade import server
from dlbook.grade.channel import Channel
from dlbook.grade.limits import Limits
from dlbook.grade.sandbox import box, cgroups
from dlbook.grade.sandbox.box import SandboxConfig

PATIENCE = 120.0  # seconds for the server to load torch on a busy machine
BOOT = """
import json, sys
fd, paths, config = json.loads(sys.argv.pop())
sys.path += [path for path in paths if path not in sys.path]
from dlbook.grade.sandbox.box import SandboxConfig
from dlbook.grade.server import main
main(fd, SandboxConfig(**config))
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
WITH = {"torch": ("torchgen", "functorch")}
_slots = itertools.count()


class ServerError(RuntimeError):
    """The server, or a child of it, could not be started: no fault of a student's."""


class Child:
    """A process for one answer, and the channel to it; ``end(how)`` ends it."""

    def __init__(self, channel: Channel, pid: int, end: Callable[[str], dict]):
        self.channel, self.pid = channel, pid
        self._end, self._ended = end, None

    def finish(self, how: str = "kill") -> dict:
        """End the process and all that it started, if it is not over yet.

        ``how`` is ``"kill"``, or ``"end"`` if it should be ending by itself. Says its
        ``status``, whether it was ``killed``, and ``starved``: whether the kernel stopped it
        for its memory.
        """
        if self._ended is None:
            self._ended = self._end(how)
        return self._ended


class ForkServer:
    """A server of its own process, in a sandbox unless ``sealed`` is False.

    ``hidden`` is what no student may read. Raises ServerError if it does not start, with the
    reason.
    """

    def __init__(
        self, limits: Limits, needs_torch: bool, sealed: bool = True, hidden: tuple = ()
    ):
        self.limits, slot = limits, next(_slots)
        memory = limits.memory_for(needs_torch)
        self.group = cgroups.ControlGroup({})
        if sealed:
            self.group = cgroups.make(f"{slot}", memory, limits.threads)
        config = SandboxConfig(
            shown=[*map(str, visible())],
            hidden=inside(visible(), [*hidden, library.folder()]),
            user=_user(slot),
            memory=memory,
            scratch=limits.scratch,
            files=limits.files,
            threads=limits.threads,
            seconds=2 * (limits.total + limits.load),
            needs_torch=needs_torch,
            sealed=sealed,
        )
        self._start(config)

    def _start(self, config: SandboxConfig) -> None:
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control.settimeout(PATIENCE)
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - closed in close()
        given = json.dumps(
            [theirs.fileno(), [*map(str, libraries())], dataclasses.asdict(config)]
        )
        keep = {k: v for k, v in os.environ.items() if k == "LD_LIBRARY_PATH"}
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-c", BOOT, given],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._stderr,
                env={**ENVIRONMENT, **keep},
                cwd="/",
                start_new_session=True,
            )
        try:
            self._receive()
        except ServerError:
            self.close()
            raise

    @contextlib.contextmanager
    def child(self, forbidden: tuple[str, ...] = ()) -> Iterator[Child]:
        """Start a child; end it, and all that it started, when the block is left.

        The packages among the forbidden names are absent from its sandbox. Raises ServerError
        if none can be started.
        """
        ours, theirs = socket.socketpair()
        packages = absent_packages(forbidden)
        request = {
            "start": [*packages],
            "hidden": inside(visible(), [f for p in packages for f in folders_of(p)]),
        }
        with ours, theirs:
            self._send(request, [theirs.fileno()])
            pid = self._receive()["pid"]
            theirs.close()
            kills = self.group.kills()

            def end(how: str) -> dict:
                self._send({"stop": how})
                return {**self._receive(), "starved": self.group.kills() > kills}

            child = Child(Channel(ours, self.limits.frame), pid, end)
            try:
                self._admit(child)
                yield child
            finally:
                child.finish()

    def _admit(self, child: Child) -> None:
        try:
            self.group.join(child.pid)
        except OSError as error:
            raise ServerError(
                f"the process could not join its control group: {error}"
            ) from None

    def _send(self, message: dict, fds: list[int] = ()) -> None:
        try:
            socket.send_fds(self.control, [json.dumps(message).encode()], list(fds))
        except OSError as error:
            raise ServerError(f"the server is gone: {error}") from None

    def _receive(self) -> dict:
        try:
            text = self.control.recv(65536)
        except OSError as error:
            raise ServerError(f"the server does not answer: {error}") from None
        if not text:
            raise ServerError(f"the server ended: {self._last_line()}")
        message = json.loads(text)
        if "error" in message:
            raise ServerError(message["error"])
        return message

    def _last_line(self) -> str:
        self._stderr.seek(0)
        lines = self._stderr.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"exit code {self.process.poll()}"

    def close(self) -> None:
        """End the server, and a child that it may have."""
        self.control.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._stderr.close()
        self.group.remove()


def _user(slot: int) -> int | None:
    return box.pick_user(os.getpid() + 7919 * slot) if box.is_root() else None


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

    Nothing else of those is seen anyway, and to hide them would hide Python.
    """
    roots = [path.resolve() for path in shown]
    resolved = [Path(path).resolve() for path in paths]
    return [str(p) for p in resolved if not any(root.is_relative_to(p) for root in roots)]


def absent_packages(forbidden: tuple[str, ...]) -> list[str]:
    """Return the packages among forbidden names that can be taken away: not Python's own."""
    names = [name for name in forbidden if name.isidentifier() and name != "numpy"]
    return [name for name in names if name not in sys.stdlib_module_names and _spec(name)]


def folders_of(package: str) -> list[Path]:
    """Return the folders of a package; of this one, all but what the sandbox needs."""
    if package == "dlbook":
        here = Path(dlbook.__file__).parent
        return [p for p in here.iterdir() if p.is_dir() and p.name not in server.NEEDED]
    found = [*map(Path, _spec(package).submodule_search_locations or [])]
    more = [name for name in WITH.get(package, ()) if _spec(name)]
    return found + [folder for name in more for folder in folders_of(name)]


def _spec(package: str):
    try:
        return importlib.util.find_spec(package)
    except (ImportError, ValueError):
        return None
