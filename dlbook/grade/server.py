"""The server from which students' processes are forked: NumPy is loaded, no exercise ever is.

It runs in the sandbox itself, sees no submission, and does two things: start a child, and
stop it. A child gets one socket, to the checker; it runs one answer on data that come there,
and knows of no check. Nothing that it sends is believed to be more than a result.
"""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import importlib
import importlib.abc
import importlib.util
import json
import os
import random
import signal
import socket
import sys
import time

from dlbook.exercise.execution import InProcess, Outcome, Spec, describe, silence_checks
from dlbook.grade.channel import Channel, ClosedError, decode, encode, pack
from dlbook.grade.sandbox.box import SandboxConfig, make_sandbox

PRELOADED = (
    *("numpy", "numpy.linalg", "numpy.random", "numpy.fft", "numpy.testing"),
    *("ast", "collections", "copy", "dataclasses", "functools", "itertools", "json", "math"),
    *("random", "typing", "warnings"),
)
NEEDED = ("exercise", "grade", "__pycache__")  # of this package, in a child
CHANNEL = 3
SETUP_FAILED = 70
GRACE = 0.3  # seconds for a child that is about to end


def main(control_fd: int, config: SandboxConfig) -> None:
    """Serve until the checker is gone."""
    control = socket.socket(fileno=control_fd)
    try:
        sandbox = make_sandbox(config)
        preload(config.needs_torch)
    except (OSError, ImportError) as error:
        _reply(control, error=str(error))
        return
    _reply(control, ready=True)
    child = None
    while True:
        text, fds, _, _ = socket.recv_fds(control, 1 << 16, 1)
        if not text:
            break
        request = json.loads(text)
        if "start" in request:
            child = start(sandbox, fds[0], request["start"], request["hidden"])
            os.close(fds[0])
            _reply(control, pid=child)
        else:
            _reply(control, **stop(child, request["stop"]))
            child = None
    if child is not None:
        stop(child, "kill")


def preload(needs_torch: bool) -> None:
    """Import what students' code is likely to import, and warm it up."""
    for name in PRELOADED:
        importlib.import_module(name)
    if needs_torch:
        torch = importlib.import_module("torch")
        torch.set_num_threads(1)
        x = torch.ones(2, 2, requires_grad=True)
        torch.nn.Linear(2, 2)(x).sum().backward()
    gc.collect()
    gc.freeze()  # or a collection in a child would copy every page


def start(sandbox, channel_fd: int, packages: list[str], hidden: list[str]) -> int:
    """Fork a child that answers on the channel, and return its process id.

    It must not have the packages, and the folders of these are hidden.
    """
    pid = sandbox.fork()
    if pid:
        return pid
    status = SETUP_FAILED
    try:
        channel = _only(channel_fd, sandbox.config)
        sandbox.enter(hidden)
        forget(packages)
        status = 0
        reseed()
        with contextlib.suppress(ClosedError):
            serve(channel)
    except BaseException as error:
        if status:
            _tell_failure(f"{type(error).__name__}: {error}")
    finally:
        os._exit(status)


def _only(channel_fd: int, config: SandboxConfig) -> Channel:
    """Leave no file open but the channel, and nothing else to read or write."""
    channel_fd = os.dup2(channel_fd, 200, inheritable=False)
    os.closerange(0, 200)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    os.dup2(channel_fd, CHANNEL)
    os.closerange(CHANNEL + 1, 1024)
    return Channel(socket.socket(fileno=CHANNEL), config.memory)


def forget(packages: list[str]) -> None:
    """Let no import find these packages, what is loaded of them included."""
    for package in packages:
        kept = {f"{package}.{name}" for name in NEEDED} if package == "dlbook" else set()
        for name in [*sys.modules]:
            parts = name.split(".")
            if parts[0] == package and ".".join(parts[:2]) not in {*kept, "dlbook"}:
                sys.modules[name] = None
        if not kept:
            sys.modules[package] = None


def serve(channel: Channel) -> None:
    """Load one answer and run it, as often as it is asked for, until the channel is closed."""
    _send(channel, "ready")
    request = _receive(channel)
    silence_checks()
    install_modules(request["files"])
    spec = Spec(**request["spec"])
    remove_functions(spec.forbidden)
    answer = InProcess(spec, source=request["source"])
    _send(channel, _outcome(answer.load))
    while True:
        args = _receive(channel)["args"]
        _send(channel, _outcome(lambda args=args: answer.run(args)))


def _outcome(run) -> dict:
    try:
        outcome = run()
    except BaseException as error:  # KeyboardInterrupt is no way out either
        outcome = Outcome(error=describe(error))
    fields = {field.name: getattr(outcome, field.name) for field in dataclasses.fields(Outcome)}
    if outcome.error is not None:
        fields["error"] = dataclasses.asdict(outcome.error)
    return fields


def _send(channel: Channel, value) -> None:
    channel.send(pack(*encode(value)))


def _receive(channel: Channel):
    return decode(*channel.receive())  # this side may fill its own memory


def remove_functions(forbidden: tuple[str, ...]) -> None:
    """Take forbidden functions out of NumPy: ``numpy.linalg.svd`` out of ``numpy.linalg``."""
    for name in forbidden:
        module, _, function = name.rpartition(".")
        if module.partition(".")[0] == "numpy" and hasattr(sys.modules.get(module), function):
            delattr(sys.modules[module], function)


def _tell_failure(text: str) -> None:
    with contextlib.suppress(OSError):
        os.write(CHANNEL, pack(text[:500], []))


def reseed() -> None:
    """Draw new seeds: all children have the server's."""
    random.seed()
    sys.modules["numpy"].random.seed()
    if sys.modules.get("torch") is not None:
        sys.modules["torch"].seed()


def stop(child: int | None, how: str) -> dict:
    """End a child and all that it started; say how it ended.

    ``how`` is ``"kill"``, or ``"end"`` if it should be ending by itself.
    """
    if child is None:
        return {"status": 0, "killed": False}
    end = time.monotonic() + (GRACE if how == "end" else 0)
    pid, status = os.waitpid(child, os.WNOHANG)
    while not pid and time.monotonic() < end:
        time.sleep(0.002)
        pid, status = os.waitpid(child, os.WNOHANG)
    killed = not pid
    if killed:
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    return {"status": os.waitstatus_to_exitcode(status), "killed": killed}


def _reply(control: socket.socket, **message) -> None:
    control.send(json.dumps(message).encode())


# --- modules that were handed in next to an answer ----------------------------------------


def install_modules(files: dict[str, str]) -> None:
    """Let ``import helpers`` find ``files["helpers.py"]``, as in the notebook's folder.

    ``"tools/grid.py"`` is the module ``tools.grid``, with or without ``"tools/__init__.py"``.
    """
    if files:
        sys.meta_path.insert(0, _Finder(files))


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    def __init__(self, files: dict[str, str]):
        self._texts, self._packages = {}, set()
        for path, text in files.items():
            name = path.removesuffix(".py").replace("/", ".")
            if name == "__init__" or name.endswith(".__init__"):
                name = name.removesuffix("__init__").rstrip(".")
                self._packages.add(name)
            self._texts[name] = text
            while "." in name:
                name = name.rpartition(".")[0]
                self._packages.add(name)

    def find_spec(self, name, path=None, target=None):
        if name in self._texts or name in self._packages:
            return importlib.util.spec_from_loader(name, self, is_package=self.is_package(name))
        return None

    def is_package(self, name: str) -> bool:
        return name in self._packages

    def get_source(self, name: str) -> str:
        return self._texts.get(name, "")
