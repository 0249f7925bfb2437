"""Fill the memory with one array after the other."""

import numpy as np

kept = []


def means(X):
    while True:
        kept.append(np.ones(10_000_000))
