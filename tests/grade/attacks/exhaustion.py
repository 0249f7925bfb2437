# Using up time, memory and disk.

# %% deep_recursion: Recurse until the stack of the machine overflows.
import sys

sys.setrecursionlimit(10**9)


def means(X):
    return means(X)


# %% deep_source: Let the parser overflow.
means = eval("(" * 90_000 + ")" * 90_000)

# %% fill_the_disk: Write until the disk is full.
import numpy as np

try:
    for number in range(1000):
        with open(f"/tmp/{number}", "wb") as file:
            for _ in range(64):
                file.write(bytes(1 << 20))
except OSError:
    pass


def means(X):
    return np.zeros(len(X))


# %% flood: Print without end.
import sys


def means(X):
    while True:
        print("x" * 1_000_000)
        sys.stderr.write("y" * 1_000_000)


# %% loop_without_end: Loop, and ignore every signal that can be ignored.
import contextlib
import signal

for number in range(1, 65):
    with contextlib.suppress(OSError, ValueError):
        signal.signal(number, signal.SIG_IGN)


def means(X):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass


# %% many_files: Make files until there are no more.
import numpy as np

try:
    for number in range(200_000):
        open(f"/tmp/{number}", "w").close()
except OSError:
    pass


def means(X):
    return np.zeros(len(X))


# %% memory_of_all_replies: Return much, again and again, until the grader's memory is full.
import numpy as np


def means(X):
    return np.zeros(7_000_000)


# %% memory_of_numpy: Fill the memory with one array after the other.
import numpy as np

kept = []


def means(X):
    while True:
        kept.append(np.ones(10_000_000))


# %% memory_of_text: Return lists that take far more memory than they took on their way.
def means(X):
    return [[[]] * 50 for _ in range(380)]


# %% memory_of_the_reply: Return more than the grader could hold.
import numpy as np


def means(X):
    return [np.zeros(4_000_000) for _ in range(40)]


# %% regular_expression: Stay in C code that no signal handler interrupts.
import re


def means(X):
    return re.match("(a*)*b", "a" * 40)


# %% sleep: Sleep, which takes no processor time.
import time


def means(X):
    time.sleep(1000)


# %% rows_without_bytes: Array of shape (3e5, 0): no bytes on the wire, but `*norm.backward()` in use() makes 3e5 objects in the CHECKER (scale to 2**31-1 to exhaust memory)
# exercise: gradient-flow/rms-norm
import numpy as np


class RMSNorm:
    def __init__(self, gamma, eps=1e-5):
        self.gamma, self.eps = gamma, eps

    def forward(self, Z):
        return Z

    def backward(self, Y_bar):
        return np.empty((300_000, 0))


# %% gradient_of_an_amplifier: Calls the checker's gradient with an int8 array (K, P, 1): A @ at - b broadcasts to (K, P, P) float64, 8*P times as large, in the CHECKER (K small here)
# exercise: optimizers/nesterov
import numpy as np


def nesterov(gradient, theta, lr, momentum, steps):
    P = len(theta)
    gradient(np.ones((4_000_000 // P, P, 1), np.int8))
    return theta


# %% rules_that_broadcast: Two edges whose rules return (N, 1) and (1, N): `sum(rule(g) ...)` in use() broadcasts to N*N float64 in the CHECKER (N = 1,000: 8 MB a call; 50,000: 20 GB a call, from 800 KB)
# exercise: backpropagation/maximum-operation
import numpy as np

N = 1_000


class Var:
    def __init__(self, data, *edges):
        self.data, self.edges = np.asarray(data), edges


def larger(a, b):
    return Var(
        np.maximum(a.data, b.data),
        (a, lambda g: np.ones((N, 1))),
        (a, lambda g: np.ones((1, N))),
        (b, lambda g: g),
    )
