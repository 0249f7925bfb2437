"""Frames come whole or not at all, and data survive them; whatever else comes is refused."""

from __future__ import annotations

import contextlib
import json
import math
import random
import socket
import threading
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from dlbook.exercise.data import DEEPEST, DTYPES, MOST_PARTS, Other, TensorData, identical
from dlbook.grade.channel import (
    HEAD,
    MOST_TEXT,
    Channel,
    ClosedError,
    MalformedError,
    decode,
    encode,
    pack,
    parse,
)
from dlbook.grade.limits import Clock, TimeUpError

# --- frames ---


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    yield Channel(ours, most=1000), theirs
    ours.close()
    theirs.close()


def test_a_frame_arrives(ends):
    channel, theirs = ends
    theirs.sendall(pack({"a": [1, "ü"]}, [b"12", b"345"]))
    header, body = channel.receive(Clock(5))
    assert header == {"a": [1, "ü"]}
    assert bytes(body) == b"12345"


def test_frames_stay_apart(ends):
    channel, theirs = ends
    theirs.sendall(pack(1, [b"x"]) + pack(2, []))
    assert channel.receive(Clock(5))[0] == 1
    header, body = channel.receive(Clock(5))
    assert (header, bytes(body)) == (2, b"")


@pytest.mark.parametrize(
    ("text", "body"), [(MOST_TEXT + 1, 0), (0, 1001), (2**32 - 1, 2**32 - 1)]
)
def test_a_frame_that_is_too_large_is_refused_before_it_comes(ends, text, body):
    channel, theirs = ends
    theirs.sendall(HEAD.pack(text, body))
    with pytest.raises(MalformedError, match=f"{text} and {body}"):
        channel.receive(Clock(5))


def test_all_frames_together_are_bounded(ends, monkeypatch):
    monkeypatch.setattr("dlbook.grade.channel.PER_LETTER", 0)
    channel, theirs = ends
    for _ in range(4):
        theirs.sendall(pack(1, [bytes(1000)]))
        channel.receive(Clock(5))
    theirs.sendall(pack(1, [b"x"]))
    with pytest.raises(MalformedError, match="in all"):
        channel.receive(Clock(5))


@pytest.mark.parametrize("text", [b"", b"{", b"\xff", b"[" * 100_000, b"1" * 10_000, b"nul"])
def test_what_is_no_json_is_refused(text):
    with pytest.raises(MalformedError, match="not JSON"):
        parse(text)


def test_the_end_is_told(ends):
    channel, theirs = ends
    theirs.sendall(HEAD.pack(10, 0) + b"12")
    theirs.close()
    with pytest.raises(ClosedError):
        channel.receive(Clock(5))


def test_sending_to_nobody_is_told(ends):
    channel, theirs = ends
    theirs.close()
    with pytest.raises(ClosedError):
        channel.send(b"x" * 10_000_000, Clock(5))


def test_silence_ends_with_the_time(ends):
    channel, _ = ends
    with pytest.raises(TimeUpError):
        channel.receive(Clock(0.05))


def test_bytes_that_drip_in_end_with_the_time(ends):
    channel, theirs = ends
    stop = threading.Event()

    def drip():
        theirs.sendall(HEAD.pack(1000, 0))
        while not stop.wait(0.01):
            theirs.sendall(b"x")

    thread = threading.Thread(target=drip)
    thread.start()
    start = time.monotonic()
    with pytest.raises(TimeUpError):
        channel.receive(Clock(0.2))
    stop.set()
    thread.join()
    assert time.monotonic() - start < 2


def test_a_reader_that_does_not_read_ends_with_the_time(ends):
    channel, _ = ends
    with pytest.raises(TimeUpError):
        channel.send(b"x" * 10_000_000, Clock(0.05))


@given(st.binary(max_size=300))
def test_whatever_comes_is_a_frame_or_an_error(data):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(data)
        theirs.shutdown(socket.SHUT_WR)
        channel = Channel(ours, most=1000)
        try:
            while True:
                channel.receive(Clock(5))
        except (MalformedError, ClosedError):
            pass


# --- data ---


def there_and_back(value):
    coded, blobs = encode(value)
    return decode(json.loads(json.dumps(coded)), b"".join(blobs))


@pytest.mark.parametrize(
    "value",
    [
        *(None, True, 0, -(2**63), 2**900, 1.5, math.inf, math.nan),
        *("", "ü\udc80", 2 - 3j, ...),
        *([], (), {}, [1, (2.0, {"a": [None]})], {1: "x", (1, 2): 3, None: ()}, {1}),
        *(b"bytes\0", Other("Dual", "<Dual>"), TensorData(np.ones(2), True)),
        *(np.array(["a", "bc"]), np.array("a")),
        *(np.float32(2.5), np.int64(-3), np.bool_(True), np.array(3.0), np.zeros((0, 4))),
    ],
    ids=repr,
)
def test_values_survive(value):
    again = there_and_back(value)
    assert type(again) is type(value)
    assert identical(again, value)


@given(st_numpy.arrays(st.sampled_from(DTYPES), st_numpy.array_shapes(min_dims=0, min_side=0)))
def test_arrays_survive(array):
    again = there_and_back(array)
    assert again.dtype == array.dtype
    assert again.shape == array.shape
    assert again.tobytes() == array.tobytes()
    assert again.flags.writeable


def test_arrays_in_another_order_of_bytes_or_axes_survive():
    array = np.arange(6.0).reshape(2, 3)
    for other in (array.T, array[:, ::2], array.astype(">f8"), array[::-1]):
        assert np.array_equal(there_and_back(other), other)


def test_several_arrays_keep_their_entries():
    a, b = np.arange(3), np.arange(4.0)
    again = there_and_back({"a": a, "b": [b, a]})
    assert np.array_equal(again["a"], a)
    assert np.array_equal(again["b"][0], b)


@pytest.mark.parametrize("value", [object(), np.array([object()]), len, frozenset()])
def test_what_is_not_data_is_refused(value):
    with pytest.raises(TypeError, match="cannot encode"):
        encode(value)


@pytest.mark.parametrize(
    "coded",
    [
        *({}, {"a": 1}, [], [1], [["list"]], 2**1001, ["pickle", "x"], ["dict", 1]),
        *(["dict", [1]], ["__class__"], ["decode", 1]),
        *(["dict", [["list"], 1]], ["set", ["list"]], ["array"], ["array", "float64", [1]]),
        *(["array", "object", [1]], ["array", "O", [0]], ["array", "<U4", [0]]),
        *(["array", "float64", 3], ["array", "float64", [-1]], ["array", "float64", [True]]),
        *(["array", "float64", [2**31]], ["array", "float64", [2**30] * 5]),
        *(["array", "uint8", [0] * 65], ["array", "float64", [0], 1], ["scalar", "float64"]),
        *(["scalar"], ["complex", 1, 2], ["complex", 1.0], ["ellipsis", 1], ["tensor", 1, 2]),
        *(["tensor", ["texts", [0]], True], ["other", 1, ""], ["bytes", "?"], ["bytes", 1]),
        *(["texts", [2], "a"], ["texts", [1], 3]),
        *(["array", ["float64"], [0]], ["array", {}, [0]], ["look_up", 1], ["list", {}]),
    ],
    ids=repr,
)
def test_what_stands_for_nothing_is_refused(coded):
    with pytest.raises(MalformedError):
        decode(coded, b"")


def test_an_array_without_its_entries_is_refused():
    assert decode(["array", "int8", [3]], b"123").tolist() == [49, 50, 51]
    with pytest.raises(MalformedError, match="fewer"):
        decode(["array", "int8", [4]], b"123")
    with pytest.raises(MalformedError, match="fewer"):
        decode(["list", ["array", "int8", [2]], ["array", "int8", [2]]], b"123")


def test_a_bool_is_0_or_1():
    array = decode(["array", "bool", [3]], bytes([0, 1, 7]))
    assert array.view("uint8").tolist() == [0, 1, 1]


def test_depth_and_parts_are_bounded():
    deep = 1
    for _ in range(DEEPEST + 20):
        deep = ["list", deep]
    with pytest.raises(MalformedError, match="deep"):
        decode(deep, b"")
    with pytest.raises(MalformedError, match="many"):
        decode(["list", *[0] * (3 * MOST_PARTS + 1)], b"")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=12,
)
TAGS = ["list", "tuple", "set", "dict", "array", "scalar", "complex", "tensor", "texts",
        "bytes", "other"]  # fmt: skip
CODED = st.recursive(
    JSON | st.sampled_from(DTYPES),
    lambda inner: st.builds(
        lambda tag, rest: [tag, *rest], st.sampled_from(TAGS), st.lists(inner)
    ),
    max_leaves=15,
)


@settings(max_examples=150)
@given(CODED, st.binary(max_size=40))
def test_whatever_comes_is_a_value_or_an_error(coded, body):
    with contextlib.suppress(MalformedError):
        decode(coded, body)


def test_frames_with_changed_bytes_are_values_or_errors():
    coded, blobs = encode({"is": "value", "value": [np.arange(6.0).reshape(2, 3), (1, 2.5)]})
    text, body, draw = json.dumps(coded), b"".join(blobs), random.Random(0)
    refused = 0
    for _ in range(2000):
        letters = list(text)
        for _ in range(draw.randint(1, 3)):
            letters[draw.randrange(len(letters))] = draw.choice('[]{},:"0123456789-eatn')
        try:
            decode(json.loads("".join(letters)), body)
        except (MalformedError, ValueError):
            refused += 1
    assert 1000 < refused < 2000
