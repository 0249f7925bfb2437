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
def machine(tmp_path, monkeypatch):
    """Return a function that makes a group on a machine as it is described."""

    def describe(mounts: str, own: str = "", **folders: str) -> ControlGroup:
        proc = tmp_path / "proc"
        proc.mkdir()
        (proc / "mountinfo").write_text(mounts.format(root=tmp_path / "cg"))
        (proc / "cgroup").write_text(own)
        for name, controllers in folders.items():
            folder = tmp_path / "cg" / name.replace("_", "/")
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "cgroup.subtree_control").write_text(controllers)
        real = Path.mkdir

        def mkdir(self, *args, **kwargs):  # the kernel puts files there
            real(self, *args, **kwargs)
            if self.name.startswith(cgroups.PREFIX):
                (self / "cgroup.procs").write_text("")
                (self / "memory.swap.max").write_text("max")

        monkeypatch.setattr(Path, "mkdir", mkdir)
        return make("a", 1000, 7, proc)

    return describe


NAME = f"dlbook-{os.getpid()}-a"


def test_version_1_has_a_tree_for_each_kind(tmp_path, machine):
    own = "4:memory:/own\n8:pids:/elsewhere\n0::/\n"
    group = machine(V1, own, memory_own="", pids="")
    memory, pids = tmp_path / "cg/memory/own" / NAME, tmp_path / "cg/pids" / NAME
    assert group.folders == {"memory": memory, "pids": pids}
    assert (memory / "memory.limit_in_bytes").read_text() == "1000"
    assert (pids / "pids.max").read_text() == "7"


def test_version_2_makes_a_group_beside_its_own(tmp_path, machine):
    group = machine(V2, "0::/user/run\n", user="cpu memory pids\n", user_run="")
    folder = tmp_path / "cg/user" / NAME
    assert group.folders == {"memory": folder, "pids": folder}
    bounds = [
        (folder / f"{name}.max").read_text() for name in ("memory", "pids", "memory.swap")
    ]
    assert bounds == ["1000", "7", "0"]  # what is swapped counts, too


def test_version_2_without_controllers_bounds_nothing(machine):
    assert machine(V2, "0::/user/run\n", user="cpu\n", user_run="").folders == {}


@pytest.mark.parametrize("mounts", ["", "nonsense - x y z\n", V1])
def test_where_nothing_can_be_made_there_is_none(machine, mounts):
    group = machine(mounts)
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


def test_what_killed_processes_left_is_tidied_up(tmp_path, machine):
    left, mine = (f"dlbook-{pid}-0" for pid in (2**22 + 1, os.getpid()))
    for name in (left, mine):
        (tmp_path / "cg/pids" / name).mkdir(parents=True)
    machine(V1, memory="")
    assert [(tmp_path / "cg/pids" / name).exists() for name in (left, mine)] == [False, True]


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
