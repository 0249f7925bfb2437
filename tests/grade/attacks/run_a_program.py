"""Run a program."""

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
