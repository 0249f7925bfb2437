from __future__ import annotations

import dataclasses
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time

import numpy as np
import pytest

from dlbook.grade.sandbox.box import SandboxConfig
from dlbook.grade.server import reseed, stop
from tests.grade.fakes import ROOT

CONFIG = SandboxConfig([], [], None, 8 << 30, 1 << 20, 64, 64, 60.0, False, sealed=False)


def child(code: str) -> int:
    return os.posix_spawn(sys.executable, [sys.executable, "-c", code], os.environ)


def test_a_child_that_does_not_end_is_killed():
    ended = stop(child("import time; time.sleep(100)"), "kill")
    assert (ended["status"], ended["killed"]) == (-9, True)


def test_a_child_that_ends_is_waited_for():
    ended = stop(child("import os, time; time.sleep(0.05); os._exit(5)"), "end")
    if not ended["killed"]:  # a busy machine may take longer to start it
        assert ended["status"] == 5


def test_a_child_that_has_ended_is_not_killed():
    pid = child("import os; os.kill(os.getpid(), 11)")
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert stop(pid, "kill")["status"] == -signal.SIGSEGV


def test_no_child_need_not_be_stopped():
    assert stop(None, "kill") == {"status": 0, "killed": False}


def test_seeds_are_drawn_anew():
    random.seed(1)
    np.random.seed(1)  # noqa: NPY002
    before = random.Random(1).random(), np.random.RandomState(1).random()
    reseed()
    assert random.random() != before[0]
    assert np.random.random() != before[1]  # noqa: NPY002


BOOT = f"""
import json, sys
sys.path.append({str(ROOT)!r})
import dlbook.grade.server as server
fd, config = json.loads(sys.argv[1])
MORE
server.main(fd, server.SandboxConfig(**config))
"""


def served(more: str = "") -> tuple[subprocess.Popen, socket.socket]:
    """Start a server without a box; return it and the socket to it."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    given = json.dumps([theirs.fileno(), dataclasses.asdict(CONFIG)])
    command = [sys.executable, "-c", BOOT.replace("MORE", more), given]
    process = subprocess.Popen(command, pass_fds=[theirs.fileno()], cwd="/")
    theirs.close()
    ours.settimeout(60)
    return process, ours


def ask(control: socket.socket, *fds: int, **request) -> dict:
    socket.send_fds(control, [json.dumps(request).encode()], fds)
    return json.loads(control.recv(1000))


def test_it_starts_and_stops_a_child():
    process, control = served()
    with control:
        assert json.loads(control.recv(1000)) == {"ready": True}
        ours, theirs = socket.socketpair()
        with ours, theirs:
            assert ask(control, theirs.fileno(), start=[], hidden=[])["pid"] > 1
            assert ask(control, stop="kill")["killed"] is True
    assert process.wait(30) == 0


def test_it_ends_with_the_checker_and_takes_its_child_along():
    process, control = served()
    with control:
        control.recv(1000)
        ours, theirs = socket.socketpair()
        with ours, theirs:
            pid = ask(control, theirs.fileno(), start=[], hidden=[])["pid"]
    assert process.wait(30) == 0
    end = time.monotonic() + 5
    while time.monotonic() < end and os.path.exists(f"/proc/{pid}"):
        time.sleep(0.01)
    assert not os.path.exists(f"/proc/{pid}")


@pytest.mark.parametrize("error", ["OSError('no mounts')", "ImportError('no mounts')"])
def test_what_it_cannot_set_up_is_told(error):
    process, control = served(
        f"def make_sandbox(config): raise {error}\nserver.make_sandbox = make_sandbox"
    )
    with control:
        assert json.loads(control.recv(1000)) == {"error": "no mounts"}
    assert process.wait(30) == 0
