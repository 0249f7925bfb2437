"""Plain data: what an answer is given and returns, and how it is named, compared and shown.

Data are numbers, texts, bytes, None, arrays, and lists, tuples, sets and dicts of them. What
an answer returns is turned into data once, where it ran; nothing else leaves its process.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

DTYPES = (
    *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
    *("float16", "float32", "float64", "complex64", "complex128"),
)
NARROWER = {"g": "float64", "G": "complex128"}  # long doubles differ between machines
MOST_BYTES = 64 << 20  # of a result's arrays
MOST_TEXT = 200_000  # characters in a result
MOST_PARTS = 20_000
DEEPEST = 40
LONGEST_INTEGER = 1000  # bits: a float can hold it
LONGEST = 800  # characters of a value in a message
MOST_SHOWN = 6  # parts of a list that holds arrays


@dataclass(frozen=True)
class TensorData:
    """A tensor, PyTorch's or the book's, as data."""

    array: np.ndarray
    requires_grad: bool = False


@dataclass(frozen=True)
class Other:
    """Stands for a value that is not data: an object, a function, or too much of something."""

    kind: str
    text: str = field(default="", compare=False)


# --- from any value to data ---------------------------------------------------------


class _TooMuchError(Exception):
    pass


def as_data(value):
    """Return a copy of ``value`` as data that no later call can change.

    Subclasses become what they are derived from. What is not data becomes :class:`Other`; so
    does a result with too many parts or bytes.
    """
    try:
        return _Converter().convert(value, 0)
    except _TooMuchError as error:
        return Other(f"{_type_name(value)} {error}")


class _Converter:
    def __init__(self):
        self.parts = self.bytes = self.text = 0

    def convert(self, value, depth: int):
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise _TooMuchError(f"of more than {MOST_PARTS:,} parts")
        if depth > DEEPEST:
            raise _TooMuchError(f"nested more than {DEEPEST} deep")
        kind = type(value)  # not isinstance: an object can lie about its __class__
        if value is None or value is ... or kind in (bool, float):
            return value
        for base, convert in CONVERTERS:
            if issubclass(kind, base):
                return convert(self, value, depth + 1)
        for tensor_type in tensor_types():
            if issubclass(kind, tensor_type):
                return self.tensor(value)
        return Other(_type_name(value), _repr(value))

    def integer(self, value, depth):
        value = int(value)
        if value.bit_length() > LONGEST_INTEGER:
            raise _TooMuchError(f"of more than {LONGEST_INTEGER} bits")
        return value

    def string(self, value, depth):
        self._count_text(len(value))
        return str(value)

    def raw(self, value, depth):
        self._count_bytes(len(value))
        return bytes(value)

    def array(self, value, depth=0):
        dtype = value.dtype
        self._count_bytes(value.size * dtype.itemsize)
        if dtype.char in NARROWER:
            dtype = np.dtype(NARROWER[dtype.char])
        if dtype.kind == "U":
            self._count_text(value.size)
            return np.array(value, subok=False)
        if dtype.name not in DTYPES:
            return Other(f"array of {'objects' if dtype.kind == 'O' else dtype.name}")
        return np.array(value, dtype.newbyteorder("="), order="C", subok=False)

    def scalar(self, value, depth):
        if isinstance(value, np.str_ | np.bytes_):
            return self.convert(value.item(), depth)
        array = self.array(np.asarray(value))
        return array if isinstance(array, Other) else array[()]

    def tensor(self, value):
        try:
            data = value.data
            if hasattr(data, "detach"):
                data = data.detach().cpu()
                data = (data.float() if "bfloat16" in str(data.dtype) else data).numpy()
            array = self.array(np.asarray(data))
        except (TypeError, RuntimeError):  # sparse, quantized, or without memory
            return Other("tensor", _repr(value))
        return TensorData(array, bool(value.requires_grad))

    def sequence(self, value, depth):
        kind = tuple if isinstance(value, tuple) else list
        return kind([self.convert(part, depth) for part in value])

    def set(self, value, depth):
        return {self._key(part, depth) for part in value}

    def dict(self, value, depth):
        return {self._key(key, depth): self.convert(part, depth) for key, part in value.items()}

    def _key(self, key, depth):
        key = self.convert(key, depth)
        return key if _is_key(key) else Other(_type_name(key), _repr(key))

    def _count_bytes(self, count: int) -> None:
        self.bytes += count
        if self.bytes > MOST_BYTES:
            raise _TooMuchError(f"larger than {MOST_BYTES >> 20} MB")

    def _count_text(self, count: int) -> None:
        self.text += count
        if self.text > MOST_TEXT:
            raise _TooMuchError(f"of more than {MOST_TEXT:,} characters")


CONVERTERS = (
    (np.generic, _Converter.scalar),  # np.float64 is a float, too
    (np.ndarray, _Converter.array),
    (bool, lambda self, value, depth: value),
    (int, _Converter.integer),
    (float, lambda self, value, depth: float(value)),
    (complex, lambda self, value, depth: complex(value)),
    (str, _Converter.string),
    ((bytes, bytearray), _Converter.raw),
    ((list, tuple, range), _Converter.sequence),
    ((set, frozenset), _Converter.set),
    (dict, _Converter.dict),
)


def tensor_types() -> list[type]:
    """Return the tensor types of PyTorch and of the book, as far as they are imported."""
    modules = (sys.modules.get(name) for name in ("torch", "dlbook.scratch"))
    return [module.Tensor for module in modules if hasattr(module, "Tensor")]


def _is_key(key) -> bool:
    if isinstance(key, tuple):
        return all(map(_is_key, key))
    return not isinstance(key, np.ndarray | list | dict | set | TensorData)


def _type_name(value) -> str:
    return str(type(value).__name__)[:60]


def _repr(value) -> str:
    try:
        return str(getattr(value, "__name__", None) or repr(value))[:LONGEST]
    except Exception:  # a reader's object may not know how to show itself
        return f"<{_type_name(value)}>"


# --- kinds --------------------------------------------------------------------------


def is_nothing(value) -> bool:
    """Say whether ``value`` is what code returns that is still to be written."""
    return value is None or value is ...


def array_of(value) -> np.ndarray:
    """Return an array, a tensor or a number as a NumPy array."""
    array = np.asarray(value.array if isinstance(value, TensorData) else value)
    return array.astype(float) if array.dtype.kind == "O" else array  # a long integer


def family(value) -> str:
    """Return what kind of thing ``value`` is, as a reader calls it."""
    if isinstance(value, np.ndarray | np.generic) and value.ndim == 0:
        return {"b": "bool", "U": "str"}.get(value.dtype.kind, "number")
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int | float | complex):
        return "number"
    if isinstance(value, np.ndarray):
        return "array"
    if isinstance(value, TensorData):
        return "tensor"
    if isinstance(value, list | tuple):
        return "tuple or list"
    if isinstance(value, Other):
        return value.kind
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


def others_in(value) -> Iterator[Other]:
    """Yield all that is not data in a value."""
    if isinstance(value, Other):
        yield value
    elif isinstance(value, list | tuple | set | dict):
        parts = (*value, *value.values()) if isinstance(value, dict) else value
        for part in parts:
            yield from others_in(part)


# --- equality -----------------------------------------------------------------------


def identical(a, b) -> bool:
    """Say whether two values are the same to the last bit, NaN being itself."""
    if isinstance(a, TensorData) and isinstance(b, TensorData):
        return identical(a.array, b.array)
    if isinstance(a, np.ndarray | np.generic) and isinstance(b, np.ndarray | np.generic):
        return (a.shape, a.dtype) == (b.shape, b.dtype) and a.tobytes() == b.tobytes()
    if type(a) is not type(b):
        return False
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(identical, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(identical(a[key], b[key]) for key in a)
    return bool(a == b) or (a != a and b != b)


# --- showing ------------------------------------------------------------------------


def show(value) -> str:
    """Return ``value`` as text of a few lines."""
    text = _text(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + " ..."


def show_named(name: str, value) -> str:
    """Return ``name = value``, with shape and dtype if there is one."""
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
        return (
            "{" + ", ".join(f"{_text(key)}: {_text(part)}" for key, part in value.items()) + "}"
        )
    return value.text or f"<{value.kind}>" if isinstance(value, Other) else repr(value)


def _holds_arrays(value) -> bool:
    return isinstance(value, list | tuple) and any(
        family(part) in ("array", "tensor") or _holds_arrays(part) for part in value
    )


def _lines(value, name: str = "") -> Iterator[str]:
    """Yield the parts of a list that holds arrays, each by its place: ``[2][0] = ...``."""
    for i, part in enumerate(value[:MOST_SHOWN]):
        place = f"{name}[{i}]"
        if _holds_arrays(part):
            yield from _lines(part, place)
        else:
            yield show_named(place, part)
    if len(value) > MOST_SHOWN:
        yield f"... ({len(value)} parts in all)"
