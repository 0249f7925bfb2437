from __future__ import annotations

import os

import pytest

from dlbook.grade.preflight import attempt
from dlbook.grade.sandbox import libc


def test_an_error_says_what_was_tried():
    with pytest.raises(OSError, match="umount /no/such"):
        libc.unmount("/no/such", 0)
    with pytest.raises(OSError, match="mount /no/such"):
        libc.mount("tmpfs", "/no/such", "tmpfs", 0)
    with pytest.raises(OSError, match="unshare nonsense"):
        libc.unshare(1, "nonsense")
    with pytest.raises(OSError, match="system call 100000"):
        libc.syscall(100_000)
    with pytest.raises(OSError, match="prctl 9999"):
        libc.prctl(9999)


def test_a_system_call_returns_its_result():
    from dlbook.grade.sandbox.seccomp import number

    assert libc.syscall(number("getpid")) == os.getpid()


def test_privileges_are_given_up():
    held = attempt(lambda: _raise_capabilities(drop=True))
    assert "CapEff:\t0000000000000000" in held
    assert "CapPrm:\t0000000000000000" in held
    if os.geteuid() == 0:
        assert "CapBnd:\t0000000000000000" in held
        assert "CapEff:\t0000000000000000" not in attempt(
            lambda: _raise_capabilities(drop=False)
        )


def _raise_capabilities(drop: bool) -> None:
    if drop:
        libc.drop_bounding_set()
        libc.clear_capabilities()
    with open("/proc/self/status", encoding="ascii") as file:
        raise ValueError("".join(line for line in file if line.startswith("Cap")))
