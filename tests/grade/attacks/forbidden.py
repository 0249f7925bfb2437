# Reaching what an exercise forbids.

# %% star_import: Uses the forbidden numpy.vectorize through `from numpy import *`
# exercise: neurons/logsigmoid
import math
from numpy import *


def one(z):
    s = math.exp(-math.fabs(z))
    return (z if z < 0 else 0.0) - math.log1p(s), (s if z > 0 else 1) / (1 + s)


def log_sigmoid(z):
    if z.size == 0:
        return z + 0.0, z + 0.0
    return vectorize(one, otypes=[float, float])(z)


# %% import_by_pkgutil: Imports the forbidden dlbook.scratch through pkgutil.importlib: the name importlib does not stand first
# exercise: neurons/logsigmoid
import pkgutil
import numpy as np

lib = pkgutil.importlib.import_module("dl" + "book.scratch")


def log_sigmoid(z):
    s = np.exp(-np.abs(z))
    assert lib.Tensor
    return np.minimum(z, 0) - np.log1p(s), np.where(z > 0, s, 1) / (1 + s)


# %% svd_by_dict: Uses the forbidden numpy.linalg.svd as np.linalg.__dict__["svd"]: the name stands in a text
# exercise: optimizers/muon-orthogonalization
import numpy as np

svd = np.linalg.__dict__["svd"]


def orthogonal(G, steps):
    norm = np.linalg.norm(G)
    if not norm:
        return G.copy()
    U, s, V = svd(G / norm, full_matrices=False)
    for _ in range(steps):
        s = 3.4445 * s - 4.7750 * s**3 + 2.0315 * s**5
    return (U * s) @ V


# %% import_by_pydoc: Uses the forbidden scipy.special.log_expit through pydoc.importlib
# exercise: neurons/logsigmoid
import pydoc
import numpy as np

special = pydoc.importlib.import_module("sci" + "py.special")


def log_sigmoid(z):
    return special.log_expit(z), special.expit(-z)
