from __future__ import annotations

import contextlib
import os
import select
import signal
import time

import pytest

from dlbook.grade.pool import EngineError, Pool

ECHO = "tests.grade.fakes:Echo"


@pytest.fixture
def pool():
    with contextlib.closing(Pool(ECHO, {"a": 1}, 2, deadline=30.0)) as pool:
        yield pool


def replies(pool: Pool, count: int, patience: float = 60.0) -> dict:
    found, end = {}, time.monotonic() + patience
    while len(found) < count:
        assert time.monotonic() < end, "no reply"
        select.select(pool.filenos(), [], [], 0.1)
        found |= {reply.key: reply for reply in pool.collect()}
    return found


def wait_until_free(pool: Pool, count: int) -> None:
    end = time.monotonic() + 60
    while pool.free < count:
        assert time.monotonic() < end, "no worker"
        select.select(pool.filenos(), [], [], 0.1)
        assert pool.collect() == []


def test_workers_share_the_requests(pool):
    wait_until_free(pool, 2)
    for key in ("a", "b"):
        pool.submit(key, {"x": key})
    assert pool.free == 0
    found = replies(pool, 2)
    assert {key: found[key].value["x"] for key in found} == {"a": "a", "b": "b"}
    assert {found[key].value["pid"] for key in found} == set(pool.pids())


def test_a_killed_worker_is_replaced_and_its_request_comes_back(pool):
    wait_until_free(pool, 2)
    before = pool.pids()
    pool.submit(("a", 1), {"sleep": 100})
    os.kill(before[0], signal.SIGKILL)
    (reply,) = replies(pool, 1).values()
    assert (reply.key, reply.value, reply.error) == (("a", 1), None, "the worker was killed")
    wait_until_free(pool, 2)
    assert len({*before, *pool.pids()}) == 3


def test_a_worker_that_ends_costs_one_request(pool):
    wait_until_free(pool, 2)
    pool.submit("a", {"exit": True})
    pool.submit("b", {})
    found = replies(pool, 2)
    assert found["a"].value is None
    assert found["b"].value is not None


def test_an_error_in_the_service_is_no_answer(pool):
    wait_until_free(pool, 1)
    pool.submit("a", {"raise": "broken"})
    assert replies(pool, 1)["a"].error == "ValueError: broken"


def test_what_takes_too_long_is_killed():
    with contextlib.closing(Pool(ECHO, {}, 1, deadline=0.3)) as pool:
        wait_until_free(pool, 1)
        pool.submit("a", {"sleep": 100})
        assert replies(pool, 1)["a"].error == "the worker took too long"
        wait_until_free(pool, 1)


def test_a_large_request_comes_through(pool):
    wait_until_free(pool, 1)
    pool.submit("a", {"x": "é" * 500_000})
    assert len(replies(pool, 1)["a"].value["x"]) == 500_000


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
    pids = pool.pids()
    pool.close()
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_what_workers_print_is_kept(tmp_path):
    log = tmp_path / "grader.log"
    with contextlib.closing(Pool(ECHO, {}, 1, 30.0, log)) as pool:
        wait_until_free(pool, 1)
    assert "printed by the service" in log.read_text()
