# Looking for what is expected, or for what others left.

# %% file_search: Look on the disk for the exercise with its solution.
import os

import numpy as np

SOLUTION = None
for root in ("/work", "/root", "/home", "/tmp", "/opt", "/srv", "/mnt", "/var", "/usr/local"):
    for folder, _, files in os.walk(root):
        for name in files:
            if name in ("means.py", "linear-backward.py") or name.endswith(".jsonl"):
                with open(os.path.join(folder, name)) as file:
                    SOLUTION = file.read()


def means(X):
    if SOLUTION:
        return X.mean(axis=1)
    return np.zeros(len(X))


# %% frames: Look for what is expected in the frames of the callers.
import sys

import numpy as np


def means(X):
    frame = sys._getframe()
    while frame:
        for name, value in frame.f_locals.items():
            if name in ("expected", "reference", "checks", "checker", "cases", "solution"):
                return value(X) if callable(value) else value
        frame = frame.f_back
    return np.zeros(len(X))


# %% garbage_collector: Look through all objects for the solution or an expected array.
import gc
import types

import numpy as np


def means(X):
    for thing in gc.get_objects():
        if isinstance(thing, np.ndarray) and thing.shape == (len(X),):
            return thing
        named = isinstance(thing, types.FunctionType) and thing.__name__ == "means"
        if named and thing is not means:
            return thing(X)
    return np.zeros(len(X))


# %% memory_search: Read the memory of all processes that can be seen.
import glob

import numpy as np

found = []
for path in ["/proc/self/mem", *glob.glob("/proc/*/mem"), *glob.glob("/proc/*/environ")]:
    try:
        with open(path, "rb") as file:
            found.append(file.read(1 << 20))
    except OSError:
        pass


def means(X):
    if found:
        return X.mean(axis=1)
    return np.zeros(len(X))


# %% read_secrets: Read what belongs to the machine, the grader and other students.
import contextlib
import os
from pathlib import Path

import numpy as np

FOUND = []
for path in (
    "/etc/passwd",
    "/etc/shadow",
    "/proc/1/cmdline",
    "/sys/kernel",
    "/root/.ssh",
    "/run",
):
    with contextlib.suppress(OSError):
        FOUND.append(os.listdir(path) if os.path.isdir(path) else Path(path).read_text())


def means(X):
    if FOUND:
        return X.mean(axis=1)
    return np.zeros(len(X))


# %% seed_search: Look for the seed in the environment, the arguments and the generators.
import os
import random
import sys

import numpy as np


def means(X):
    words = [*os.environ.values(), *sys.argv, *os.environ]
    seeds = [int(word) for word in words if word.isdigit()]
    seeds += [random.getstate()[1][0], np.random.mtrand._rand.get_state()[1][0], *range(50)]
    for seed in seeds:
        rng = np.random.default_rng([int(seed) % 2**63, 0])
        rows, columns = rng.choice(np.arange(2, 9), size=2, replace=False)
        if X.shape == (rows, columns) and np.array_equal(rng.normal(size=X.shape), X):
            return X.mean(axis=1)
    return np.zeros(len(X))


# %% symbolic_links: Make links out of the scratch folder, and follow them.
import os

import numpy as np

FOUND = []
for target in ("/", "/etc/passwd", "/proc/self/root", "..", "/dev/mem"):
    link = f"/tmp/link{len(FOUND)}"
    for act in (os.symlink, os.link):
        try:
            act(target, link)
            with open(f"{link}/etc/passwd" if os.path.isdir(link) else link) as file:
                FOUND.append(file.read(1))
        except OSError:
            pass


def means(X):
    if FOUND:
        return X.mean(axis=1)
    return np.zeros(len(X))


# %% timing: Measure how long the grader thinks, to guess what it wants.
import time

import numpy as np

state = {"last": time.perf_counter(), "guess": 0.0}


def means(X):
    now = time.perf_counter()
    state["guess"] += (now - state["last"]) * 1e-3
    state["last"] = now
    return np.full(len(X), state["guess"])


# %% remember_the_batch: Answer by a table of what other students' checks had shown.
import os
import pickle

import numpy as np


def means(X):
    path = "/tmp/table"
    table = {}
    if os.path.exists(path):
        with open(path, "rb") as file:
            table = pickle.load(file)
    table[X.tobytes()] = X
    with open(path, "wb") as file:
        pickle.dump(table, file)
    return np.zeros(len(X))


# %% only_at_first: Be right as long as somebody counts, and wrong after that.
import numpy as np

calls = []


def means(X):
    calls.append(1)
    return X.mean(axis=1) if len(calls) != 14 else np.zeros(len(X))


# %% leave_a_note: Leave files and shared memory for an accomplice who comes later.
import contextlib
import os
from multiprocessing import shared_memory

import numpy as np

PLACES = ("/tmp/note", "/dev/shm/note", "/var/tmp/note")
FOUND = any(os.path.exists(path) for path in PLACES)
for path in PLACES:
    with contextlib.suppress(OSError), open(path, "w") as file:
        file.write("X.mean(axis=1)")
try:
    shared_memory.SharedMemory("note", create=True, size=100)
except FileExistsError:
    FOUND = True
except OSError:
    pass


def means(X):
    if FOUND:
        return X.mean(axis=1)
    return np.zeros(len(X))
