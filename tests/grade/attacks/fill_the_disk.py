"""Write until the disk is full."""

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
