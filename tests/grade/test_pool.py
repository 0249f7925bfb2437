from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys

import pytest

from dlbook.grade.pool import START, EngineError, Pool
from tests.grade.fakes import ROOT, collect, wait_until_free

ECHO = "tests.grade.fakes:Echo"


@pytest.fixture
def pool():
    with contextlib.closing(Pool(ECHO, {"a": 1}, 2, deadline=30.0)) as pool:
        yield pool


def pids(pool: Pool) -> list[int]:
    return [worker.process.pid for worker in pool._workers]


def test_workers_share_the_requests(pool):
    wait_until_free(pool, 2)
    for key in ("a", "b"):
        pool.submit(key, {"x": key})
    assert pool.free == 0
    found = collect(pool, 2)
    assert {key: found[key].value["x"] for key in found} == {"a": "a", "b": "b"}
    assert {found[key].value["pid"] for key in found} == set(pids(pool))


def test_a_killed_worker_is_replaced_and_its_request_comes_back(pool):
    wait_until_free(pool, 2)
    before = pids(pool)
    pool.submit(("a", 1), {"sleep": 100})
    os.kill(before[0], signal.SIGKILL)
    (reply,) = collect(pool, 1).values()
    assert (reply.key, reply.value, reply.error) == (("a", 1), None, "the worker was killed")
    wait_until_free(pool, 2)
    assert len({*before, *pids(pool)}) == 3


def test_a_worker_that_ends_costs_one_request(pool):
    wait_until_free(pool, 2)
    pool.submit("a", {"exit": True})
    pool.submit("b", {})
    found = collect(pool, 2)
    assert found["a"].value is None
    assert found["b"].value is not None


def test_an_error_in_the_service_is_no_answer(pool):
    wait_until_free(pool, 1)
    pool.submit("a", {"raise": "broken"})
    assert collect(pool, 1)["a"].error == "ValueError: broken"


def test_what_takes_too_long_is_killed():
    with contextlib.closing(Pool(ECHO, {}, 1, deadline=0.3)) as pool:
        wait_until_free(pool, 1)
        pool.submit("a", {"sleep": 100})
        assert collect(pool, 1)["a"].error == "the worker took too long"
        wait_until_free(pool, 1)


def test_a_large_request_comes_through(pool):
    wait_until_free(pool, 1)
    pool.submit("a", {"x": "é" * 500_000})
    assert len(collect(pool, 1)["a"].value["x"]) == 500_000


@pytest.mark.parametrize(
    ("factory", "said"), [("Refusing", "user namespaces"), ("Dying", "was killed before")]
)
def test_what_cannot_start_is_given_up_with_the_reason(factory, said, tmp_path):
    options = {"folder": str(tmp_path)}
    pool = Pool(f"tests.grade.fakes:{factory}", options, 1, deadline=30.0)
    with contextlib.closing(pool), pytest.raises(EngineError, match=said):
        wait_until_free(pool, 1)


def test_closing_ends_every_process():
    pool = Pool(ECHO, {}, 2, deadline=30.0)
    wait_until_free(pool, 2)
    pool.submit("a", {"sleep": 100})
    before = pids(pool)
    pool.close()
    for pid in before:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_what_workers_print_is_kept(tmp_path):
    log = tmp_path / "grader.log"
    with contextlib.closing(Pool(ECHO, {}, 1, 30.0, log)) as pool:
        wait_until_free(pool, 1)
    assert "printed by the service" in log.read_text()


def test_a_file_in_the_working_folder_takes_no_modules_place(tmp_path):
    (tmp_path / "json.py").write_text("raise SystemExit(1)")
    child = subprocess.run(
        [sys.executable, "-P", "-c", START, ECHO, "{}"],
        input='{"x": "é"}\n'.encode(),
        capture_output=True,
        check=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
    )
    ready, answer = map(json.loads, child.stdout.splitlines())
    assert (ready, answer["reply"]["x"]) == ({"ready": True}, "é")
