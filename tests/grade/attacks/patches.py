# Changing the code that runs the answer.

# %% false_modules: Put modules of one's own in the place of those that the runner uses.
import sys
import types

fake = types.ModuleType("numpy")
fake.__getattr__ = lambda name: lambda *args, **kwargs: fake
for name in ("numpy", "json", "dlbook.grade.channel"):
    sys.modules[name] = fake


def means(X):
    return fake


# %% patch_allclose: Replace NumPy's comparisons by functions that are always content.
import numpy as np

np.allclose = np.isclose = np.array_equal = lambda *args, **kwargs: True
np.testing.assert_allclose = np.testing.assert_array_equal = lambda *args, **kwargs: None


def means(X):
    return np.zeros(len(X))


# %% patch_builtins: Replace built-in functions for everybody in the process.
import builtins

import numpy as np

real = builtins.isinstance
builtins.all = builtins.any = lambda *args: True
builtins.abs = lambda x: 0
builtins.isinstance = lambda x, kind: real(x, kind) or kind is np.ndarray


def means(X):
    return np.zeros(len(X))


# %% patch_engine: Replace the engine that checks exercises.
import sys

import numpy as np

for name, module in list(sys.modules.items()):
    if name.startswith("dlbook"):
        for attribute in (
            "compare",
            "check_exercise",
            "judge",
            "as_data",
            "identical",
            "encode",
        ):
            if hasattr(module, attribute):
                setattr(module, attribute, lambda *args, **kwargs: None)


def means(X):
    return np.zeros(len(X))


# %% patch_runner: Find the runner on the stack and let it answer that all is well.
import sys

import numpy as np

frame = sys._getframe()
while frame:
    runner = frame.f_locals.get("self")
    if hasattr(runner, "_overwritten"):
        type(runner).run = lambda self, args: {"result": True, "passed": True, "score": 1.0}
    frame = frame.f_back


def means(X):
    return np.zeros(len(X))


# %% patch_ufuncs: Replace the ufuncs that a comparison needs.
import numpy as np

np.abs = np.absolute = np.subtract = lambda *args, **kwargs: np.zeros(1)
np.isfinite = np.isnan = np.less_equal = lambda *args, **kwargs: np.ones(1, bool)


def means(X):
    return np.zeros(len(X))


# %% trace: Trace the interpreter, and change results on their way out.
import sys

import numpy as np


def watch(frame, event, arg):
    if event == "return" and frame.f_code.co_name in ("encode", "call", "run"):
        frame.f_locals["passed"] = True
    return watch


sys.settrace(watch)
sys.setprofile(watch)


def means(X):
    return np.zeros(len(X))


# %% finalizers: Act when objects are destroyed and when the interpreter ends.
import atexit
import os

import numpy as np


class Last:
    def __del__(self):
        os.write(3, b"passed")


atexit.register(lambda: os.write(3, b"passed"))


def means(X):
    Last()
    return np.zeros(len(X))


# %% system_exit: Raise what ends a program, in every way.
import sys


def means(X):
    raise (SystemExit(0) if len(X) % 2 else KeyboardInterrupt)


sys.exit = lambda *args: None
