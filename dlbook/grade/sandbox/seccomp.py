"""A filter of system calls: the kernel answers those on a list, and refuses all others.

No process and no program can be started, no socket opened, no signal sent to another
process, no limit changed. What is refused fails with "not permitted", as an error that
Python can report.
"""

from __future__ import annotations

import ctypes
import errno
import struct

from dlbook.grade.sandbox import libc
from dlbook.grade.sandbox.syscalls import HARMLESS, architecture, number

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL, FAIL = 0x7FFF0000, 0x80000000, 0x00050000
NUMBER_AT, ARCHITECTURE_AT, ARGUMENTS_AT = 0, 4, 16
OTHER_NUMBERING = 0x40000000  # x86's second table, of calls with short pointers
NEWER = 451  # later calls do not exist, as far as the library can tell: it has older ones
A_THREAD = 0x10000
TERMINAL = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)  # is it one, how wide, ...
THREAD_NAME = (15, 16)

Instruction = tuple[int, int, int, int]  # code, jump if so, jump if not, operand


def install() -> None:
    """Filter the system calls of this process from now on; there is no way back.

    Raises
    ------
    OSError
        Where the kernel cannot, or the machine is of an unknown kind.
    """
    program = b"".join(struct.pack("<HBBI", *line) for line in instructions())
    buffer = ctypes.create_string_buffer(program, len(program))
    head = ctypes.create_string_buffer(
        struct.pack("@HP", len(program) // 8, ctypes.addressof(buffer))
    )
    libc.prctl(libc.PR_SET_NO_NEW_PRIVS, 1)
    libc.prctl(libc.PR_SET_SECCOMP, 2, head)


def instructions() -> list[Instruction]:
    """Return the program that the kernel runs at each call."""
    lines = [
        _load(ARCHITECTURE_AT),
        *_unless(architecture(), [_return(KILL)]),
        _load(NUMBER_AT),
        *_if((AT_LEAST, OTHER_NUMBERING), [_return(FAIL | errno.EPERM)]),
        *_if((AT_LEAST, NEWER), [_return(FAIL | errno.ENOSYS)]),
    ]
    for name in HARMLESS:
        lines += _on(name, [_return(ALLOW)])
    # A new process is none of its own threads; clone3 keeps its flags where no filter sees.
    lines += _on(
        "clone", [_argument(0), *_if((ANY_BIT, A_THREAD), [_return(ALLOW)]), _refuse()]
    )
    lines += _on("clone3", [_return(FAIL | errno.ENOSYS)])
    lines += _on("ioctl", _if_one_of(1, TERMINAL))
    lines += _on("prctl", _if_one_of(0, THREAD_NAME))
    no_new_limit = [_argument(2, 4), *_if((EQUAL, 0), [_return(ALLOW)])]
    lines += _on("prlimit64", [_argument(2), *_if((EQUAL, 0), no_new_limit), _refuse()])
    return [*lines, _refuse()]


def _load(place: int) -> Instruction:
    return LOAD, 0, 0, place


def _argument(position: int, half: int = 0) -> Instruction:
    return _load(ARGUMENTS_AT + 8 * position + half)


def _return(verdict: int) -> Instruction:
    return RETURN, 0, 0, verdict


def _refuse() -> Instruction:
    return _return(FAIL | errno.EPERM)


def _if(test: tuple[int, int], then: list[Instruction]) -> list[Instruction]:
    code, operand = test
    return [(code, 0, len(then), operand), *then]


def _unless(operand: int, then: list[Instruction]) -> list[Instruction]:
    return [(EQUAL, len(then), 0, operand), *then]


def _on(name: str, then: list[Instruction]) -> list[Instruction]:
    found = number(name)
    return [] if found is None else _if((EQUAL, found), then)


def _if_one_of(position: int, allowed: tuple[int, ...]) -> list[Instruction]:
    lines = [_argument(position)]
    for value in allowed:
        lines += _if((EQUAL, value), [_return(ALLOW)])
    return [*lines, _refuse()]
