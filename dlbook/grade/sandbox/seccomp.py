"""A filter of system calls: the kernel answers those on a list, and refuses all others.

No process and no program can be started, no socket opened, no signal sent to another
process, no limit changed. What is refused fails with "not permitted", as an error that
Python can report. The numbers of the calls are those of x86-64 and of 64-bit ARM, on which
some do not exist.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import re
import struct

from dlbook.grade.sandbox import libc

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL, FAIL = 0x7FFF0000, 0x80000000, 0x00050000
NUMBER_AT, ARCHITECTURE_AT, ARGUMENTS_AT = 0, 4, 16
OTHER_NUMBERING = 0x40000000  # x86's second table, of calls with short pointers
NEWER = 451  # later calls do not exist, as far as the library can tell: it has older ones
A_THREAD = 0x10000
TERMINAL = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)  # is it one, how wide, ...
THREAD_NAME = (15, 16)

Instruction = tuple[int, int, int, int]  # code, jump if so, jump if not, operand

ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
# Name, number on x86-64, number on 64-bit ARM; a dash for none.
TABLE = """
# read and write
    read 0 63, write 1 64, close 3 57, lseek 8 62, pread64 17 67, pwrite64 18 68, readv 19 65,
    writev 20 66, dup 32 23, dup2 33 -, dup3 292 24, fcntl 72 25, fsync 74 82, fdatasync 75 83,
    ftruncate 77 46, truncate 76 45, fallocate 285 47, sendfile 40 71, copy_file_range 326 285,
    pipe 22 -, pipe2 293 59, eventfd2 290 19,
# memory
    mmap 9 222, mprotect 10 226, munmap 11 215, mremap 25 216, brk 12 214, madvise 28 233,
    mincore 27 232, membarrier 324 283,
# signals
    rt_sigaction 13 134, rt_sigprocmask 14 135, rt_sigreturn 15 139, sigaltstack 131 132,
    rt_sigtimedwait 128 137, restart_syscall 219 128, tgkill 234 131, setitimer 38 103,
    getitimer 36 102, alarm 37 -,
# waiting
    select 23 -, pselect6 270 72, poll 7 -, ppoll 271 73, epoll_create 213 -,
    epoll_create1 291 20, epoll_ctl 233 21, epoll_wait 232 -, epoll_pwait 281 22, futex 202 98,
    nanosleep 35 101, clock_nanosleep 230 115, sched_yield 24 124, timerfd_create 283 85,
# files
    access 21 -, faccessat 269 48, faccessat2 439 439, open 2 -, openat 257 56, stat 4 -,
    lstat 6 -, fstat 5 80, newfstatat 262 79, statx 332 291, statfs 137 43, fstatfs 138 44,
    readlink 89 -, readlinkat 267 78, getcwd 79 17, chdir 80 49, fchdir 81 50,
    getdents64 217 61, mkdir 83 -, mkdirat 258 34, rmdir 84 -, unlink 87 -, unlinkat 263 35,
    rename 82 -, renameat 264 38, renameat2 316 276, umask 95 166, utimensat 280 88,
# time
    clock_gettime 228 113, clock_getres 229 114, gettimeofday 96 169, time 201 -,
    times 100 153, getrusage 98 165,
# about itself
    getpid 39 172, gettid 186 178, getppid 110 173, getuid 102 174, geteuid 107 175,
    getgid 104 176, getegid 108 177, getgroups 115 158, getpgrp 111 -, getpgid 121 155,
    getsid 124 156, getpriority 140 141, getrlimit 97 163, sysinfo 99 179, uname 63 160,
    getcpu 309 168, sched_getaffinity 204 123, sched_getparam 143 121,
    sched_getscheduler 145 120, getrandom 318 278,
# threads
    set_robust_list 273 99, get_robust_list 274 100, set_tid_address 218 96, rseq 334 293,
    arch_prctl 158 -, exit 60 93, exit_group 231 94,
# allowed with some arguments
    clone 56 220, clone3 435 435, ioctl 16 29, prctl 157 167, prlimit64 302 261,
# for making the box
    pivot_root 155 41, mount_setattr 442 442,
"""


def _numbers() -> dict[str, tuple[int, int | None]]:
    entries = re.findall(r"(\w+) (\d+) (\d+|-)", TABLE)
    return {name: (int(x86), None if arm == "-" else int(arm)) for name, x86, arm in entries}


NUMBERS = _numbers()
FOR_MAKING_THE_BOX = ("pivot_root", "mount_setattr")
WITH_SOME_ARGUMENTS = ("clone", "clone3", "ioctl", "prctl", "prlimit64")
HARMLESS = tuple(
    name for name in NUMBERS if name not in (*FOR_MAKING_THE_BOX, *WITH_SOME_ARGUMENTS)
)


def number(name: str) -> int | None:
    """Return the number of a system call on this machine, or None.

    Raises OSError if the numbers of this kind of machine are not known.
    """
    return NUMBERS[name][_kind()[0]]


def architecture() -> int:
    """Return how the kernel calls this kind of machine; raise OSError if it is not known."""
    return _kind()[1]


def _kind() -> tuple[int, int]:
    machine = platform.machine()
    if machine not in ARCHITECTURES:
        known = " and ".join(ARCHITECTURES)
        raise OSError(f"system calls are known of {known}, not of {machine}")
    return ARCHITECTURES[machine]


def install() -> None:
    """Filter the system calls of this process from now on; there is no way back.

    Raises OSError if the kernel cannot, or the machine is of an unknown kind.
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
