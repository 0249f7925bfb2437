"""A file is fetched once, whole and right, or not at all; every failure says what to do."""

from __future__ import annotations

import hashlib
import io
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import nullcontext

import pytest

from dlbook.data import download
from dlbook.data.download import DownloadError, fetch
from tests.data.conftest import CONTENT, ROOT, cut, files_in, record, refuse, send, stall

RIGHT = ["tiny/tiny.txt"]
WRONG = b"<html>Please log in to the network of this hotel</html>"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_a_file_is_fetched_once_and_kept_for_all(server, cache):
    for _ in range(2):
        (path,) = fetch(record(server.address))
        assert path == cache / "tiny" / "tiny.txt"
        assert path.read_bytes() == CONTENT
        assert path.stat().st_mode & 0o777 == 0o644  # others may read a shared cache
    assert files_in(cache) == RIGHT
    assert server.requests == 1


def test_a_failed_download_is_tried_again(server, cache):
    server.script = [refuse(503), send(CONTENT)]
    (path,) = fetch(record(server.address))
    assert path.read_bytes() == CONTENT
    assert server.requests == 2


def test_a_damaged_file_is_fetched_again_once(server, cache):
    (path,) = fetch(record(server.address))
    path.write_bytes(CONTENT[:-1])
    fetch(record(server.address))
    assert path.read_bytes() == CONTENT
    assert server.requests == 2


def test_wrong_bytes_end_in_an_error_with_the_path_and_both_hashes(server, cache):
    server.script = [send(WRONG)]
    with pytest.raises(DownloadError) as raised:
        fetch(record(server.address))
    for needed in (
        str(cache / "tiny" / "tiny.txt"),
        server.address,
        f"expected sha256 {sha256(CONTENT)}",
        f"received sha256 {sha256(WRONG)}",
    ):
        assert needed in str(raised.value)
    assert server.requests == 2
    assert files_in(cache) == []


def test_a_damaged_file_stays_until_the_right_one_is_there(server, cache):
    (path,) = fetch(record(server.address))
    path.write_bytes(b"damaged")
    server.script = [send(WRONG)]
    with pytest.raises(DownloadError, match="in place of the damaged file"):
        fetch(record(server.address))
    assert path.read_bytes() == b"damaged"
    assert files_in(cache) == RIGHT


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (refuse(404), "the server answered 404 Not Found"),
        (cut, "the connection broke"),
        (stall, "the connection broke"),
    ],
    ids=["missing", "cut", "stalled"],
)
def test_a_broken_download_leaves_nothing_and_says_what_to_do(
    answer, reason, server, cache, monkeypatch
):
    monkeypatch.setattr(download, "TIMEOUT", 0.2)
    server.script = [answer]
    with pytest.raises(DownloadError, match=reason) as raised:
        fetch(record(server.address))
    assert server.address in str(raised.value)
    assert str(cache / "tiny" / "tiny.txt") in str(raised.value)
    assert "DLBOOK_DATA" in str(raised.value)
    assert raised.value.__suppress_context__
    assert server.requests == 2
    assert files_in(cache) == []


def test_without_a_network_the_error_says_what_to_do(cache):
    # Port 9 of this machine: nobody listens, as where there is no network.
    with pytest.raises(DownloadError, match="Is there a network") as raised:
        fetch(record("http://127.0.0.1:9/tiny.txt"))
    assert "http://127.0.0.1:9/tiny.txt" in str(raised.value)
    assert str(cache / "tiny" / "tiny.txt") in str(raised.value)


def test_a_file_put_there_by_hand_is_taken(cache):
    (cache / "tiny").mkdir(parents=True)
    (cache / "tiny" / "tiny.txt").write_bytes(CONTENT)
    (path,) = fetch(record("http://127.0.0.1:9/tiny.txt"))
    assert path.read_bytes() == CONTENT


def test_a_cache_that_cannot_be_written_is_named(server, cache):
    cache.write_text("a file where the folder should be")
    with pytest.raises(DownloadError, match="Set the environment variable DLBOOK_DATA"):
        fetch(record(server.address))


CHILD = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from dlbook.data.download import fetch
from tests.data.conftest import record
fetch(record(sys.argv[1]))
"""


def stop_in_the_middle(server, cache, number) -> int:
    """Start a download, send ``number`` to its process half-way, return its exit code."""
    server.script = [stall]
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, server.address],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not any(p.stat().st_size for p in cache.rglob("tmp*")):
        assert child.poll() is None, child.stderr.read()
        time.sleep(0.01)
    child.send_signal(number)
    child.communicate(timeout=60)
    return child.returncode


def test_an_interrupted_download_leaves_nothing(server, cache):
    assert stop_in_the_middle(server, cache, signal.SIGINT) == -signal.SIGINT
    assert files_in(cache) == []


def test_a_killed_download_leaves_half_a_file_and_the_next_one_removes_it(server, cache):
    stop_in_the_middle(server, cache, signal.SIGKILL)
    (half,) = cache.rglob("tmp*")
    server.script = [send(CONTENT)]
    fetch(record(server.address))
    # It is young: it may belong to a process that is at work.
    assert half.exists()
    long_ago = time.time() - 2 * download.ABANDONED
    os.utime(half, (long_ago, long_ago))
    fetch(record(server.address))
    assert files_in(cache) == RIGHT


def test_two_at_once_end_with_one_right_file(server, cache):
    found = []
    threads = [
        threading.Thread(target=lambda: found.extend(fetch(record(server.address))))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {path.read_bytes() for path in found} == {CONTENT}
    assert len(found) == 4
    assert files_in(cache) == RIGHT


class Terminal(io.StringIO):
    def isatty(self):
        return True


def shown(written: str) -> str:
    """Return what a terminal shows of one line in the end: a return starts it over."""
    line = ""
    for part in written.split("\r"):
        line = part + line[len(part) :]
    return line.strip()


@pytest.mark.parametrize("answer", [send(CONTENT), cut], ids=["whole", "broken"])
def test_the_bar_is_drawn_on_a_terminal_and_wiped_away(
    answer, server, cache, monkeypatch, capsys
):
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    server.script = [answer]
    with nullcontext() if answer is not cut else pytest.raises(DownloadError):
        fetch(record(server.address))
    assert "tiny.txt" in terminal.getvalue()
    assert shown(terminal.getvalue()) == ""
    assert capsys.readouterr().out == ""


def test_a_bar_that_stays_would_be_seen():
    assert shown("\rtiny.txt:  50%|##  |\rtiny.txt: 100%|####|\n") == "tiny.txt: 100%|####|"


def test_elsewhere_nothing_is_written(server, cache, capfd):
    fetch(record(server.address))
    assert capfd.readouterr() == ("", "")


def test_pooch_is_quiet_meanwhile_and_speaks_again_afterwards(server, cache):
    import pooch

    heard = []
    handler = logging.Handler()
    handler.emit = lambda note: heard.append(note.getMessage())
    pooch.get_logger().addHandler(handler)
    try:
        server.script = [refuse(404)]
        with pytest.raises(DownloadError):
            fetch(record(server.address))
        assert heard == []
        pooch.get_logger().info("as talkative as ever")
        assert heard == ["as talkative as ever"]
    finally:
        pooch.get_logger().removeHandler(handler)


@pytest.mark.parametrize("package", ["pooch", "tqdm"])
def test_a_missing_package_is_named_with_the_way_to_install_it(package, cache, monkeypatch):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ModuleNotFoundError, match=r'pip install "dlbook\[torch\]"') as raised:
        fetch(record("http://127.0.0.1:9/tiny.txt"))
    assert package in str(raised.value)
    assert "'tiny'" in str(raised.value)


NOTEBOOK = """
from dlbook.data.download import fetch
from tests.data.conftest import record
fetch(record({address!r}));
"""


def test_a_download_leaves_no_trace_in_a_notebook(server, cache):
    from nbclient import NotebookClient
    from nbformat.v4 import new_code_cell, new_notebook

    cell = new_code_cell(NOTEBOOK.format(address=server.address))
    notebook = new_notebook(cells=[cell])
    NotebookClient(notebook, resources={"metadata": {"path": str(ROOT)}}).execute()
    assert notebook.cells[0].execution_count == 1
    assert notebook.cells[0].outputs == []
    assert files_in(cache) == RIGHT
