"""Data as JSON and raw arrays, and back: what is decoded is data and cannot run.

A number, a text, True, False and None stand for themselves. Everything else is a list
whose first entry says what it is: ``["array", dtype, shape]``, its bytes among the blobs;
``["list", ...]``, ``["tuple", ...]``, ``["dict", [key, value], ...]`` and so on.
"""

from __future__ import annotations

import base64
import math

import numpy as np

from dlbook.exercise.data import (
    DEEPEST,
    DTYPES,
    LONGEST_INTEGER,
    MOST_PARTS,
    Other,
    TensorData,
)
from dlbook.grade.framing import MalformedError

MOST_AXES = 64
UNFIT = (TypeError, ValueError, KeyError, OverflowError, RecursionError, MemoryError)


def encode(value) -> tuple[object, list[bytes]]:
    """Return the JSON form of data, and the bytes of its arrays.

    Raises
    ------
    TypeError
        If a part is not data.
    """
    blobs = []
    return _encode(value, blobs), blobs


def _encode(value, blobs: list[bytes]):
    if value is None or type(value) in (bool, str, float, int):
        return value
    if isinstance(value, np.ndarray | np.generic):
        return _encode_array(value, blobs)
    for name, kind in CONTAINERS.items():
        if type(value) is kind:
            return [name, *(_encode(part, blobs) for part in value)]
    if type(value) is dict:
        return ["dict", *([_encode(k, blobs), _encode(v, blobs)] for k, v in value.items())]
    if value is ...:
        return ["ellipsis"]
    if type(value) is complex:
        return ["complex", value.real, value.imag]
    if type(value) is bytes:
        return ["bytes", base64.b64encode(value).decode("ascii")]
    if isinstance(value, TensorData):
        return ["tensor", _encode_array(value.array, blobs), value.requires_grad]
    if isinstance(value, Other):
        return ["other", value.kind, value.text]
    raise TypeError(f"cannot encode a {type(value).__name__}")


def _encode_array(array, blobs: list[bytes]) -> list:
    if array.dtype.kind == "U":
        return ["texts", list(array.shape), *array.ravel().tolist()]
    if array.dtype.name not in DTYPES:
        raise TypeError(f"cannot encode an array of {array.dtype}")
    blobs.append(np.asarray(array, array.dtype.newbyteorder("<"), order="C").tobytes())
    if isinstance(array, np.ndarray):
        return ["array", array.dtype.name, list(array.shape)]
    return ["scalar", array.dtype.name]


CONTAINERS = {"list": list, "tuple": tuple, "set": set}


def decode(coded, body):
    """Return the data that :func:`encode` took apart.

    Sizes are checked before anything is built.

    Raises
    ------
    MalformedError
        Whatever is wrong with it: no other error comes out of here.
    """
    return _Decoder(body).decode(coded)


class _Decoder:
    def __init__(self, body):
        self.body = memoryview(body)
        self.place = self.parts = 0

    def decode(self, coded, depth: int = 0):
        self.parts += 1
        if self.parts > 3 * MOST_PARTS or depth > DEEPEST + 10:
            raise MalformedError("too many parts, or nested too deeply")
        if coded is None or type(coded) in (bool, str, float):
            return coded
        if type(coded) is int and coded.bit_length() <= LONGEST_INTEGER:
            return coded
        if type(coded) is not list or not coded or type(coded[0]) is not str:
            raise MalformedError(f"cannot decode a {type(coded).__name__}")
        kind, *rest = coded
        try:
            if kind in CONTAINERS:
                return CONTAINERS[kind](self.decode(part, depth + 1) for part in rest)
            if kind == "dict":
                return {self.decode(k, depth + 1): self.decode(v, depth + 1) for k, v in rest}
            return MAKERS[kind](self, *rest)
        except UNFIT as error:
            raise MalformedError(f"{kind}: {type(error).__name__}") from None

    def array(self, dtype: str, shape: list) -> np.ndarray:
        shape = _checked_shape(shape)
        if dtype not in DTYPES:
            raise MalformedError("an array of an unknown type")
        stored = np.dtype("uint8" if dtype == "bool" else dtype).newbyteorder("<")
        end = self.place + math.prod(shape) * stored.itemsize
        if end > len(self.body):
            raise MalformedError("an array with fewer entries than it says")
        flat = np.frombuffer(self.body[self.place : end], stored)
        self.place = end
        # A byte other than 0 and 1 is no bool: NumPy would not look, and be wrong later.
        return (flat != 0 if dtype == "bool" else flat.astype(dtype)).reshape(shape)

    def scalar(self, dtype: str) -> np.generic:
        return self.array(dtype, [])[()]

    def texts(self, shape: list, *texts) -> np.ndarray:
        shape = _checked_shape(shape)
        longest = max(map(len, texts), default=1)
        if math.prod(shape) != len(texts) or longest * len(texts) > len(self.body) + (1 << 24):
            raise MalformedError("an array of texts with an impossible size")
        return np.array(texts, f"U{max(longest, 1)}").reshape(shape)

    def complex(self, real: float, imag: float) -> complex:
        if type(real) is not float or type(imag) is not float:
            raise MalformedError("a complex number without floats")
        return complex(real, imag)

    def bytes(self, text: str) -> bytes:
        return base64.b64decode(text, validate=True)

    def tensor(self, coded: list, requires_grad: bool) -> TensorData:
        kind, dtype, shape = coded
        if kind != "array" or type(requires_grad) is not bool:
            raise MalformedError("a tensor without entries")
        return TensorData(self.array(dtype, shape), requires_grad)

    def other(self, kind: str, text: str) -> Other:
        if type(kind) is not str or type(text) is not str or len(kind) > 200:
            raise MalformedError("something else without a name")
        return Other(kind, text)

    def ellipsis(self):
        return ...


MAKERS = {
    name: getattr(_Decoder, name)
    for name in ("array", "scalar", "texts", "complex", "bytes", "tensor", "other", "ellipsis")
}


def _checked_shape(shape) -> list[int]:
    if type(shape) is not list or len(shape) > MOST_AXES:
        raise MalformedError("an array of an unknown shape")
    if not all(type(n) is int and 0 <= n < 2**31 for n in shape):
        raise MalformedError("an array with an impossible length")
    return shape
