"""Control groups: a bound on real memory, and on the number of threads, of a box.

Version 1 has a tree for each kind of bound, version 2 one tree for all. Either may be there
and not be writable: then there is none, and the limits of the process alone hold.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PREFIX = "dlbook-"
KINDS = ("memory", "pids")
VERSION_1 = {"memory": "memory.limit_in_bytes", "pids": "pids.max"}
VERSION_2 = {"memory": "memory.max", "pids": "pids.max"}
# Swapped memory counts, too, where swapping is counted at all.
SWAP = {"memory.memsw.limit_in_bytes": None, "memory.swap.max": 0}
KILLS = re.compile(r"^oom_kill (?P<count>\d+)$", re.MULTILINE)


@dataclass(frozen=True)
class ControlGroup:
    """A group for one process after the other."""

    # the folder of the group for each kind of bound that it holds: memory, pids
    folders: dict[str, Path]

    def join(self, pid: int) -> None:
        """Put a process into the group."""
        for folder in set(self.folders.values()):
            (folder / "cgroup.procs").write_text(str(pid))

    def kills(self) -> int:
        """Return how often the kernel stopped a process for its memory."""
        if "memory" not in self.folders:
            return 0
        for name in ("memory.events", "memory.oom_control"):
            with contextlib.suppress(OSError):
                match = KILLS.search((self.folders["memory"] / name).read_text())
                return int(match["count"]) if match else 0
        return 0

    def remove(self) -> None:
        """Take the group away; without processes in it, that is."""
        for folder in set(self.folders.values()):
            with contextlib.suppress(OSError):
                folder.rmdir()


def make(name: str, memory: int, threads: int, proc: Path = Path("/proc/self")) -> ControlGroup:
    """Make a group, as far as this machine lets one, with bounds on bytes and threads.

    Its name starts with this process' id, so that a later run can tidy up. ``proc`` is where
    the kernel describes this process.
    """
    bounds = {"memory": memory, "pids": threads}
    found = {}
    for kind, file, parent in _parents(proc):
        if kind in found:
            continue
        with contextlib.suppress(OSError):
            _tidy(parent)
            folder = parent / f"{PREFIX}{os.getpid()}-{name}"
            folder.mkdir(exist_ok=True)
            (folder / file).write_text(str(bounds[kind]))
            (folder / "cgroup.procs").read_text()
            found[kind] = folder
    if "memory" in found:
        _bound_swap(found["memory"], memory)
    return ControlGroup(found)


def _bound_swap(folder: Path, memory: int) -> None:
    for name, bound in SWAP.items():
        if (folder / name).exists():
            with contextlib.suppress(OSError):
                (folder / name).write_text(str(memory if bound is None else bound))


def _parents(proc: Path) -> Iterator[tuple[str, str, Path]]:
    """Yield kinds, their files, and folders in which a group may be made, the best first."""
    mounts, own = _mounts(proc), _own(proc)
    for kind in KINDS:
        if kind in mounts:
            for place in _places(mounts[kind], own.get(kind, "/")):
                yield kind, VERSION_1[kind], place
    if "" in mounts:
        here = _places(mounts[""], own.get("", "/"))[0]
        # A group with processes in it has no groups with bounds below: make one beside it.
        for place in (here.parent, here) if here != mounts[""] else (here,):
            for kind in _controlled(place):
                yield kind, VERSION_2[kind], place


def _places(mount: Path, own: str) -> list[Path]:
    """Return where this process is in a tree; in a container it may be seen from elsewhere."""
    place = mount / own.lstrip("/")
    return [place, mount] if place.is_dir() and place != mount else [mount]


def _controlled(place: Path) -> list[str]:
    try:
        kinds = (place / "cgroup.subtree_control").read_text().split()
    except OSError:
        return []
    return [kind for kind in KINDS if kind in kinds]


def _mounts(proc: Path) -> dict[str, Path]:
    """Return where the trees are, by kind; the one of version 2 is called ``""``."""
    found = {}
    with contextlib.suppress(OSError):
        for line in (proc / "mountinfo").read_text().splitlines():
            left, _, right = line.partition(" - ")
            kind, _, options = right.split(" ", 2)
            names = {"cgroup": options.split(","), "cgroup2": [""]}.get(kind, [])
            for name in set(names) & {*KINDS, ""}:
                found.setdefault(name, Path(left.split(" ")[4]))
    return found


def _own(proc: Path) -> dict[str, str]:
    """Return in which group this process is, by kind."""
    found = {}
    with contextlib.suppress(OSError):
        for line in (proc / "cgroup").read_text().splitlines():
            _, kinds, path = line.split(":", 2)
            found |= dict.fromkeys(kinds.split(","), path)
    return found


def _tidy(parent: Path) -> None:
    """Remove groups that killed processes have left."""
    for folder in parent.glob(f"{PREFIX}*-*"):
        pid = folder.name.removeprefix(PREFIX).partition("-")[0]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists():
            with contextlib.suppress(OSError):
                folder.rmdir()
