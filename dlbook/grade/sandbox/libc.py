"""System calls that Python's library does not have. Linux alone has them."""

from __future__ import annotations

import ctypes
import functools
import os

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP = 1, 4, 22
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 24, 38, 47
PR_CAP_AMBIENT_CLEAR_ALL, PR_SET_CHILD_SUBREAPER = 4, 36


@functools.cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _raise_errno(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def unshare(flags: int, what: str) -> None:
    """Move this process, or its children, to namespaces of their own."""
    _raise_errno(_libc().unshare(flags), f"unshare {what}")


def mount(
    source: str | None, target: str, kind: str | None, flags: int, data: str = ""
) -> None:
    """Mount a file system, bind a folder, or change a mount."""
    source, kind = (text and text.encode() for text in (source, kind))
    flags = ctypes.c_ulong(flags)
    result = _libc().mount(source, target.encode(), kind, flags, data.encode() or None)
    _raise_errno(result, f"mount {target}")


def unmount(target: str, flags: int) -> None:
    """Take a mount away."""
    _raise_errno(_libc().umount2(target.encode(), flags), f"umount {target}")


def prctl(option: int, *arguments) -> None:
    """Change what the kernel allows this process."""
    given = [ctypes.c_ulong(x) if isinstance(x, int) else x for x in arguments]
    given += [ctypes.c_ulong(0)] * (4 - len(given))
    _raise_errno(_libc().prctl(option, *given), f"prctl {option}")


def syscall(number: int, *arguments) -> int:
    """Make a system call for which there is no function."""
    given = [ctypes.c_long(x) if isinstance(x, int) else x for x in arguments]
    return _raise_errno(_libc().syscall(ctypes.c_long(number), *given), f"system call {number}")


class _CapabilityHead(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


def drop_bounding_set() -> None:
    """Let nothing that is started from here on get a privilege of root."""
    number = 0
    while True:
        try:
            prctl(PR_CAPBSET_DROP, number)
        except OSError:  # there is none of that number, or none may be dropped
            return
        number += 1


def clear_capabilities() -> None:
    """Give up every privilege that this process has."""
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    head, none = _CapabilityHead(0x20080522, 0), (ctypes.c_uint32 * 6)()
    _raise_errno(_libc().capset(ctypes.byref(head), ctypes.byref(none)), "capset")
