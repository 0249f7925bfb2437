from __future__ import annotations

import errno
import os
import re
import resource
import signal
import socket
import subprocess
import threading
from pathlib import Path

import pytest

from dlbook.grade.preflight import attempt
from dlbook.grade.sandbox import seccomp
from dlbook.grade.sandbox.seccomp import (
    ALLOW,
    FAIL,
    HARMLESS,
    KILL,
    NUMBERS,
    architecture,
    instructions,
    number,
)

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
    known = {number(name) for name in NUMBERS}
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


# --- numbers

HEADERS = {
    0: [
        Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
        Path("/usr/include/asm/unistd_64.h"),
    ],
    1: [Path("/usr/include/asm-generic/unistd.h")],
}


@pytest.mark.parametrize("column", HEADERS)
def test_the_numbers_are_the_kernels(column):
    header = next((path for path in HEADERS[column] if path.exists()), None)
    if header is None:
        pytest.skip("the kernel's headers are not installed")
    found = dict(re.findall(r"#define __NR(?:3264)?_(\w+) (\d+)", header.read_text()))
    ours = {name: numbers[column] for name, numbers in NUMBERS.items() if name in found}
    assert len(ours) > 60
    assert ours == {name: int(found[name]) for name in ours}


def test_no_number_stands_for_two_calls():
    for column in (0, 1):
        numbers = [n[column] for n in NUMBERS.values() if n[column] is not None]
        assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize(
    "name",
    [
        *("execve", "fork", "vfork", "clone", "clone3", "kill", "ptrace", "socket", "connect"),
        *("mount", "unshare", "setns", "pivot_root", "bpf", "io_uring_setup", "userfaultfd"),
        *("memfd_create", "shmget", "keyctl", "setrlimit", "prlimit64", "prctl", "seccomp"),
    ],
)
def test_what_is_dangerous_is_not_among_the_harmless(name):
    assert name not in HARMLESS


def test_an_unknown_machine_is_told(monkeypatch):
    monkeypatch.setattr(seccomp.platform, "machine", lambda: "riscv64")
    for act in (lambda: number("read"), seccomp.install):
        with pytest.raises(OSError, match="riscv64"):
            act()


def test_a_call_that_a_machine_lacks_has_no_number(monkeypatch):
    monkeypatch.setattr(seccomp.platform, "machine", lambda: "aarch64")
    assert (number("open"), number("openat")) == (None, 56)
    assert architecture() == 0xC00000B7
