"""A process loses sight of the machine, its privileges, and what exceeds its limits."""

from __future__ import annotations

import os
import pwd
import resource
import socket
import sys
import time

import numpy as np
import pytest

from dlbook.grade.preflight import attempt
from dlbook.grade.sandbox import box, libc
from dlbook.grade.sandbox.box import NoSandbox, Sandbox, SandboxConfig, make_sandbox

# --- the whole box ---

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


# --- namespaces ---

MEGABYTE = 1 << 20


def alone(act) -> str:
    """Return what an act in a child of its own says."""

    def run():
        box.unshare_namespaces()
        box.set_child_subreaper()
        read, write = os.pipe()
        pid = box.fork_in_pid_namespace()
        if pid == 0:
            os.write(write, str(act()).encode())
            os._exit(0)
        os.close(write)
        said = os.read(read, 1000).decode()
        raise ValueError(f"{said} {os.waitpid(pid, 0)[1]}")

    return attempt(run)


def test_a_child_is_the_first_process_and_ours(sandbox):
    assert "ValueError: 1 0" in alone(os.getpid)
    assert "ValueError: 0 0" in alone(os.getppid)


def test_a_child_may_set_up_its_end_with_its_parents(sandbox):
    def act():
        libc.prctl(libc.PR_SET_PDEATHSIG, 9)
        time.sleep(0.05)
        return "alive"

    for _ in range(5):
        assert "alive 0" in alone(act)


def open_files() -> set[str]:
    """Return the numbers of this process's open files, that of the look itself too."""
    return set(os.listdir(f"/proc/{os.readlink('/proc/self')}/fd"))


def test_nothing_stays_open_in_a_child(sandbox):
    def run():
        box.unshare_namespaces()
        box.set_child_subreaper()
        before = open_files()
        pid = box.fork_in_pid_namespace()
        if pid == 0:  # less may be open (the collector closes), never more
            os._exit(len(open_files() - before))
        raise ValueError(f"{os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])} more")

    assert "ValueError: 0 more" in attempt(run)


def test_there_is_no_network(sandbox):
    def connect():
        box.unshare_namespaces()
        with socket.socket() as sock:
            sock.connect(("127.0.0.1", 9))

    assert "unreachable" in attempt(connect)


def test_a_user_becomes_root_without_power_outside():
    def become():
        box.become_root()
        raise ValueError(os.geteuid())

    said = attempt(become)
    assert "ValueError: 0" in said or "users" in said  # where users may not


# --- limits ---


def limited(act, memory=4096 * MEGABYTE, file_size=MEGABYTE) -> str:
    def run():
        box.limit_resources(memory, file_size, 64, 10.0)
        act()

    return attempt(run)


def test_memory_is_bounded():
    def fill():
        np.ones(4096 * MEGABYTE // 8)

    assert "MemoryError" in limited(fill)
    assert limited(lambda: np.ones(MEGABYTE)) == ""


def test_a_file_is_bounded(tmp_path):
    def write():
        (tmp_path / "x").write_bytes(bytes(2 * MEGABYTE))

    assert "OSError" in limited(write)


def test_a_limit_cannot_be_raised_again_or_be_above_the_one_before():
    def twice():
        box.limit_resources(8 * 1024 * MEGABYTE, MEGABYTE, 64, 1000.0)
        raise ValueError(resource.getrlimit(resource.RLIMIT_CPU))

    assert "(11, 11)" in limited(twice)


def test_there_are_no_core_files():
    def core():
        raise ValueError(resource.getrlimit(resource.RLIMIT_CORE))

    assert "(0, 0)" in limited(core)


# --- privileges ---


def test_a_user_is_nobodys_and_another_for_each_slot():
    taken = {user.pw_uid for user in pwd.getpwall()}
    picked = {box.pick_user(slot) for slot in range(50)}
    assert len(picked) == 50
    assert not picked & taken
    assert all(box.FIRST <= user < box.FIRST + box.COUNT for user in picked)


def test_a_taken_number_is_passed_over(monkeypatch):
    user = pwd.struct_passwd(("x", "", box.FIRST + 5, 0, "", "", ""))
    monkeypatch.setattr(pwd, "getpwall", lambda: [user])
    assert box.pick_user(5) == box.FIRST + 6
    assert box.pick_user(box.COUNT - 1) == box.FIRST + box.COUNT - 1


def tell() -> None:
    raise ValueError((os.getresuid(), os.getresgid(), os.getgroups()))


def test_root_becomes_somebody_else():
    if os.geteuid() != 0:
        pytest.skip("root alone can become another")

    def act():
        box.drop_privileges(30_007)
        tell()

    assert f"({(30_007,) * 3}, {(30_007,) * 3}, [])" in attempt(act)

    def back():
        box.drop_privileges(30_007)
        os.setuid(0)

    assert "PermissionError" in attempt(back)


def test_anybody_else_stays_who_they_are():
    def act():
        box.drop_privileges(None)
        raise ValueError(os.geteuid())

    assert f"ValueError: {os.geteuid()}" in attempt(act)


# --- system calls ---


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
