from __future__ import annotations

import contextlib
import importlib.util
import os
import sys
import time
from pathlib import Path

import pytest

from dlbook.exercise import library
from dlbook.grade.clock import Clock
from dlbook.grade.forkserver import (
    ForkServer,
    ServerError,
    inside,
    libraries,
    visible,
    withheld,
)
from dlbook.grade.limits import Limits
from dlbook.grade.session import Session


@pytest.fixture(scope="module")
def server(sandbox):
    server = ForkServer(Limits(), needs_torch=False)
    yield server
    server.close()


def ready(child) -> Session:
    session = Session(child.channel, Clock(30))
    assert session.hear() == {"is": "ready"}
    return session


def test_a_child_is_ready_and_ended(server):
    with server.child() as child:
        ready(child)
        assert Path(f"/proc/{child.pid}").exists()
    assert not Path(f"/proc/{child.pid}").exists()
    assert child.ended["killed"] is True
    assert child.ended["status"] == -9
    assert child.ended["peak"] > 1000


def test_a_child_that_ends_by_itself_is_not_killed(server):
    with server.child() as child:
        session = ready(child)
        source = "import os\nos._exit(7)"
        with pytest.raises(BaseException, match="closed"):
            session.ask(do="load", source=source, name="f", starter="")
        child.how = "end"
    assert (child.ended["status"], child.ended["killed"]) == (7, False)


def test_an_error_in_the_block_ends_the_child_too(server):
    with pytest.raises(ZeroDivisionError), server.child() as child:
        raise ZeroDivisionError
    assert not Path(f"/proc/{child.pid}").exists()
    with server.child() as child:
        ready(child)


def test_nothing_is_left_open(server):
    before = os.listdir("/proc/self/fd")
    for _ in range(3):
        with server.child() as child:
            ready(child)
    assert len(os.listdir("/proc/self/fd")) == len(before)


def test_a_server_that_is_gone_is_told(sandbox):
    server = ForkServer(Limits(), needs_torch=False)
    assert server.is_alive
    server.process.kill()
    server.process.wait()
    assert not server.is_alive
    with pytest.raises(ServerError, match="server"), server.child():
        pass
    server.close()


def test_a_server_that_does_not_start_says_why(sandbox, monkeypatch):
    monkeypatch.setattr("dlbook.grade.forkserver.BOOT", "raise SystemExit('no luck')")
    with pytest.raises(ServerError, match="no luck"):
        ForkServer(Limits(), needs_torch=False)


def gone(pid: int) -> bool:
    """Wait until a process is gone, for a few seconds."""
    end = time.monotonic() + 5
    while Path(f"/proc/{pid}").exists() and time.monotonic() < end:
        time.sleep(0.01)
    return not Path(f"/proc/{pid}").exists()


def test_a_server_that_ends_takes_its_child_along(sandbox):
    server = ForkServer(Limits(), needs_torch=False)
    with contextlib.suppress(ServerError), server.child() as child:
        ready(child)
        server.process.kill()
        server.process.wait()
        assert gone(child.pid)
    assert child.ended == {}
    server.close()


def test_what_is_shown_holds_python_and_the_package_and_not_the_solutions():
    shown = [path.resolve() for path in visible()]
    for needed in (Path(os.__file__), Path(sys.modules["numpy"].__file__)):
        assert any(needed.resolve().is_relative_to(path) for path in shown)
    hidden = withheld(needs_torch=False)
    assert library.folder().resolve() in hidden
    assert all(path.is_dir() for path in libraries())


def test_a_folder_that_holds_python_is_not_hidden():
    shown = [Path("/usr"), Path("/home/x/venv")]
    paths = [Path("/home/x"), Path("/home/x/venv/secret"), Path("/usr"), Path("/srv/course")]
    assert inside(shown, paths) == ["/home/x/venv/secret", "/srv/course"]


def test_torch_is_withheld_where_it_is_not_needed():
    if importlib.util.find_spec("torch") is None:
        pytest.skip("torch is not installed")
    assert [p.name for p in withheld(True)] == [library.folder().name]
    assert "torch" in [p.name for p in withheld(False)]
