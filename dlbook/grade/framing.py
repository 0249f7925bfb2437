"""Frames on a socket: the length of all, the length of the text, JSON, and raw arrays.

Nothing is ever unpickled. Whatever the other side sends is either a value or a
:class:`MalformedError`; how long to wait for it, and how much to take, is decided here.
"""

from __future__ import annotations

import json
import os
import select
import socket
import struct

from dlbook.grade.limits import Clock

HEAD = struct.Struct("<II")
MOST_TEXT = 4 << 20
PIECE = 1 << 20
# What is read stays in memory: together it may be several frames, and a byte of text, which
# becomes Python objects, takes more than one of an array.
FRAMES, PER_LETTER = 4, 25


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

    Raises
    ------
    MalformedError
        If they are larger than allowed.
    """
    text, body = HEAD.unpack(head)
    if text > MOST_TEXT or body > most:
        raise MalformedError(f"a frame of {text} and {body} bytes")
    return text, body


def parse(text: bytes):
    """Return what the text of a frame says.

    Raises
    ------
    MalformedError
        If it is not JSON, or nested too deeply to be read.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MalformedError(f"not JSON: {type(error).__name__}") from None


class Channel:
    """One end of a socket on which frames go back and forth.

    Parameters
    ----------
    sock : socket
        A stream; it becomes this object's.
    most : int
        The most bytes of arrays that a frame which comes in may hold; all together may hold
        four times as much.
    """

    def __init__(self, sock: socket.socket, most: int):
        self.most, self._sock, self._taken = most, sock, 0
        sock.setblocking(False)
        self._poll = select.poll()

    def send(self, frame: bytes, clock: Clock | None = None) -> None:
        """Send a frame; without a clock, wait as long as it takes.

        Raises
        ------
        ClosedError, TimeUpError
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

        Raises
        ------
        ClosedError, TimeUpError, MalformedError
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

    def close(self) -> None:
        """Close this end."""
        self._sock.close()
