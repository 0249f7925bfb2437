"""Values as JSON and raw arrays, and back: what is decoded is data and cannot run.

A number, a text, True, False and None stand for themselves. Everything else is a list
whose first entry says what it is: ``["array", dtype, shape]``, its bytes among the blobs;
``["list", ...]``, ``["tuple", ...]``, ``["dict", [key, value], ...]`` and so on. Objects
and functions never cross: ``hand_out`` gives them a name by which the other side can ask
for them, and ``look_up`` returns what answers to such a name.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable

import numpy as np

from dlbook.grade.wire import MalformedError

DTYPES = (
    *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
    *("float16", "float32", "float64", "complex64", "complex128"),
)
MOST_AXES = 16
DEEPEST = 40
MOST_PARTS = 20_000
UNFIT = (TypeError, ValueError, KeyError, OverflowError, RecursionError, MemoryError)
GENERATORS = {"PCG64", "MT19937", "Philox", "SFC64", "PCG64DXSM"}


class CannotSendError(TypeError):
    """A value has no form in which it could be sent."""


class Encoder:
    """Takes values apart.

    Parameters
    ----------
    hand_out : function
        Given an object or a function, returns its name, a list that JSON can hold; or None.

    Attributes
    ----------
    blobs : list of bytes
        The entries of all arrays so far.
    """

    def __init__(self, hand_out: Callable[[object], list | None]):
        self.hand_out, self.blobs = hand_out, []

    def encode(self, value, depth: int = 0):
        """Return the JSON form of a value.

        Raises
        ------
        CannotSendError
            Where it has none, or is nested too deeply.
        """
        if value is None or type(value) in (bool, str, float):
            return value
        if type(value) is int and -(2**63) <= value < 2**64:
            return value
        if depth > DEEPEST:
            raise CannotSendError(f"a value nested deeper than {DEEPEST}")
        coded = self._array(value) or self._container(value, depth + 1) or self._other(value)
        if coded is None:
            raise CannotSendError(f"a value of the type {type(value).__name__}")
        return coded

    def _array(self, value) -> list | None:
        if not isinstance(value, np.ndarray | np.generic) or value.dtype.name not in DTYPES:
            return None
        kind = "array" if isinstance(value, np.ndarray) else "scalar"
        array = np.asarray(value)
        little = array.dtype.newbyteorder("<")
        self.blobs.append(array.astype(little, order="C", copy=False).tobytes())
        return [kind, array.dtype.name, *([list(array.shape)] if kind == "array" else [])]

    def _container(self, value, depth: int) -> list | None:
        for name, kind in CONTAINERS.items():
            if isinstance(value, kind):
                return [name, *(self.encode(part, depth) for part in value)]
        if isinstance(value, dict):
            pairs = ((self.encode(k, depth), self.encode(v, depth)) for k, v in value.items())
            return ["dict", *map(list, pairs)]
        return None

    def _other(self, value) -> list | None:
        if value is ...:
            return ["ellipsis"]
        if isinstance(value, complex):
            return ["complex", value.real, value.imag]
        if isinstance(value, np.random.Generator):
            return self._generator(value)
        torch = sys.modules.get("torch")
        if torch is not None and isinstance(value, torch.Tensor):
            array = self._array(value.detach().cpu().numpy())
            return array and ["torch", array, bool(value.requires_grad)]
        return self.hand_out(value)

    def _generator(self, value: np.random.Generator) -> list:
        state = dict(value.bit_generator.state)
        return ["generator", state.pop("bit_generator"), _as_text(state)]


CONTAINERS = {"list": list, "tuple": (tuple, range), "set": (set, frozenset)}


def _as_text(state):
    """Write the long integers of a generator's state as texts."""
    if isinstance(state, dict):
        return {key: _as_text(part) for key, part in state.items()}
    return [int(x) for x in state] if isinstance(state, np.ndarray) else str(int(state))


class Decoder:
    """Puts values together again.

    Parameters
    ----------
    body : bytes-like
        The entries of all arrays.
    look_up : function
        ``look_up(name, decode)``: given the list that ``hand_out`` of the other side made,
        returns what it stands for; raises MalformedError where it stands for nothing.
    """

    def __init__(self, body, look_up: Callable[[list, Callable], object]):
        self.body, self.look_up = memoryview(body), look_up
        self.place = self.parts = 0

    def decode(self, coded, depth: int = 0):
        """Return a value.

        Raises
        ------
        MalformedError
            Whatever is wrong with it: no other error comes out of here.
        """
        self.parts += 1
        if self.parts > MOST_PARTS or depth > DEEPEST:
            raise MalformedError("too many parts, or nested too deeply")
        if coded is None or type(coded) in (bool, str, float):
            return coded
        if type(coded) is int and -(2**63) <= coded < 2**64:
            return coded
        if type(coded) is not list or not coded or type(coded[0]) is not str:
            raise MalformedError(f"a {type(coded).__name__} that stands for nothing")
        kind, *rest = coded
        if kind in PARTS:
            return self._container(kind, rest, depth + 1)
        try:
            make = MAKERS.get(kind)
            return make(self, *rest) if make else self.look_up(coded, self.decode)
        except UNFIT as error:
            raise MalformedError(f"{kind}: {type(error).__name__}") from None

    def _container(self, kind: str, rest: list, depth: int):
        try:
            if kind == "dict":
                return {self.decode(k, depth): self.decode(v, depth) for k, v in rest}
            return PARTS[kind](self.decode(part, depth) for part in rest)
        except (TypeError, ValueError) as error:  # no pairs, or keys without a hash
            raise MalformedError(f"{kind}: {type(error).__name__}") from None

    def array(self, dtype: str, shape: list) -> np.ndarray:
        """Return an array, its entries taken from the body."""
        if dtype not in DTYPES or type(shape) is not list or len(shape) > MOST_AXES:
            raise MalformedError("an array of an unknown type or shape")
        if not all(type(n) is int and 0 <= n < 2**31 for n in shape):
            raise MalformedError("an array with an impossible length")
        stored = np.dtype("uint8" if dtype == "bool" else dtype).newbyteorder("<")
        count = math.prod(shape)
        end = self.place + count * stored.itemsize
        if end > len(self.body):
            raise MalformedError("an array with fewer entries than it says")
        flat = np.frombuffer(self.body[self.place : end], stored)
        self.place = end
        # A byte other than 0 and 1 is no bool: NumPy would not look, and be wrong later.
        return (flat != 0 if dtype == "bool" else flat.astype(dtype)).reshape(shape)

    def scalar(self, dtype: str) -> np.generic:
        """Return a number of NumPy's."""
        return self.array(dtype, [])[()]

    def complex(self, real: float, imag: float) -> complex:
        """Return a complex number."""
        if type(real) is not float or type(imag) is not float:
            raise MalformedError("a complex number of no floats")
        return complex(real, imag)

    def generator(self, name: str, state: dict) -> np.random.Generator:
        """Return a random generator in a state."""
        if name not in GENERATORS:
            raise MalformedError("an unknown generator")
        bits = getattr(np.random, name)(0)
        bits.state = {"bit_generator": name, **_as_numbers(state)}
        return np.random.Generator(bits)

    def torch(self, array: list, requires_grad: bool):
        """Return a tensor, where torch is loaded."""
        torch = sys.modules.get("torch")
        if torch is None:
            raise MalformedError("a tensor without torch")
        kind, dtype, shape = array
        if kind != "array" or type(requires_grad) is not bool:
            raise MalformedError("a tensor without entries")
        tensor = torch.from_numpy(self.array(dtype, shape))
        return (
            tensor.requires_grad_() if requires_grad and tensor.is_floating_point() else tensor
        )

    def ellipsis(self):
        """Return what stands where code is still to be written."""
        return ...


PARTS = {"list": list, "tuple": tuple, "set": set, "dict": dict}
MAKERS = {
    name: getattr(Decoder, name)
    for name in ("array", "scalar", "complex", "generator", "torch", "ellipsis")
}


def _as_numbers(state):
    if isinstance(state, dict):
        return {key: _as_numbers(part) for key, part in state.items()}
    return np.array(state, "uint64") if isinstance(state, list) else int(state)
