"""Files of weights give the numbers that they hold; damaged ones are refused."""

from __future__ import annotations

import contextlib
import json
import math
import struct

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from dlbook.data import FileFormatError
from dlbook.data.weight_files import (
    BLOCKS,
    dequantize_q4_1,
    dequantize_q8_0,
    read_gguf,
    read_safetensors,
    read_torch,
)

RNG = np.random.default_rng(0)
MATRIX = RNG.normal(size=(3, 64)).astype(np.float32)


# --- quantized numbers --------------------------------------------------------------


def blocks_of(kind: str, count: int) -> np.ndarray:
    """Return random blocks; their scales and minima are numbers of moderate size."""
    blocks = np.frombuffer(RNG.bytes(count * BLOCKS[kind].itemsize), BLOCKS[kind]).copy()
    for field in set(BLOCKS[kind].names) - {"quants"}:
        blocks[field] = RNG.normal(size=count)
    return blocks


def test_four_bits_number_by_number():
    blocks = blocks_of("Q4_1", 5)
    for block, numbers in zip(blocks, dequantize_q4_1(blocks), strict=True):
        scale, minimum = np.float32(block["scale"]), np.float32(block["minimum"])
        for i, number in enumerate(numbers):
            byte = int(block["quants"][i % 16])
            q = byte % 16 if i < 16 else byte // 16
            assert number == pytest.approx(minimum + scale * q, rel=1e-6, abs=1e-6)


def test_eight_bits_number_by_number():
    blocks = blocks_of("Q8_0", 5)
    for block, numbers in zip(blocks, dequantize_q8_0(blocks), strict=True):
        for q, number in zip(block["quants"], numbers, strict=True):
            assert number == np.float32(block["scale"]) * np.float32(q)


# --- files that hold what was put in ------------------------------------------------


def gguf_string(text: str) -> bytes:
    return struct.pack("<Q", len(text.encode())) + text.encode()


def gguf_entry(name: str, kind: int, value: bytes) -> bytes:
    return gguf_string(name) + struct.pack("<I", kind) + value


# Type in the file, form for `struct`, value.
NUMBERS = [
    (0, "<B", 200),
    (1, "<b", -100),
    (2, "<H", 60_000),
    (3, "<h", -30_000),
    (4, "<I", 2**31),
    (5, "<i", -(2**31)),
    (6, "<f", 0.5),
    (7, "<?", True),
    (10, "<Q", 2**63),
    (11, "<q", -(2**63)),
    (12, "<d", 0.1),
]
ENTRIES = [
    gguf_entry("architecture", 8, gguf_string("tiny ✓")),
    *(gguf_entry(f"number {k}", k, struct.pack(form, n)) for k, form, n in NUMBERS),
    gguf_entry("words", 9, struct.pack("<IQ", 8, 2) + gguf_string("Ġa") + gguf_string("")),
    gguf_entry("kinds", 9, struct.pack("<IQ3i", 5, 3, 1, -2, 3)),
]
TENSORS = {
    "plain": (0, (3, 64), MATRIX.tobytes()),
    "half": (1, (2, 5), RNG.normal(size=10).astype("<f2").tobytes()),
    "four": (3, (2, 32), blocks_of("Q4_1", 2).tobytes()),
    "eight": (8, (64,), blocks_of("Q8_0", 2).tobytes()),
    "double": (28, (3, 64), MATRIX.astype("<f8").tobytes()),
    "upper half": (30, (3, 64), (MATRIX.view("<u4") >> 16).astype("<u2").tobytes()),
    "scalar": (0, (), np.float32(2.5).tobytes()),
}


def gguf_bytes(entries=ENTRIES, tensors=TENSORS, version=3, alignment=32) -> bytes:
    """Write a GGUF file."""
    table, data = b"", b""
    for name, (kind, shape, content) in tensors.items():
        table += gguf_string(name) + struct.pack("<I", len(shape))
        table += b"".join(struct.pack("<Q", n) for n in reversed(shape))
        table += struct.pack("<IQ", kind, len(data))
        data += content + b"\0" * (-len(content) % alignment)
    head = b"GGUF" + struct.pack("<IQQ", version, len(tensors), len(entries))
    head += b"".join(entries) + table
    return head + b"\0" * (-len(head) % alignment) + data


def safetensors_bytes(tensors: dict, metadata: dict | None = None) -> bytes:
    header, data = {"__metadata__": metadata} if metadata else {}, b""
    for name, (kind, shape, content) in tensors.items():
        ends = [len(data), len(data) + len(content)]
        header[name] = {"dtype": kind, "shape": list(shape), "data_offsets": ends}
        data += content
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


@pytest.fixture
def write(tmp_path):
    def write(content: bytes):
        path = tmp_path / "weights"
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize("version", [2, 3])
def test_a_gguf_file(version, write):
    weights = read_gguf(write(gguf_bytes(version=version)))
    assert weights.metadata == {
        "architecture": "tiny ✓",
        **{f"number {kind}": number for kind, _, number in NUMBERS},
        "words": ["Ġa", ""],
        "kinds": [1, -2, 3],
    }
    assert {name: weights[name].shape for name in weights} == {
        name: shape for name, (_, shape, _) in TENSORS.items()
    }
    np.testing.assert_array_equal(weights["plain"], MATRIX)
    np.testing.assert_array_equal(
        weights["half"].ravel(), np.frombuffer(TENSORS["half"][2], "<f2").astype(np.float32)
    )
    for name, kind, dequantize in (
        ("four", "Q4_1", dequantize_q4_1),
        ("eight", "Q8_0", dequantize_q8_0),
    ):
        blocks = np.frombuffer(TENSORS[name][2], BLOCKS[kind])
        np.testing.assert_array_equal(weights[name].ravel(), dequantize(blocks).ravel())
    np.testing.assert_array_equal(weights["double"], MATRIX)
    np.testing.assert_allclose(weights["upper half"], MATRIX, rtol=1e-2)
    assert weights["scalar"] == 2.5


@pytest.mark.parametrize("alignment", [1, 2, 256])
def test_a_gguf_file_of_another_alignment(alignment, write):
    entries = [gguf_entry("general.alignment", 4, struct.pack("<I", alignment))]
    weights = read_gguf(write(gguf_bytes(entries, alignment=alignment)))
    np.testing.assert_array_equal(weights["plain"], MATRIX)


def test_a_safetensors_file(write):
    bf16 = (MATRIX.view(np.uint32) >> 16).astype("<u2")
    content = {
        "a": ("F32", (3, 64), MATRIX.tobytes()),
        "b": ("F16", (3, 64), MATRIX.astype("<f2").tobytes()),
        "c": ("BF16", (3, 64), bf16.tobytes()),
        "d": ("I64", (2,), np.array([3, -(2**60)]).tobytes()),
        "empty": ("F32", (0, 3), b""),
    }
    weights = read_safetensors(write(safetensors_bytes(content, {"format": "pt"})))
    assert weights.metadata == {"format": "pt"}
    assert list(weights) == list(content)
    np.testing.assert_array_equal(weights["a"], MATRIX)
    np.testing.assert_allclose(weights["b"], MATRIX, rtol=1e-3)
    np.testing.assert_allclose(weights["c"], MATRIX, rtol=1e-2)
    np.testing.assert_array_equal(weights["d"], [3, -(2**60)])
    assert weights["empty"].shape == (0, 3)


def test_a_file_of_torch(tmp_path):
    layer = torch.nn.BatchNorm1d(5)
    torch.save(layer.state_dict(), tmp_path / "layer.pth")
    weights = read_torch(tmp_path / "layer.pth")
    for name, tensor in layer.state_dict().items():
        np.testing.assert_array_equal(weights[name], tensor.numpy())
    assert weights["num_batches_tracked"].dtype == np.int64


def test_arrays_are_fresh_and_the_stored_ones_cannot_be_changed(write):
    weights = read_gguf(write(gguf_bytes()))
    weights["plain"][:] = 7
    np.testing.assert_array_equal(weights["plain"], MATRIX)
    assert weights.stored["four"].kind == "Q4_1"
    assert weights.stored["four"].shape == (2, 32)
    assert weights.stored["four"].blocks["quants"].shape == (2, 16)
    with pytest.raises(ValueError, match="read-only"):
        weights.stored["four"].blocks["scale"][0] = 1


def test_weights_are_a_mapping_that_prints_no_numbers(write):
    weights = read_gguf(write(gguf_bytes()))
    assert len(weights) == len(TENSORS)
    assert "four" in weights
    assert "five" not in weights
    total = sum(math.prod(shape) for _, shape, _ in TENSORS.values())
    assert repr(weights) == f"Weights({len(TENSORS)} tensors, {total} numbers)"


# --- damaged files --------------------------------------------------------------------

WHOLE = gguf_bytes()


@pytest.mark.parametrize("length", [0, 3, 4, 7, 23, 40, 100, 300, len(WHOLE) - 33])
def test_a_gguf_file_that_ends_too_early_is_refused(length, write):
    with pytest.raises(FileFormatError, match="weights"):
        read_gguf(write(WHOLE[:length]))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"GGML" + WHOLE[4:], "does not begin with GGUF"),
        (gguf_bytes(version=1), "version 1; what is read here is 2 and 3"),
        (b"GGUF" + struct.pack(">I", 3) + WHOLE[8:], "version 50331648"),
        (gguf_bytes([gguf_entry("x", 13, b"")]), "a value of type 13"),
        (gguf_bytes([gguf_entry("x", 9, struct.pack("<IQ", 9, 1))]), "a value of type 9"),
        (gguf_bytes([gguf_entry("x", 9, struct.pack("<IQ", 8, 2**62))]), "ends too early"),
        (gguf_bytes([gguf_entry("x", 9, struct.pack("<IQ", 4, 2**62))]), "ends too early"),
        (gguf_bytes([struct.pack("<Q", 1) + b"\xff" + b"\0" * 12]), "is no text"),
        (gguf_bytes([gguf_entry("general.alignment", 4, b"\0" * 4)]), "alignment of 0"),
        (gguf_bytes(tensors={"a": (2, (32,), b"\0" * 18)}), "a is stored as type 2 of GGUF"),
        (gguf_bytes(tensors={"a": (3, (31,), b"\0" * 20)}), "no whole number of blocks"),
        (gguf_bytes(tensors={"a": (3, (32, 1), b"\0" * 20)}), "no whole number of blocks"),
        (gguf_bytes(tensors={"a": (0, (2**40,), b"\0" * 20)}), "a .* would end at byte"),
        (gguf_bytes(tensors={"a": (0, (1,) * 9, b"\0" * 4)}), "a tensor of 9 axes"),
    ],
)
def test_a_damaged_gguf_file_is_refused(content, message, write):
    with pytest.raises(FileFormatError, match=message):
        read_gguf(write(content))


def header(text: str) -> bytes:
    return struct.pack("<Q", len(text.encode())) + text.encode()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a safetensors file"),
        (b"\0" * 8, "not a safetensors file"),
        (struct.pack("<Q", 2**62) + b"{}", "not a whole one"),
        (header("{"), "header is damaged"),
        (header("[1]"), "header is damaged"),
        (header('{"a": 3}'), "header is damaged"),
        (header("[" * 100_000), "header is damaged"),
        (header('{"a": {"dtype": "F32", "shape": [1e999]}}'), "header is damaged"),
        (header('{"a": {"dtype": "F32", "shape": [1]}}'), "header is damaged"),
        (
            header('{"a": {"dtype": "F8", "shape": [1], "data_offsets": [0, 1]}}') + b"\0",
            "a is stored as F8; what is read here is F64",
        ),
        (
            header('{"a": {"dtype": "F32", "shape": [-1], "data_offsets": [0, 4]}}')
            + b"\0" * 4,
            "is not whole",
        ),
        (
            header('{"a": {"dtype": "F32", "shape": [1], "data_offsets": [-99, 4]}}')
            + b"\0" * 4,
            "is not whole",
        ),
        (
            header('{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}') + b"\0" * 4,
            r"is not whole: a \(2,\) would end at byte",
        ),
    ],
)
def test_a_damaged_safetensors_file_is_refused(content, message, write):
    with pytest.raises(FileFormatError, match=message):
        read_safetensors(write(content))


SAFE = safetensors_bytes({"a": ("F32", (3, 64), MATRIX.tobytes())}, {"format": "pt"})


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # numbers too large for float32
@pytest.mark.parametrize(
    ("read", "whole", "head"), [(read_gguf, WHOLE, 1000), (read_safetensors, SAFE, 110)]
)
@given(data=st.data())
def test_whatever_is_changed_a_file_is_read_or_refused(
    read, whole, head, data, tmp_path_factory
):
    content = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, head - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / f"changed-{read.__name__}"
    path.write_bytes(content)
    with contextlib.suppress(FileFormatError):
        weights = read(path)
        assert all(weights[name].shape == weights.stored[name].shape for name in weights)


class Harmful:
    """Writes a file when it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (str(self.path), "w")


def test_instructions_in_a_file_of_torch_are_not_executed(tmp_path):
    torch.save({"a": Harmful(tmp_path / "executed")}, tmp_path / "harmful.pth")
    with pytest.raises(FileFormatError, match=r"harmful\.pth"):
        read_torch(tmp_path / "harmful.pth")
    assert not (tmp_path / "executed").exists()


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ([torch.zeros(2)], "other than tensors by name"),
        ({"a": 3}, "other than tensors by name"),
        ({"a": torch.zeros(2, dtype=torch.complex64)}, "a is stored as torch.complex64"),
    ],
)
def test_a_file_of_torch_that_holds_something_else_is_refused(state, message, tmp_path):
    torch.save(state, tmp_path / "state.pth")
    with pytest.raises(FileFormatError, match=message):
        read_torch(tmp_path / "state.pth")


def test_a_damaged_file_of_torch_is_refused(tmp_path):
    torch.save({"a": torch.zeros(100)}, tmp_path / "state.pth")
    whole = (tmp_path / "state.pth").read_bytes()
    for content in (b"", b"hello", whole[:-300]):
        (tmp_path / "state.pth").write_bytes(content)
        with pytest.raises(FileFormatError, match=r"state\.pth is damaged"):
            read_torch(tmp_path / "state.pth")
