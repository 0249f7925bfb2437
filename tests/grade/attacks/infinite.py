"""Return infinities of both signs."""

import numpy as np


def means(X):
    return np.where(np.arange(len(X)) % 2, np.inf, -np.inf)
