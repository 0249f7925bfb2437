from __future__ import annotations

import errno
import os
import resource
import signal
import socket
import subprocess
import threading

import pytest

from dlbook.grade.preflight import attempt
from dlbook.grade.sandbox import seccomp, syscalls
from dlbook.grade.sandbox.seccomp import ALLOW, FAIL, KILL, instructions
from dlbook.grade.sandbox.syscalls import architecture, number

CLONE_THREAD, SIGCHLD = 0x10000, 17


def verdict(call: int, *args: int, arch: int | None = None) -> int:
    """Run the filter as the kernel does, on one call."""
    import struct

    given = [*args, *[0] * (6 - len(args))]
    data = struct.pack("<IIQ6Q", call, architecture() if arch is None else arch, 0, *given)
    program, place, value = instructions(), 0, 0
    while True:
        code, yes, no, operand = program[place]
        place += 1
        if code == seccomp.RETURN:
            return operand
        if code == seccomp.LOAD:
            (value,) = struct.unpack_from("<I", data, operand)
            continue
        holds = {
            seccomp.EQUAL: value == operand,
            seccomp.AT_LEAST: value >= operand,
            seccomp.ANY_BIT: bool(value & operand),
        }[code]
        place += yes if holds else no


EPERM, ENOSYS = FAIL | errno.EPERM, FAIL | errno.ENOSYS


@pytest.mark.parametrize(
    ("name", "args", "expected"),
    [
        *(("read", (), ALLOW), ("mmap", (), ALLOW), ("exit_group", (), ALLOW)),
        *(("clone", (CLONE_THREAD | 0x3D0F00,), ALLOW), ("clone", (SIGCHLD,), EPERM)),
        *(("clone", (0x10000000,), EPERM), ("clone3", (), ENOSYS), ("pivot_root", (), EPERM)),
        *(("ioctl", (1, 0x5401), ALLOW), ("ioctl", (1, 0x5412), EPERM)),
        *(("prctl", (15,), ALLOW), ("prctl", (22, 2), EPERM), ("prctl", (4, 1), EPERM)),
        *(("prlimit64", (0, 7, 0), ALLOW), ("prlimit64", (0, 7, 4096), EPERM)),
        ("prlimit64", (0, 7, 1 << 32), EPERM),
    ],
)
def test_the_filter_decides(name, args, expected):
    assert verdict(number(name), *args) == expected


def test_what_is_not_listed_is_refused():
    known = {number(name) for name in syscalls.NUMBERS}
    for call in set(range(451)) - known:
        assert verdict(call) == EPERM
    assert verdict(451) == verdict(600) == ENOSYS
    assert verdict(0x40000000) == EPERM
    assert verdict(number("read"), arch=0x40000003) == KILL


def test_the_program_fits():
    program = instructions()
    assert len(program) < 4096
    assert all(0 <= yes < 256 and 0 <= no < 256 for _, yes, no, _ in program)


def filtered(act) -> str:
    def run():
        seccomp.install()
        act()

    return attempt(run)


def _thread() -> None:
    thread = threading.Thread(target=print)
    thread.start()
    thread.join()


@pytest.mark.parametrize(
    "act",
    [
        *(os.fork, socket.socket, lambda: os.kill(os.getpid(), 0), lambda: os.nice(1)),
        *(lambda: os.execv("/bin/true", ["true"]), lambda: os.chmod("/tmp", 0o777)),
        *(lambda: subprocess.run(["/bin/true"]), lambda: os.symlink("/", "/tmp/x")),
        lambda: resource.setrlimit(resource.RLIMIT_CPU, (1, 1)),
    ],
)
def test_what_is_refused_is_an_error_in_python(act):
    said = filtered(act)
    assert "PermissionError" in said or "not allowed" in said or "not permitted" in said


@pytest.mark.parametrize(
    "act",
    [
        *(_thread, lambda: os.listdir("/"), lambda: os.urandom(8), lambda: os.getpid()),
        *(lambda: resource.getrlimit(resource.RLIMIT_AS), lambda: os.stat("/")),
        lambda: signal.setitimer(signal.ITIMER_REAL, 100),
    ],
)
def test_what_is_allowed_works(act):
    assert filtered(act) == ""
