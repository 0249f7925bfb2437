from __future__ import annotations

import os
import sys

import pytest

from dlbook.grade.preflight import attempt
from dlbook.grade.sandbox.box import NoSandbox, Sandbox, SandboxConfig, make_sandbox

CONFIG = SandboxConfig(
    shown=["/usr", sys.base_prefix],
    hidden=[],
    user=None,
    memory=8 << 30,
    scratch=1 << 20,
    files=64,
    threads=64,
    seconds=60.0,
    needs_torch=False,
    sealed=True,
)


def inside(act) -> str:
    def run():
        box = Sandbox(CONFIG)
        read, write = os.pipe()
        pid = box.fork()
        if pid == 0:
            try:
                box.enter([])
                said = act()
            except BaseException as error:
                said = repr(error)
            os.write(write, str(said).encode())
            os._exit(0)
        os.close(write)
        raise ValueError(os.read(read, 4000).decode())

    return attempt(run)


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (os.getpid, "1"),
        (os.fork, "PermissionError"),
        (lambda: os.kill(-1, 9), "PermissionError"),
        (lambda: os.listdir("/etc"), "FileNotFoundError"),
        (lambda: os.mkdir("/usr/x"), "Read-only"),
        (lambda: os.getcwd(), "/tmp"),
        (lambda: os.setuid(0) if os.getuid() else os.mkdir("/usr/x"), "Error"),
    ],
)
def test_a_child_in_the_box_has_nothing(sandbox, act, said):
    assert said in inside(act)


def test_without_a_box_what_can_be_given_up_is():
    def run():
        box = NoSandbox(CONFIG)
        pid = box.fork()
        if pid == 0:
            box.enter([])
            try:
                os.fork()
            except OSError:
                os._exit(7)
            os._exit(0)
        raise ValueError(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))

    assert "ValueError: 7" in attempt(run)


def test_the_plan_says_which_it_is():
    def run():
        import dataclasses

        raise ValueError(type(make_sandbox(dataclasses.replace(CONFIG, sealed=False))).__name__)

    assert "NoSandbox" in attempt(run)
