from __future__ import annotations

import socket
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlbook.grade.framing import (
    HEAD,
    MOST_TEXT,
    Channel,
    ClosedError,
    MalformedError,
    pack,
    parse,
)
from dlbook.grade.limits import Clock, TimeUpError


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
    monkeypatch.setattr("dlbook.grade.framing.PER_LETTER", 0)
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
