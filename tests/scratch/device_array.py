"""An array that behaves as CuPy's do, on a machine without a GPU.

It wraps a NumPy array and refuses what a CuPy array refuses: to be turned into
a NumPy array unasked, to be mixed with one, and functions or arguments that
CuPy does not have (seen in CuPy 14.2). An operation that passes here calls
nothing that CuPy lacks; whether the numbers come out right on a GPU is for the
tests marked ``gpu``.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

# np.ones and np.full pass on `device`, which CuPy's functions do not take.
REFUSED = {"ones", "full"}
UFUNC_METHODS = {
    "__call__": None,
    "at": None,
    "outer": None,
    "reduceat": {"add"},
}


class DeviceArray(NDArrayOperatorsMixin):
    """An array on a pretended device."""

    def __init__(self, host):
        self.host = np.asarray(host)

    def __array__(self, *args, **kwargs):
        raise TypeError("Implicit conversion to a NumPy array is not allowed.")

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        allowed = UFUNC_METHODS.get(method, set())
        if allowed is not None and ufunc.__name__ not in allowed:
            raise NotImplementedError(f"{ufunc.__name__}.{method}")
        if "where" in kwargs:
            raise TypeError("Wrong arguments: where")
        return _wrapped(getattr(ufunc, method)(*_hosts(inputs), **_hosts(kwargs)))

    def __array_function__(self, func, types, args, kwargs):
        if func.__name__ in REFUSED or "initial" in kwargs:
            raise TypeError(f"{func.__name__}() got an unexpected keyword argument")
        if func.__name__ in ("asarray", "array"):  # the ways to the device
            return _wrapped(func(*_hosts(args, uploads=True), **kwargs))
        return _wrapped(func(*_hosts(args), **_hosts(kwargs)))

    def __getattr__(self, name):
        if name.startswith("__"):  # __array_interface__ and the like
            raise AttributeError(name)
        value = getattr(self.__dict__["host"], name)
        if not callable(value):
            return _wrapped(value)

        def method(*args, **kwargs):
            if "initial" in kwargs:
                raise TypeError(f"{name}() got an unexpected keyword argument 'initial'")
            return _wrapped(value(*_hosts(args), **_hosts(kwargs)))

        return method

    def __getitem__(self, index):
        return _wrapped(self.host[_hosts(index)])

    def __setitem__(self, index, value):
        self.host[_hosts(index)] = _hosts(value)

    def __len__(self):
        return len(self.host)

    def __bool__(self):
        return bool(self.host)

    def __float__(self):
        return float(self.host)

    def __index__(self):
        return self.host.__index__()

    def __format__(self, spec):
        return format(self.host, spec)


def _wrapped(value):
    if isinstance(value, tuple | list):
        return type(value)(map(_wrapped, value))
    return DeviceArray(value) if isinstance(value, np.ndarray | np.generic) else value


def _hosts(value, uploads: bool = False):
    """Return the NumPy arrays inside, refusing one that came from outside the device."""
    if isinstance(value, DeviceArray):
        return value.host
    if isinstance(value, np.ndarray) and not uploads:
        raise TypeError("Unsupported type <class 'numpy.ndarray'>")
    if isinstance(value, dict):
        return {key: _hosts(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(_hosts(item, uploads) for item in value)
    return value
