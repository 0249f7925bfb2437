"""Grading on a Dask cluster of this machine, whose parts are killed."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from dlbook.grade import cluster as module
from dlbook.grade.cluster import Cluster, pack_files, work_off
from dlbook.grade.pool import EngineError
from tests.exercise import samples
from tests.grade.fakes import ROOT, collect, wait_until_free

pytest.importorskip("distributed")
# Dask leaves sockets and event loops to the garbage collector where its peers are killed.
pytestmark = pytest.mark.filterwarnings("default")
ECHO = "tests.grade.fakes:Echo"


class Machines:
    """A scheduler and workers, as processes of their own."""

    def __init__(self, folder: Path):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        self.folder, self.processes = folder, []
        port = self.address.rpartition(":")[2]
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"
        )

    def add_worker(self) -> subprocess.Popen:
        return self._start("worker", self.address, "--nthreads", "1", "--no-dashboard")

    def _start(self, *command: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + command[0], *command[1:]],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # a worker's nanny and the worker are killed together
        )
        self.processes.append(process)
        return process

    def kill(self, process: subprocess.Popen) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def close(self) -> None:
        for process in self.processes:
            self.kill(process)


@pytest.fixture
def machines(tmp_path):
    with contextlib.closing(Machines(tmp_path)) as machines:
        yield machines


def test_requests_are_worked_off_and_kills_are_survived(machines):
    first = machines.add_worker()
    with contextlib.closing(
        Cluster(machines.address, ECHO, {"a": 1}, 30.0, patience=30.0)
    ) as cluster:
        wait_until_free(cluster)
        cluster.submit("a", {"x": 1})
        cluster.submit("b", {"raise": "broken"})
        found = collect(cluster, 2)
        assert found["a"].value["x"] == 1
        assert found["b"].error == "ValueError: broken"
        # A worker is killed: what it had is worked off by another, or comes back as lost.
        cluster.submit("c", {"sleep": 0.5})
        machines.kill(first)
        machines.add_worker()
        reply = collect(cluster, 1)["c"]
        assert reply.value is not None or "lost" in reply.error
        # The scheduler is killed: all it knew comes back as lost, and it is gone for good.
        wait_until_free(cluster)
        cluster.submit("d", {"sleep": 60})
        cluster._patience = 0.0
        machines.kill(machines.scheduler)
        with pytest.raises(EngineError, match="no Dask scheduler at tcp"):
            collect(cluster, 1)


def test_without_a_scheduler_it_says_so():
    with pytest.raises(EngineError, match=r"no Dask scheduler at tcp://127\.0\.0\.1:9"):
        Cluster("tcp://127.0.0.1:9", ECHO, {}, 30.0, patience=0.0)


@pytest.fixture
def job():
    yield {"factory": ECHO, "options": {"a": 1}, "deadline": 30.0}
    module._local.pool.close()
    del module._local.pool, module._local.mark


def test_a_worker_keeps_its_process_from_request_to_request(job):
    first, second = (work_off(job, {"x": i})["reply"] for i in range(2))
    assert first["pid"] == second["pid"]
    other = work_off({**job, "options": {"a": 2}}, {})["reply"]
    assert (other["options"], other["pid"] == first["pid"]) == ({"a": 2}, False)
    assert work_off(job, {"exit": True}) == {"error": "the worker was killed"}


def test_a_grader_that_cannot_be_made_is_told(job, tmp_path):
    job |= {"factory": "tests.grade.fakes:Refusing", "options": {"folder": str(tmp_path)}}
    assert "user namespaces" in work_off(job, {})["failed"]


def test_private_exercises_travel_with_the_job(job, tmp_path):
    samples.write(tmp_path, "exam/means", samples.text())
    job["options"] = {"private": "elsewhere", "files": pack_files(tmp_path)}
    folder = Path(work_off(job, {})["reply"]["options"]["private"])
    assert (folder / "exam" / "means.py").read_text() == samples.text()
    assert pack_files(None) == {}
