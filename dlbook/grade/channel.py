"""A channel for data: frames on a socket, of JSON and raw arrays.

A frame is the length of its text, the length of the arrays, JSON, and bytes. In the JSON a
number, a text, True, False and None stand for themselves. Everything else is a list whose
first entry says what it is: ``["array", dtype, shape]``, its bytes among the blobs;
``["list", ...]``, ``["dict", [key, value], ...]`` and so on.

Nothing is ever unpickled: what is decoded is data and cannot run. Whatever the other side
sends is either a value or a :class:`MalformedError`; how long to wait for it, and how much to
take, is decided here.
"""

from __future__ import annotations

import base64
import json
import math
import os
import select
import socket
import struct

import numpy as np

from dlbook.exercise.data import (
    DEEPEST,
    DTYPES,
    LONGEST_INTEGER,
    MOST_PARTS,
    Other,
    TensorData,
)
from dlbook.grade.limits import Clock

HEAD = struct.Struct("<II")
MOST_TEXT = 4 << 20
PIECE = 1 << 20
# What is read stays in memory: together it may be several frames, and a byte of text, which
# becomes Python objects, takes more than one of an array.
FRAMES, PER_LETTER = 4, 25
MOST_AXES = 64
UNFIT = (TypeError, ValueError, KeyError, OverflowError, RecursionError, MemoryError)


class MalformedError(Exception):
    """What came is not what the format allows."""


class ClosedError(Exception):
    """The other side is gone."""


def pack(header, blobs: list[bytes]) -> bytes:
    """Return a frame of a header, which JSON can hold, and what follows it."""
    text = json.dumps(header, separators=(",", ":")).encode("ascii")
    body = b"".join(blobs)
    return HEAD.pack(len(text), len(body)) + text + body


def sizes(head: bytes, most: int) -> tuple[int, int]:
    """Return the lengths of text and body that the head of a frame announces.

    Raises MalformedError if they are larger than allowed.
    """
    text, body = HEAD.unpack(head)
    if text > MOST_TEXT or body > most:
        raise MalformedError(f"a frame of {text} and {body} bytes")
    return text, body


def parse(text: bytes):
    """Return what the text of a frame says.

    Raises MalformedError if it is not JSON, or nested too deeply to be read.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MalformedError(f"not JSON: {type(error).__name__}") from None


class Channel:
    """One end of a socket on which frames go back and forth.

    A frame that comes in may hold ``most`` bytes of arrays, all together four times as much.
    """

    def __init__(self, sock: socket.socket, most: int):
        self.most, self._sock, self._taken = most, sock, 0
        sock.setblocking(False)
        self._poll = select.poll()

    def send(self, frame: bytes, clock: Clock | None = None) -> None:
        """Send a frame; without a clock, wait as long as it takes.

        Raises ClosedError, TimeUpError.
        """
        rest = memoryview(frame)
        while rest:
            try:
                rest = rest[os.write(self._sock.fileno(), rest[:PIECE]) :]
            except BlockingIOError:
                self._wait(select.POLLOUT, clock)
            except OSError:
                raise ClosedError from None

    def receive(self, clock: Clock | None = None) -> tuple[object, memoryview]:
        """Return the header of the next frame, and the bytes that follow it.

        Raises ClosedError, TimeUpError, MalformedError.
        """
        text, body = sizes(self._read(HEAD.size, clock), self.most)
        self._taken += PER_LETTER * text + body
        if self._taken > FRAMES * self.most + PER_LETTER * MOST_TEXT:
            raise MalformedError("too much in all")
        header = parse(self._read(text, clock))
        return header, memoryview(self._read(body, clock))

    def _read(self, count: int, clock: Clock | None) -> bytearray:
        read = bytearray()
        while len(read) < count:
            try:
                piece = os.read(self._sock.fileno(), min(PIECE, count - len(read)))
            except BlockingIOError:
                self._wait(select.POLLIN, clock)
                continue
            except OSError:
                raise ClosedError from None
            if not piece:
                raise ClosedError
            read += piece
            if clock is not None:
                clock.left()  # bytes that drip in shall not wind the clock up again
        return read

    def _wait(self, event: int, clock: Clock | None) -> None:
        self._poll.register(self._sock, event)
        if clock is None:
            self._poll.poll()
            return
        while not self._poll.poll(max(1, 1000 * clock.left())):
            pass


# --- data ---------------------------------------------------------------------------------


def encode(value) -> tuple[object, list[bytes]]:
    """Return the JSON form of data, and the bytes of its arrays.

    Raises TypeError if a part is not data.
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

    Raises MalformedError whatever is wrong with it: no other error comes out of here.
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
