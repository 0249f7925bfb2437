"""A web server on this machine that answers well, badly, or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from dlbook.data.catalog import Dataset, File
from dlbook.data.readers import read_text

ROOT = Path(__file__).resolve().parents[2]
CONTENT = b"to be, or not to be\n" * 2000
"""The right bytes: larger than one read, so that a download can stop inside."""


class Server(ThreadingHTTPServer):
    """Gives the answers of ``script`` in turn, the last one again and again."""

    daemon_threads = True
    block_on_close = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.script: list[Callable[[Handler], None]] = [send(CONTENT)]
        self.requests = 0
        self.released = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/tiny.txt"

    def handle_error(self, request, client_address):
        """Say nothing: clients that leave in the middle are what is tested."""


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self):
        answer = self.server.script[min(self.server.requests, len(self.server.script) - 1)]
        self.server.requests += 1
        answer(self)

    def log_message(self, *args):
        """Say nothing."""


def send(content: bytes):
    """Answer with ``content``."""

    def answer(handler):
        _head(handler, len(content))
        handler.wfile.write(content)

    return answer


def refuse(code: int):
    """Answer with an error."""
    return lambda handler: handler.send_error(code)


def cut(handler):
    """Promise everything, send half, hang up."""
    _half(handler)


def stall(handler):
    """Promise everything, send half, and then nothing."""
    _half(handler)
    handler.server.released.wait(30)


def _half(handler):
    _head(handler, len(CONTENT))
    handler.wfile.write(CONTENT[: len(CONTENT) // 2])
    handler.wfile.flush()


def _head(handler, length):
    handler.send_response(200)
    handler.send_header("Content-Length", str(length))
    handler.end_headers()


@contextlib.contextmanager
def served():
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.released.set()
            server.shutdown()
            thread.join()


@pytest.fixture
def server():
    with served() as server:
        yield server


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """Make an empty cache folder, and let nothing slow down or leave this machine."""
    pooch = pytest.importorskip("pooch")
    monkeypatch.setattr(pooch.core, "time", SimpleNamespace(sleep=lambda seconds: None))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("DLBOOK_DATA", str(tmp_path / "cache"))
    return tmp_path / "cache"


def record(address: str, content: bytes = CONTENT) -> Dataset:
    """Describe a data set of one small text, downloaded from ``address``."""
    sha256 = hashlib.sha256(content).hexdigest()
    return Dataset(
        name="tiny",
        title="Tiny",
        about="A line, again and again.",
        contents="str of 40,000 characters",
        provenance="This test.",
        license="CC0",
        citation="None",
        source="https://example.org",
        files=(File("tiny.txt", sha256, address),),
        read=read_text,
    )


def files_in(folder) -> list[str]:
    """Return the names of all files below ``folder``, with their folders."""
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())
