"""The server from which students' processes are forked: NumPy is loaded, no check ever is.

It runs in the box itself, sees no submission, and does two things: start a child, and stop
it. Children get one socket, to the checker.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import random
import signal
import socket
import sys
import time

from dlbook.grade.sandbox.box import Plan, box_for

PRELOADED = (
    *("numpy", "numpy.linalg", "numpy.random", "numpy.fft", "numpy.testing"),
    *("ast", "collections", "copy", "dataclasses", "functools", "itertools", "json", "math"),
    *("random", "typing", "warnings", "dlbook.grade.runner", "dlbook.scratch"),
)
CHANNEL = 3
SETUP_FAILED = 70
GRACE = 0.3  # seconds for a child that is about to end


def main(control_fd: int, plan: Plan) -> None:
    """Serve until the checker is gone."""
    control = socket.socket(fileno=control_fd)
    try:
        box = box_for(plan)
        preload(plan.needs_torch)
    except (OSError, ImportError) as error:
        _say(control, error=str(error))
        return
    _say(control, ready=True)
    child = None
    while True:
        text, fds, _, _ = socket.recv_fds(control, 4096, 1)
        if not text:
            break
        if json.loads(text) == "start":
            child = start(box, fds[0], plan)
            os.close(fds[0])
            _say(control, pid=child)
        else:
            _say(control, **stop(child, json.loads(text)))
            child = None
    if child is not None:
        stop(child, "kill")


def preload(needs_torch: bool) -> None:
    """Import what students' code is likely to import, and warm it up."""
    for name in PRELOADED:
        importlib.import_module(name)
    if not needs_torch:
        sys.modules["torch"] = None  # in the sandbox its folder is empty, too
    else:
        torch = importlib.import_module("torch")
        torch.set_num_threads(1)
        x = torch.ones(2, 2, requires_grad=True)
        torch.nn.Linear(2, 2)(x).sum().backward()
    gc.collect()
    gc.freeze()  # or a collection in a child would copy every page


def start(box, channel_fd: int, plan: Plan) -> int:
    """Fork a child that answers on the channel, and return its process id."""
    pid = box.fork()
    if pid:
        return pid
    status = SETUP_FAILED
    try:
        channel = _only(channel_fd, plan)
        box.enter()
        status = 0
        _run(channel)
    except BaseException as error:
        if status:
            _tell_failure(f"{type(error).__name__}: {error}")
    finally:
        os._exit(status)


def _only(channel_fd: int, plan: Plan):
    """Leave no file open but the channel, and nothing to read or write beside it."""
    from dlbook.grade.wire import Channel

    channel_fd = os.dup2(channel_fd, 200, inheritable=False)
    os.closerange(0, 200)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    os.dup2(channel_fd, CHANNEL)
    os.closerange(CHANNEL + 1, 1024)
    return Channel(socket.socket(fileno=CHANNEL), plan.memory)


def _run(channel) -> None:
    from dlbook.grade.runner import Runner
    from dlbook.grade.wire import ClosedError

    reseed()
    with contextlib.suppress(ClosedError):
        Runner(channel).serve()


def _tell_failure(text: str) -> None:
    from dlbook.grade.wire import pack

    with contextlib.suppress(OSError):
        os.write(CHANNEL, pack(["dict", ["is", "failed"], ["text", text[:500]]], []))


def reseed() -> None:
    """Draw new seeds: all children have the server's."""
    random.seed()
    sys.modules["numpy"].random.seed()
    if sys.modules.get("torch") is not None:
        sys.modules["torch"].seed()


def stop(child: int | None, how: str) -> dict:
    """End a child and all that it started; say how it ended, and what it took.

    Parameters
    ----------
    child : int or None
        Its process id.
    how : str
        ``"kill"``; or ``"end"`` where it should be ending by itself.
    """
    if child is None:
        return {"status": 0, "killed": False, "peak": 0}
    end = time.monotonic() + (GRACE if how == "end" else 0)
    pid, status, used = os.wait4(child, os.WNOHANG)
    while not pid and time.monotonic() < end:
        time.sleep(0.002)
        pid, status, used = os.wait4(child, os.WNOHANG)
    killed = not pid
    if killed:
        os.kill(child, signal.SIGKILL)
        _, status, used = os.wait4(child, 0)
    return {
        "status": os.waitstatus_to_exitcode(status),
        "killed": killed,
        "peak": used.ru_maxrss,
    }


def _say(control: socket.socket, **message) -> None:
    control.send(json.dumps(message).encode())
