# Bringing hidden inputs home in the report.

# %% leak_by_error: Bring the input home in the text of an error.
class LeakError(Exception):
    pass


def means(X):
    kind = type("Leak" + "".join(c for c in str(X[0, 0]) if c.isdigit()), (LeakError,), {})
    raise kind(repr(X))


# %% leak_by_keys: Bring the input home in the keys of a dict, and in print.
def means(X):
    print("secret", X)
    return {"secret" + repr(float(X[0, 0])): 1}


# %% leak_by_shape: Bring the input home in the shape of the result.
import numpy as np


def means(X):
    return np.zeros((0, abs(int(X[0, 0] * 1e6)), 77_777))


# %% leak_by_type: Bring the input home in the name of a class.
def means(X):
    return type("secret" + "".join(c for c in str(X[0, 0]) if c.isdigit()), (), {})()
