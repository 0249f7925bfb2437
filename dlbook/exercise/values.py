"""What an answer returns: how it is called, read, compared bit by bit, and shown."""

from __future__ import annotations

import numpy as np

NUMBERS = (int, float, complex, np.number)
SEQUENCES = (list, tuple)
LONGEST = 600  # characters of a value in a message


def is_tensor(value) -> bool:
    """Say whether ``value`` is a tensor, the book's or torch's."""
    return hasattr(value, "requires_grad") and hasattr(value, "data")


def array_of(value) -> np.ndarray:
    """Return an array, a tensor or a number as a NumPy array."""
    if is_tensor(value):
        value = value.detach().cpu() if hasattr(value, "cpu") else value.data
    return np.asarray(value)


def family(value) -> str:
    """Return what kind of thing ``value`` is, as a reader calls it."""
    if isinstance(value, np.ndarray | np.generic) and value.ndim == 0:
        return {"b": "bool", "U": "str"}.get(value.dtype.kind, "number")
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, NUMBERS):
        return "number"
    if isinstance(value, np.ndarray):
        return "array"
    if is_tensor(value):
        return "tensor"
    if isinstance(value, SEQUENCES):
        return "tuple or list"
    return "nothing (None)" if value is None else type(value).__name__


def kind_of(value) -> str:
    """Return type, shape and dtype of ``value`` in words."""
    what = family(value)
    if what in ("array", "tensor"):
        array = array_of(value)
        return f"{what} of shape {array.shape}, {array.dtype}"
    if what == "tuple or list":
        return f"{type(value).__name__} of {len(value)}"
    return what


def show(value) -> str:
    """Return ``value`` as text of a few lines at most."""
    what = family(value)
    if what == "number":
        text = _number(value)
    elif what in ("array", "tensor"):
        array = array_of(value)
        body = np.array2string(
            array, precision=5, threshold=48, edgeitems=2, separator=", ", max_line_width=78
        )
        text = f"{body}   shape {array.shape}, {array.dtype}"
    elif what == "tuple or list":
        text = "\n".join(f"[{i}] {show(item)}" for i, item in enumerate(value[:8]))
        text = text or repr(value)
    elif callable(value):
        text = getattr(value, "__name__", type(value).__name__)
    else:
        text = repr(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + " ..."


def _number(value) -> str:
    number = np.asarray(value).item()
    return f"{number:.8g}" if isinstance(number, float) else str(number)


def identical(a, b) -> bool:
    """Say whether two values are the same to the last bit, NaN being itself.

    Generators and functions have no value: they always are.
    """
    if isinstance(a, np.random.Generator) or callable(a):
        return True
    if isinstance(a, np.ndarray | np.generic) or is_tensor(a):
        a, b = array_of(a), array_of(b)
        return a.shape == b.shape and a.dtype == b.dtype and a.tobytes() == b.tobytes()
    if isinstance(a, SEQUENCES):
        return len(a) == len(b) and all(map(identical, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(identical(a[key], b[key]) for key in a)
    if hasattr(a, "__dict__"):
        return type(a) is type(b) and identical(vars(a), vars(b))
    return bool(a == b) or (a != a and b != b)
