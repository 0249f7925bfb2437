"""Files of weights: GGUF, safetensors and torch's, read without executing anything in them.

A reader returns :class:`Weights`: an array by each name, taken from the file only when it is
asked for, so that a large file costs no memory until then.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np


class FileFormatError(ValueError):
    """A file of weights is damaged, or of a kind that is not read here."""


class Stored(NamedTuple):
    """A tensor as its file stores it.

    Attributes
    ----------
    shape : tuple of int
        The order of axes is NumPy's.
    kind : str
        The file's name for the way numbers are stored, such as ``F32`` or ``Q4_1``.
    blocks : numpy.ndarray
        What the file holds, read-only and not yet in memory: numbers, or for a quantized kind
        records of 32 numbers each, as :data:`BLOCKS` says.
    """

    shape: tuple[int, ...]
    kind: str
    blocks: np.ndarray


class Weights(Mapping[str, np.ndarray]):
    """Pretrained weights by name.

    ``weights["name"]`` reads a tensor: a fresh, writable array, numbers as float32 and integers
    as they are. ``"name" in weights``, ``len(weights)`` and iteration work as in a dict.

    Attributes
    ----------
    stored : dict of str to Stored
        Shape and stored form of each tensor, without reading it.
    metadata : dict
        What else the files hold: sizes of the model, a vocabulary.
    """

    def __init__(self, stored: Mapping[str, Stored], metadata: dict):
        self.stored, self.metadata = dict(stored), metadata

    def __getitem__(self, name: str) -> np.ndarray:
        shape, kind, blocks = self.stored[name]
        return DEQUANTIZE[kind](blocks).reshape(shape)

    def __iter__(self) -> Iterator[str]:
        return iter(self.stored)

    def __len__(self) -> int:
        return len(self.stored)

    def __repr__(self) -> str:
        """Show how many there are, not the numbers."""
        numbers = sum(math.prod(tensor.shape) for tensor in self.stored.values())
        return f"Weights({len(self)} tensors, {numbers:,} numbers)"


# --- from stored numbers to float32 ------------------------------------------------

BLOCKS = {
    "Q4_1": np.dtype([("scale", "<f2"), ("minimum", "<f2"), ("quants", "u1", 16)]),
    "Q8_0": np.dtype([("scale", "<f2"), ("quants", "i1", 32)]),
}
"""How a block of 32 quantized numbers is stored, in 20 bytes (Q4_1) or 34 (Q8_0)."""

PLAIN = {
    "F64": np.dtype("<f8"),
    "F32": np.dtype("<f4"),
    "F16": np.dtype("<f2"),
    "BF16": np.dtype("<u2"),
    "I64": np.dtype("<i8"),
    "I32": np.dtype("<i4"),
    "U8": np.dtype("u1"),
}


def dequantize_q4_1(blocks: np.ndarray) -> np.ndarray:
    """Return the 32 numbers of each block, ``minimum + scale * q``, q from 0 to 15.

    A byte holds two numbers: the low halves of the 16 bytes are the first 16 numbers.
    """
    halves = np.concatenate([blocks["quants"] & 15, blocks["quants"] >> 4], axis=-1)
    scale, minimum = (blocks[f].astype(np.float32)[..., None] for f in ("scale", "minimum"))
    return halves * scale + minimum


def dequantize_q8_0(blocks: np.ndarray) -> np.ndarray:
    """Return the 32 numbers of each block, ``scale * q``, q from -128 to 127."""
    return blocks["quants"] * blocks["scale"].astype(np.float32)[..., None]


def _widen_bf16(numbers: np.ndarray) -> np.ndarray:
    """Bfloat16 is the upper half of a float32."""
    return (numbers.astype(np.uint32) << 16).view(np.float32)


def _as_float32(numbers: np.ndarray) -> np.ndarray:
    return numbers.astype(np.float32)


DEQUANTIZE: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "Q4_1": dequantize_q4_1,
    "Q8_0": dequantize_q8_0,
    "BF16": _widen_bf16,
    **dict.fromkeys(("F64", "F32", "F16"), _as_float32),
    **dict.fromkeys(("I64", "I32", "U8"), np.array),
}


# --- safetensors ---------------------------------------------------------------------

# What a header raises that is no JSON, too deep, or of another form.
_DAMAGED_HEADER = (
    *(ValueError, RecursionError, TypeError, KeyError),
    *(AttributeError, IndexError, OverflowError),
)


def read_safetensors(path: Path) -> Weights:
    """Read a ``.safetensors`` file: a JSON header that says where each tensor is, then bytes.

    Raises
    ------
    FileFormatError
        If it is damaged, or holds numbers of a kind that is not read here.
    """
    data = _map(path)
    header_size = int.from_bytes(data[:8], "little")
    start = 8 + header_size
    if len(data) < start or header_size == 0:
        raise FileFormatError(f"{path} is not a safetensors file, or not a whole one")
    try:
        header = json.loads(data[8:start])
        metadata = header.pop("__metadata__", {})
        stored = {
            name: _stored(
                path,
                name,
                tuple(map(int, entry["shape"])),
                str(entry["dtype"]),
                data,
                start + int(entry["data_offsets"][0]),
            )
            for name, entry in header.items()
        }
    except FileFormatError:
        raise
    except _DAMAGED_HEADER as error:
        raise FileFormatError(f"{path}: the header is damaged: {error!r}") from None
    return Weights(stored, metadata)


def _map(path: Path):
    """Return the bytes of a file; they are read when they are touched."""
    import mmap

    with open(path, "rb") as file:
        try:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:  # an empty file cannot be mapped
            return b""


def _stored(path: Path, name: str, shape: tuple[int, ...], kind: str, data, start: int):
    """Return a tensor whose first byte is at ``start``, after checking that it is whole."""
    dtype = BLOCKS.get(kind) or PLAIN.get(kind)
    if dtype is None:
        raise FileFormatError(
            f"{path}: {name} is stored as {kind}; what is read here is "
            f"{', '.join([*PLAIN, *BLOCKS])}"
        )
    count = math.prod(shape)
    if kind in BLOCKS:
        count, rest = divmod(count, 32)
        if rest or not shape or shape[-1] % 32:
            raise FileFormatError(f"{path}: {name} {shape} is no whole number of blocks")
    if min(shape, default=1) < 0 or start < 0 or start + count * dtype.itemsize > len(data):
        raise FileFormatError(
            f"{path} is not whole: {name} {shape} would end at byte "
            f"{start + count * dtype.itemsize:,} of {len(data):,}"
        )
    return Stored(shape, kind, np.frombuffer(data, dtype, count, start))


# --- GGUF ------------------------------------------------------------------------------

# The numbers of the format's types: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
GGUF_NUMBERS = {
    0: "<B",
    1: "<b",
    2: "<H",
    3: "<h",
    4: "<I",
    5: "<i",
    6: "<f",
    7: "<?",
    10: "<Q",
    11: "<q",
    12: "<d",
}
GGUF_STRING, GGUF_ARRAY = 8, 9
GGUF_KINDS = {0: "F32", 1: "F16", 3: "Q4_1", 8: "Q8_0", 28: "F64", 30: "BF16"}


def read_gguf(path: Path) -> Weights:
    """Read a ``.gguf`` file, version 2 or 3: metadata, a table of tensors, their bytes.

    Names in ``metadata`` are the file's, such as ``llama.block_count``.

    Raises
    ------
    FileFormatError
        If it is damaged, or holds numbers of a kind that is not read here.
    """
    cursor = _Cursor(path)
    if cursor.take(4) != b"GGUF":
        raise FileFormatError(f"{path} is not a GGUF file: it does not begin with GGUF")
    version = cursor.number("<I")
    if version not in (2, 3):
        raise FileFormatError(f"{path}: GGUF version {version}; what is read here is 2 and 3")
    tensors, entries = cursor.number("<Q"), cursor.number("<Q")
    metadata = {cursor.string(): cursor.value(cursor.number("<I")) for _ in range(entries)}
    table = [
        (cursor.string(), cursor.shape(), cursor.number("<I"), cursor.number("<Q"))
        for _ in range(tensors)
    ]
    alignment = metadata.get("general.alignment", 32)
    if not isinstance(alignment, int) or alignment < 1:
        raise FileFormatError(f"{path}: an alignment of {alignment!r} bytes")
    start = -(-cursor.place // alignment) * alignment
    stored = {
        name: _stored(path, name, shape, _kind(kind), cursor.data, start + offset)
        for name, shape, kind, offset in table
    }
    return Weights(stored, metadata)


def _kind(number: int) -> str:
    return GGUF_KINDS.get(number, f"type {number} of GGUF")


class _Cursor:
    """Reads a GGUF file from the beginning, value by value."""

    def __init__(self, path: Path):
        self.path, self.data, self.place = path, _map(path), 0

    def take(self, size: int) -> bytes:
        """Return the next ``size`` bytes."""
        if size > len(self.data) - self.place:
            raise FileFormatError(f"{self.path} is damaged, or not whole: it ends too early")
        self.place += size
        return self.data[self.place - size : self.place]

    def number(self, form: str):
        return struct.unpack(form, self.take(struct.calcsize(form)))[0]

    def string(self) -> str:
        text = self.take(self.number("<Q"))
        try:
            return text.decode("utf-8")
        except UnicodeDecodeError:
            raise FileFormatError(f"{self.path} is damaged: {text[:40]!r} is no text") from None

    def value(self, kind: int):
        """Return a number, a string, or a list of either."""
        if kind == GGUF_STRING:
            return self.string()
        if kind == GGUF_ARRAY:
            inner, length = self.number("<I"), self.number("<Q")
            if inner == GGUF_STRING:
                return [self.string() for _ in range(length)]
            form = self._form(inner)
            numbers = self.take(length * struct.calcsize(form))
            return np.frombuffer(numbers, form).tolist()
        return self.number(self._form(kind))

    def shape(self) -> tuple[int, ...]:
        """Return a shape: the file begins with the axis whose numbers are side by side."""
        axes = self.number("<I")
        if axes > 8:
            raise FileFormatError(f"{self.path} is damaged: a tensor of {axes} axes")
        return tuple(self.number("<Q") for _ in range(axes))[::-1]

    def _form(self, kind: int) -> str:
        if kind not in GGUF_NUMBERS:
            raise FileFormatError(f"{self.path} is damaged: a value of type {kind}")
        return GGUF_NUMBERS[kind]


# --- torch's own -------------------------------------------------------------------------

_TORCH_KINDS = {dtype.name: kind for kind, dtype in PLAIN.items() if kind != "BF16"}


def read_torch(path: Path) -> Weights:
    """Read a state dict that ``torch.save`` wrote; needs torch.

    Such a file is a pickle, which may hold any instructions: torch's ``weights_only`` reads
    tensors and plain containers, and refuses everything else.

    Raises
    ------
    FileFormatError
        If it is damaged, or holds anything but tensors by name.
    """
    from pickle import UnpicklingError

    import torch

    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except (RuntimeError, EOFError, ValueError, KeyError, UnpicklingError) as error:
        raise FileFormatError(f"{path} is damaged, or no file of tensors: {error}") from None
    if not isinstance(state, dict) or not all(torch.is_tensor(t) for t in state.values()):
        raise FileFormatError(f"{path} holds something other than tensors by name")
    stored = {}
    for name, tensor in state.items():
        kind = _TORCH_KINDS.get(str(tensor.dtype).removeprefix("torch."))
        if kind is None:
            raise FileFormatError(
                f"{path}: {name} is stored as {tensor.dtype}; what is read here is "
                f"{', '.join(_TORCH_KINDS)}"
            )
        numbers = tensor.detach().contiguous().numpy().ravel()
        numbers.flags.writeable = False
        stored[name] = Stored(tuple(tensor.shape), kind, numbers)
    return Weights(stored, {})
