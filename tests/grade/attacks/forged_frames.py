# Messages to the checker, written past the code that sends results.

# %% forged_outcomes: Answer requests that have not been made yet.
import json
import os
import struct

import numpy as np


def send(coded, body=b""):
    text = json.dumps(coded).encode()
    os.write(3, struct.pack("<II", len(text), len(body)) + text + body)


def outcome(result, **more):
    fields = {"error": None, "changed": ["dict"], "printed": "", "warned": ["tuple"]}
    fields |= {"number": 1, "overwritten": ["tuple"], "result": result, **more}
    return ["dict", *map(list, fields.items())]


def means(X):
    for n in range(100):
        send(outcome(["array", "float64", [1 + n % 8]]), bytes(8 * (1 + n % 8)))
    return np.zeros(len(X))


# %% forged_verdicts: Send well-formed frames that say the answer is right.
import json
import os
import struct

import numpy as np


def send(coded, body=b""):
    text = json.dumps(coded).encode()
    os.write(3, struct.pack("<II", len(text), len(body)) + text + body)


def outcome(result, **more):
    fields = {"error": None, "changed": ["dict"], "printed": "", "warned": ["tuple"]}
    fields |= {"number": 1, "overwritten": ["tuple"], "result": result, **more}
    return ["dict", *map(list, fields.items())]


def means(X):
    for word in ("passed", "score", "expected", "failure"):
        send(outcome(["array", "float64", [len(X)]], **{word: True}), bytes(8 * len(X)))
    return np.zeros(len(X))


# %% forged_inputs: Say that the inputs have become others, for which the answer is right.
import json
import os
import struct

import numpy as np


def send(coded, body=b""):
    text = json.dumps(coded).encode()
    os.write(3, struct.pack("<II", len(text), len(body)) + text + body)


def outcome(result, **more):
    fields = {"error": None, "changed": ["dict"], "printed": "", "warned": ["tuple"]}
    fields |= {"number": 1, "overwritten": ["tuple"], "result": result, **more}
    return ["dict", *map(list, fields.items())]


def means(X):
    zeros = ["array", "float64", list(X.shape)]
    result = ["array", "float64", [len(X)]]
    send(outcome(result, changed=["dict", [0, zeros]]), bytes(8 * (X.size + len(X))))
    return np.zeros(len(X))


# %% forged_errors: Send errors of kinds and types that the checker does not expect.
import json
import os
import struct

import numpy as np


def send(coded, body=b""):
    text = json.dumps(coded).encode()
    os.write(3, struct.pack("<II", len(text), len(body)) + text + body)


def outcome(result, **more):
    fields = {"error": None, "changed": ["dict"], "printed": "", "warned": ["tuple"]}
    fields |= {"number": 1, "overwritten": ["tuple"], "result": result, **more}
    return ["dict", *map(list, fields.items())]


def means(X):
    error = {
        "types": ["list"],
        "message": 3,
        "fingerprint": "x",
        "line": None,
        "code": ["list"],
    }
    for kind in ("crash", "passed", None, ["list"]):
        send(outcome(None, error=["dict", ["kind", kind], *map(list, error.items())]))
    return np.zeros(len(X))


# %% frame_lies_about_sizes: Send an array that claims more entries than it has.
import json
import os
import struct

import numpy as np


def send(coded, body=b""):
    text = json.dumps(coded).encode()
    os.write(3, struct.pack("<II", len(text), len(body)) + text + body)


def means(X):
    send(["dict", ["result", ["array", "float64", [1 << 30, 1 << 30]]]], bytes(64))
    return np.zeros(len(X))


# %% frame_of_many_parts: Send a list of a million parts, and of parts within parts.
import json
import os
import struct

import numpy as np


def send(coded, body=b""):
    text = json.dumps(coded).encode()
    os.write(3, struct.pack("<II", len(text), len(body)) + text + body)


def means(X):
    send(["dict", ["result", ["list", *[["list"]] * 80_000]]])
    return np.zeros(len(X))


# %% frame_too_deep: Send JSON that is nested a hundred thousand times.
import os
import struct


def means(X):
    text = b"[" * 100_000
    os.write(3, struct.pack("<II", len(text), 0) + text)
    while True:
        pass


# %% frame_too_long: Announce a frame of four gigabytes.
import os


def means(X):
    os.write(3, b"\xff" * 8)
    while True:
        os.write(3, bytes(1 << 16))


# %% slow_frame: Send a frame byte by byte, so that it never ends.
import os
import struct
import time


def means(X):
    os.write(3, struct.pack("<II", 1_000_000, 0))
    while True:
        os.write(3, b" ")
        time.sleep(0.01)


# %% every_descriptor: Write on every descriptor there is.
import contextlib
import os

import numpy as np

WORDS = b'{"passed": true, "score": 1.0}\n' * 10


def means(X):
    for number in range(1024):
        with contextlib.suppress(OSError):
            os.write(number, WORDS)
    return np.zeros(len(X))


# %% pickle: Send a pickle that runs a command where it is read.
import os
import pickle
import struct


class Command:
    def __reduce__(self):
        return os.system, ("touch /tmp/pwned",)


def means(X):
    text = pickle.dumps(Command())
    os.write(3, struct.pack("<II", len(text), 0) + text)
    return Command()


# %% generator_out_of_bounds: Returns an MT19937 generator whose position lies outside its table: NumPy does not look, and would read beyond it in the checker
# exercise: backpropagation/softmax-backward
import json, os, struct
import numpy as np


def softmax_rule(P, P_bar):
    state = {"state": {"key": [0] * 624, "pos": "100000000"}}
    text = json.dumps(["dict", ["result", ["generator", "MT19937", state]]]).encode()
    os.write(3, struct.pack("<II", len(text), 0) + text)
    return P
