from __future__ import annotations

import contextlib
import importlib.util
import os
import sys
import time
from pathlib import Path

import pytest

from dlbook.exercise import library
from dlbook.exercise.execution import Outcome, Spec
from dlbook.grade.forkserver import (
    ForkServer,
    ServerError,
    absent_packages,
    folders_of,
    inside,
    libraries,
    visible,
)
from dlbook.grade.grader import Sandboxed, await_ready
from dlbook.grade.limits import Limits
from dlbook.grade.task import Task, digest_of


@pytest.fixture(scope="module")
def server(sandbox):
    server = ForkServer(Limits(), needs_torch=False)
    yield server
    server.close()


def loaded(child, source: str, forbidden: tuple = ()) -> Outcome:
    """Load a text in a child and return what comes of it."""
    task = Task("ada", "a/b", source, digest_of(source), 0)
    return Sandboxed(child, Spec("f", 1.0, forbidden), task, Limits()).load()


def test_a_child_is_ready_and_ended(server):
    with server.child() as child:
        await_ready(child)
        assert Path(f"/proc/{child.pid}").exists()
    assert not Path(f"/proc/{child.pid}").exists()
    ended = child.finish()
    assert (ended["killed"], ended["status"]) == (True, -9)


def test_a_child_that_ends_by_itself_is_not_killed(server):
    with server.child() as child:
        assert loaded(child, "import os\nos._exit(7)").error.kind == "exit"
        ended = child.finish()
        assert (ended["status"], ended["killed"]) == (7, False)


@pytest.mark.parametrize(
    ("forbidden", "code", "works"),
    [
        ((), "import dlbook.scratch as s; f = s.relu", True),
        (("dlbook",), "import dlbook.scratch as s; f = s.relu", False),
        (
            ("dlbook",),
            "import pkgutil as p; f = p.importlib.import_module('dlbook.data').load",
            False,
        ),
        ((), "import numpy as np; f = np.linalg.svd", True),
        (("numpy.linalg.svd",), "import numpy as n; f = n.linalg.__dict__['s' + 'vd']", False),
        (("numpy.vectorize",), "import numpy as n; f = vars(n)['vector' + 'ize']", False),
        (("for", ".sum"), "import numpy as n; f = n.linalg.svd", True),
        ((), "import hypothesis; f = hypothesis.given", True),
        (("hypothesis",), "f = __import__('hypo' + 'thesis').given", False),
    ],
)
def test_what_is_forbidden_is_absent(server, forbidden, code, works):
    with server.child(forbidden) as child:
        error = loaded(child, code, forbidden).error
    assert (error is None) == works
    assert works or error.kind in ("exception", "forbidden")


def test_torch_can_be_imported_unless_it_is_forbidden(server):
    if importlib.util.find_spec("torch") is None:
        pytest.skip("torch is not installed")
    for forbidden in ((), ("torch",)):
        with server.child(forbidden) as child:
            error = loaded(child, "f = __import__('tor' + 'ch').sum").error
        assert (error is None) == (not forbidden), error


def test_an_error_in_the_block_ends_the_child_too(server):
    with pytest.raises(ZeroDivisionError), server.child() as child:
        raise ZeroDivisionError
    assert not Path(f"/proc/{child.pid}").exists()
    with server.child() as child:
        await_ready(child)


def test_nothing_is_left_open(server):
    before = os.listdir("/proc/self/fd")
    for _ in range(3):
        with server.child() as child:
            await_ready(child)
    assert len(os.listdir("/proc/self/fd")) == len(before)


def test_a_server_that_is_gone_is_told(sandbox):
    server = ForkServer(Limits(), needs_torch=False)
    server.process.kill()
    server.process.wait()
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
        await_ready(child)
        server.process.kill()
        server.process.wait()
        assert gone(child.pid)
    server.close()


def test_what_is_shown_holds_python_and_the_package():
    shown = [path.resolve() for path in visible()]
    for needed in (Path(os.__file__), Path(sys.modules["numpy"].__file__)):
        assert any(needed.resolve().is_relative_to(path) for path in shown)
    assert all(path.is_dir() for path in libraries())


def test_a_folder_that_holds_python_is_not_hidden():
    shown = [Path("/usr"), Path("/home/x/venv")]
    paths = [Path("/home/x"), Path("/home/x/venv/secret"), Path("/usr"), Path("/srv/course")]
    assert inside(shown, paths) == ["/home/x/venv/secret", "/srv/course"]


def test_packages_that_can_be_taken_away():
    names = ("torch", "numpy", "numpy.linalg.svd", "for", ".sum", "sorted", "math", "no_such")
    assert absent_packages(names) == (["torch"] if importlib.util.find_spec("torch") else [])
    assert {p.name for p in folders_of("hypothesis")} == {"hypothesis"}
    ours = {path.name for path in folders_of("dlbook")}
    assert "scratch" in ours
    assert not ours & {"exercise", "grade"}


def test_the_solutions_are_hidden(server):
    with server.child() as child:
        code = f"import os\nf = os.listdir({str(library.folder())!r}) or 1 / 0"
        assert loaded(child, code).error is not None
