"""The file system of the box: programs to read, one folder to write in, nothing else."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

from dlbook.grade.sandbox import libc
from dlbook.grade.sandbox.seccomp import number

READ_ONLY, NO_SUID, NO_DEVICES, NO_EXEC, REMOUNT = 1, 2, 4, 8, 32
BIND, RECURSIVE, PRIVATE = 4096, 16384, 1 << 18
DETACH = 2
AT_FDCWD, AT_RECURSIVE = -100, 0x8000
# Where files may be written: the first of them in which nothing lies that is shown.
SCRATCHES = ("/tmp", "/scratch")
DEVICES = ("null", "zero", "full", "random", "urandom")
# An empty folder in which the new root is put together. Nothing in it is seen meanwhile.
PLACES = ("/mnt", "/media", "/srv", "/tmp")


class _Attributes(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_uint64) for name in ("set", "clear", "spread", "users"))


def new_root(shown: list[str], hidden: list[str]) -> None:
    """Leave the machine's files behind, in a mount namespace of one's own.

    ``shown`` are folders to be read in the box, at the same place; what is ``hidden`` in them
    is empty there.
    """
    libc.mount(None, "/", None, RECURSIVE | PRIVATE)
    root = next((p for p in PLACES if os.path.isdir(p) and not _holds(p, shown)), None)
    if root is None:
        raise OSError(f"a folder is needed in which nothing lies, one of {', '.join(PLACES)}")
    libc.mount("tmpfs", root, "tmpfs", NO_SUID | NO_DEVICES, "size=1m,mode=755")
    for folder in ("/dev", "/proc", scratch_for(shown)):
        os.mkdir(root + folder)
    for name in DEVICES:
        Path(f"{root}/dev/{name}").touch()
        libc.mount(f"/dev/{name}", f"{root}/dev/{name}", None, BIND)
    for path in outermost(shown):
        show(path, root)
    for path in hidden:
        hide(root + path)
    for name in ("lib", "lib64"):
        _follow(f"/{name}", root)
    os.chdir(root)
    libc.syscall(number("pivot_root"), b".", b".")
    libc.unmount(".", DETACH)  # the old root, which now lies over the new one
    os.chdir("/")
    libc.mount(None, "/", None, BIND | REMOUNT | READ_ONLY | NO_SUID | NO_DEVICES)


def _holds(folder: str, paths: list[str]) -> bool:
    return any(Path(path).is_relative_to(folder) for path in paths)


def outermost(paths: list[str]) -> list[str]:
    """Return the folders that lie in no other of them."""
    found = sorted({os.path.realpath(path) for path in paths if os.path.isdir(path)})
    return [a for a in found if not any(a != b and Path(a).is_relative_to(b) for b in found)]


def show(path: str, root: str) -> None:
    """Bind a folder to the same place below another root, to be read alone."""
    os.makedirs(root + path, exist_ok=True)
    libc.mount(path, root + path, None, BIND | RECURSIVE)
    attributes = _Attributes(set=READ_ONLY | NO_SUID | NO_DEVICES)
    try:
        libc.syscall(
            number("mount_setattr"),
            AT_FDCWD,
            (root + path).encode(),
            AT_RECURSIVE,
            ctypes.byref(attributes),
            ctypes.sizeof(attributes),
        )
    except OSError:  # before Linux 5.12; mounts below it stay as they are there
        flags = os.statvfs(root + path).f_flag & (NO_SUID | NO_DEVICES | NO_EXEC)
        flags |= BIND | REMOUNT | READ_ONLY | NO_SUID
        libc.mount(None, root + path, None, flags)


def hide(path: str) -> None:
    """Put nothing in the place of a folder or file, where it exists."""
    if os.path.isdir(path):
        libc.mount("tmpfs", path, "tmpfs", READ_ONLY | NO_SUID | NO_DEVICES, "size=4k,mode=755")
    elif os.path.exists(path):
        libc.mount("/dev/null", path, None, BIND)


def _follow(path: str, root: str) -> None:
    """Make the link that the machine has there, or show the folder."""
    if os.path.islink(path):
        os.symlink(os.readlink(path), root + path)
    elif os.path.isdir(path) and not os.path.exists(root + path):
        show(path, root)


def scratch_for(shown: list[str]) -> str:
    """Return the folder to write in, in a box with those folders."""
    return next(place for place in SCRATCHES if not _holds(place, shown))


def new_scratch(place: str, size: int, files: int) -> None:
    """Mount an empty folder to write in, and go there."""
    data = f"size={size},nr_inodes={files},mode=1777"
    libc.mount("tmpfs", place, "tmpfs", NO_SUID | NO_DEVICES, data)
    os.environ.update(HOME=place, TMPDIR=place)
    os.chdir(place)
