"""What answers take and return: of which kind it is, whether it changed, how it is shown."""

from __future__ import annotations

import copy
import types
from collections.abc import Iterator

import numpy as np

NUMBERS = (int, float, complex, np.number)
SEQUENCES = (list, tuple)
FUNCTIONS = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    type,
    np.ufunc,
    np.random.Generator,
)
LONGEST = 800  # characters of a value in a message
MOST_PARTS = 6  # of a list that holds arrays


def is_tensor(value) -> bool:
    """Say whether ``value`` is a tensor, the book's or torch's."""
    return hasattr(value, "requires_grad") and hasattr(value, "data")


def is_nothing(value) -> bool:
    """Say whether ``value`` is what code returns that is still to be written."""
    return value is None or value is ...


def array_of(value) -> np.ndarray:
    """Return an array, a tensor or a number as a NumPy array."""
    if is_tensor(value):
        # torch's `.data` is a tensor again, the book's is an array.
        value = value.data.cpu() if hasattr(value.data, "cpu") else value.data
    return np.asarray(value)


def has_fields(value) -> bool:
    """Say whether ``value`` is an object whose fields can be compared."""
    return hasattr(value, "__dict__") and not isinstance(value, FUNCTIONS)


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
    return "None" if value is None else type(value).__name__


def kind_of(value) -> str:
    """Return type, shape and dtype of ``value`` in words."""
    what = family(value)
    if what in ("array", "tensor"):
        array = array_of(value)
        return f"{what} of shape {array.shape}, {array.dtype}"
    if what == "tuple or list":
        parts = "; ".join(map(kind_of, value[:4])) + ("; ..." if len(value) > 4 else "")
        return f"{type(value).__name__} of {len(value)} ({parts})"
    return what


def show(value) -> str:
    """Return ``value`` as text of a few lines."""
    try:
        text = _text(value)
    except Exception:  # a reader's object may not know how to show itself
        text = f"<{type(value).__name__}>"
    return text if len(text) <= LONGEST else text[:LONGEST] + " ..."


def show_named(name: str, value) -> str:
    """Return ``name = value``, with shape and dtype where there is one."""
    text = show(value)
    kind = f"   # {kind_of(value)}" if family(value) in ("array", "tensor") else ""
    if "\n" in text:
        return f"{name} ={kind}\n{text}"
    return f"{name} = {text}{kind}"


def _text(value) -> str:
    what = family(value)
    if what == "bool":
        return str(bool(value))
    if what == "number":
        number = array_of(value).item()
        return f"{number:.8g}" if isinstance(number, float) else str(number)
    if what in ("array", "tensor"):
        return np.array2string(
            array_of(value),
            precision=4,
            threshold=60,
            edgeitems=2,
            separator=", ",
            suppress_small=False,
            max_line_width=76,
        )
    if _holds_arrays(value):
        return "\n".join(_lines(value))
    if what == "tuple or list":
        inside = ", ".join(map(_text, value))
        return f"[{inside}]" if isinstance(value, list) else f"({inside})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {_text(part)}" for key, part in value.items()) + "}"
    if isinstance(value, FUNCTIONS) and hasattr(value, "__name__"):
        return value.__name__
    return repr(value)


def _holds_arrays(value) -> bool:
    """Say whether ``value`` is a list of arrays, a list of such lists, and so on."""
    return isinstance(value, SEQUENCES) and any(
        family(part) in ("array", "tensor") or _holds_arrays(part) for part in value
    )


def _lines(value, name: str = "") -> Iterator[str]:
    """Yield the parts of a list that holds arrays, each by its place: ``[2][0] = ...``."""
    for i, part in enumerate(value[:MOST_PARTS]):
        place = f"{name}[{i}]"
        if _holds_arrays(part):
            yield from _lines(part, place)
        else:
            yield show_named(place, part)
    if len(value) > MOST_PARTS:
        yield f"... ({len(value)} parts in all)"


def snapshot(value):
    """Return a copy of ``value`` that no later call can change, where one can be made."""
    try:
        return copy.deepcopy(value)
    except Exception:  # generators, open files, and whatever else a reader may return
        return value


def identical(a, b) -> bool:
    """Say whether two values are the same to the last bit, NaN being itself.

    Functions and random generators have no value: any two of them are the same.
    """
    return _identical(a, b, set())


def _identical(a, b, seen: set[int]) -> bool:
    if isinstance(a, FUNCTIONS) or id(a) in seen:
        return True
    if isinstance(a, np.ndarray | np.generic) or is_tensor(a):
        return _same_arrays(array_of(a), array_of(b))
    if isinstance(a, (*SEQUENCES, dict)) or has_fields(a):
        # Graphs may lead back to themselves. What is seen stays alive: ids are not reused.
        seen = seen | {id(a)}
        left, right = _parts(a), _parts(b)
        return left.keys() == right.keys() and all(
            _identical(left[key], right[key], seen) for key in left
        )
    return type(a).__eq__ is object.__eq__ or bool(a == b) or (a != a and b != b)


def _parts(value) -> dict:
    if isinstance(value, SEQUENCES):
        return dict(enumerate(value))
    return value if isinstance(value, dict) else vars(value)


def _same_arrays(a: np.ndarray, b: np.ndarray) -> bool:
    if a.shape != b.shape or a.dtype != b.dtype:
        return False
    if a.dtype.kind == "O":
        return all(map(identical, a.ravel().tolist(), b.ravel().tolist()))
    return a.tobytes() == b.tobytes()
