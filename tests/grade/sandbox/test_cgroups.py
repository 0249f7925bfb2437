from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dlbook.grade.sandbox import cgroups
from dlbook.grade.sandbox.cgroups import ControlGroup, make

V1 = """\
30 24 0:26 / {root}/memory rw - cgroup cgroup rw,memory
31 24 0:27 / {root}/pids rw - cgroup cgroup rw,pids
32 24 0:28 / {root}/unified rw - cgroup2 cgroup2 rw
"""
V2 = "30 24 0:26 / {root} rw shared:4 - cgroup2 cgroup2 rw,nsdelegate\n"


@pytest.fixture
def proc(tmp_path):
    """Return a function that describes a machine, as /proc/self does."""

    def describe(mounts: str, own: str) -> Path:
        folder = tmp_path / "proc"
        folder.mkdir()
        (folder / "mountinfo").write_text(mounts.format(root=tmp_path / "cg"))
        (folder / "cgroup").write_text(own)
        return folder

    return describe


@pytest.fixture
def kernel(monkeypatch):
    """Let new folders have the files that the kernel puts there."""
    real = Path.mkdir

    def mkdir(self, *args, **kwargs):
        real(self, *args, **kwargs)
        if self.name.startswith(cgroups.PREFIX):
            (self / "cgroup.procs").write_text("")

    monkeypatch.setattr(Path, "mkdir", mkdir)


def test_version_1_has_a_tree_for_each_kind(tmp_path, proc, kernel):
    (tmp_path / "cg/memory/own").mkdir(parents=True)
    (tmp_path / "cg/pids").mkdir()
    group = make("a", 1000, 7, proc(V1, "4:memory:/own\n8:pids:/elsewhere\n0::/\n"))
    name = f"dlbook-{os.getpid()}-a"
    assert group.folders == {
        "memory": tmp_path / "cg/memory/own" / name,
        "pids": tmp_path / "cg/pids" / name,
    }
    assert (group.folders["memory"] / "memory.limit_in_bytes").read_text() == "1000"
    assert (group.folders["pids"] / "pids.max").read_text() == "7"


def test_version_2_makes_a_group_beside_its_own(tmp_path, proc, kernel):
    own = tmp_path / "cg/user/run.scope"
    own.mkdir(parents=True)
    (own.parent / "cgroup.subtree_control").write_text("cpu memory pids\n")
    group = make("a", 1000, 7, proc(V2, "0::/user/run.scope\n"))
    folder = own.parent / f"dlbook-{os.getpid()}-a"
    assert group.folders == {"memory": folder, "pids": folder}
    assert (folder / "memory.max").read_text() == "1000"
    assert (folder / "pids.max").read_text() == "7"


def test_version_2_without_controllers_bounds_nothing(tmp_path, proc, kernel):
    own = tmp_path / "cg/user/run.scope"
    own.mkdir(parents=True)
    (own.parent / "cgroup.subtree_control").write_text("cpu\n")
    assert make("a", 1000, 7, proc(V2, "0::/user/run.scope\n")).folders == {}


@pytest.mark.parametrize("mounts", ["", "nonsense - x y z\n", V1])
def test_where_nothing_can_be_made_there_is_none(proc, mounts):
    group = make("a", 1000, 7, proc(mounts, ""))
    assert group.folders == {}
    assert group.kills() == 0
    group.join(os.getpid())
    group.remove()


@pytest.mark.parametrize(
    ("file", "text", "kills"),
    [
        ("memory.events", "low 0\nmax 9\noom 3\noom_kill 2\noom_group_kill 0\n", 2),
        ("memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 5\n", 5),
        ("memory.events", "low 0\n", 0),
        ("other", "", 0),
    ],
)
def test_kills_are_counted(tmp_path, file, text, kills):
    (tmp_path / file).write_text(text)
    assert ControlGroup({"memory": tmp_path}).kills() == kills


def test_swap_counts_too(tmp_path, proc, kernel, monkeypatch):
    real = Path.mkdir

    def mkdir(self, *args, **kwargs):
        real(self, *args, **kwargs)
        if self.name.startswith(cgroups.PREFIX):
            (self / "memory.swap.max").write_text("max")

    monkeypatch.setattr(Path, "mkdir", mkdir)
    own = tmp_path / "cg/user/run.scope"
    own.mkdir(parents=True)
    (own.parent / "cgroup.subtree_control").write_text("memory pids\n")
    group = make("a", 1000, 7, proc(V2, "0::/user/run.scope\n"))
    assert (group.folders["memory"] / "memory.swap.max").read_text() == "0"


def test_what_killed_processes_left_is_tidied_up(tmp_path, proc, kernel):
    parent = tmp_path / "cg/pids"
    left = parent / f"dlbook-{2**22 + 1}-0"
    mine = parent / f"dlbook-{os.getpid()}-9"
    (tmp_path / "cg/memory").mkdir(parents=True)
    for folder in (left, mine):
        folder.mkdir(parents=True)
        (folder / "cgroup.procs").unlink()
    make("a", 1000, 7, proc(V1, ""))
    assert mine.exists()
    assert not left.exists()


def test_a_real_group_bounds_memory():
    group = make("test", 64 << 20, 16)
    if "memory" not in group.folders:
        pytest.skip("no control group can be made here")
    code = "import sys; sys.stdin.read(1); x = bytearray(200 << 20); print(len(x))"
    child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE)
    group.join(child.pid)
    child.communicate(b"x")
    assert child.returncode == -9
    assert group.kills() > 0
    group.remove()
    assert not any(folder.exists() for folder in group.folders.values())
