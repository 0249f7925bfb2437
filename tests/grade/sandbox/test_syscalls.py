from __future__ import annotations

import platform
import re
from pathlib import Path

import pytest

from dlbook.grade.sandbox import syscalls
from dlbook.grade.sandbox.syscalls import HARMLESS, NUMBERS, architecture, is_known, number

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
    assert is_known() == (platform.machine() in ("x86_64", "aarch64"))
    monkeypatch.setattr(syscalls.platform, "machine", lambda: "riscv64")
    assert not is_known()
    with pytest.raises(OSError, match="riscv64"):
        number("read")


def test_a_call_that_a_machine_lacks_has_no_number(monkeypatch):
    monkeypatch.setattr(syscalls.platform, "machine", lambda: "aarch64")
    assert (number("open"), number("openat")) == (None, 56)
    assert architecture() == 0xC00000B7
