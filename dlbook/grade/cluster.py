"""Grade on a Dask cluster: the same workers, on as many machines as there are.

Each thread of a Dask worker keeps one process with one grader; so a kill or a hang of that
process costs nothing but the time until another is there.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import threading
import time
from collections import deque
from collections.abc import Hashable
from pathlib import Path

from dlbook.grade.pool import EngineError, Pool, Reply

PATIENCE = 60.0  # seconds to wait for a scheduler that has gone
POLL = 0.2
_local = threading.local()


class Cluster:
    """Grade on a Dask cluster; used like a :class:`~dlbook.grade.pool.Pool`.

    The address is that of the scheduler, for which it waits ``patience`` seconds. Raises
    EngineError if there is none, or Dask is not installed.
    """

    def __init__(
        self,
        address: str,
        factory: str,
        options: dict,
        deadline: float,
        patience: float = PATIENCE,
    ):
        self._address, self._patience = address, patience
        self._job = {"factory": factory, "options": options, "deadline": deadline}
        self._futures: dict[Hashable, object] = {}
        self._done: deque = deque()
        self._bell, self._ring = os.pipe()
        os.set_blocking(self._bell, False)
        self._client = self._connect()

    @property
    def free(self) -> int:
        """How many requests can be given now: two for each thread of the cluster."""
        threads = sum(self._client.nthreads().values()) if self._is_up() else 0
        return max(0, 2 * threads - len(self._futures))

    def submit(self, key: Hashable, request: dict) -> None:
        """Give a request to the cluster."""
        # Never the result of an earlier call: each is computed anew.
        future = self._client.submit(work_off, self._job, request, pure=False, retries=0)
        self._futures[key] = future
        future.add_done_callback(lambda future: self._finished(key, future))

    def filenos(self) -> list[int]:
        """Return what can be read as soon as there is something to collect."""
        return [self._bell]

    def collect(self) -> list[Reply]:
        """Return the replies that are there; what a lost scheduler knew is lost.

        Raises EngineError if the scheduler does not come back, or no worker can start.
        """
        with contextlib.suppress(BlockingIOError):
            os.read(self._bell, 1 << 16)
        replies = []
        while self._done:
            key, future = self._done.popleft()
            if self._futures.get(key) is future:
                del self._futures[key]
                replies.append(_reply(key, future))
        if not self._is_up():
            replies += [Reply(key, None, "the scheduler is gone") for key in self._futures]
            self._futures.clear()
            self._client.close(timeout=1)
            self._client = self._connect()
        return replies

    def close(self) -> None:
        """Leave the cluster; it goes on without us."""
        self._client.close()
        for descriptor in (self._bell, self._ring):
            os.close(descriptor)

    def _is_up(self) -> bool:
        return self._client.status == "running"

    def _finished(self, key: Hashable, future) -> None:
        self._done.append((key, future))
        with contextlib.suppress(OSError):
            os.write(self._ring, b".")

    def _connect(self):
        try:
            from distributed import Client
        except ImportError:
            raise EngineError(
                "a cluster needs Dask: install it with  pip install 'dlbook[grade]'"
            ) from None
        end = time.monotonic() + self._patience
        while True:
            try:
                return Client(self._address, timeout=5, set_as_default=False)
            except OSError as error:
                if time.monotonic() > end:
                    raise EngineError(
                        f"there is no Dask scheduler at {self._address}: {error}"
                    ) from None
                time.sleep(POLL)


def _reply(key: Hashable, future) -> Reply:
    if future.status != "finished":
        # A killed worker; or what the scheduler said when it gave up on one.
        error = "" if future.status == "cancelled" else f": {future.exception()}"
        return Reply(key, None, f"the cluster lost it{error}")
    found = future.result()
    if "failed" in found:
        raise EngineError(found["failed"])
    return Reply(key, found.get("reply"), found.get("error", ""))


def work_off(job: dict, request: dict) -> dict:
    """Work off a request on a Dask worker, and return its reply, error or failure."""
    try:
        pool = _pool_of(job)
        while not pool.free:
            time.sleep(0.01)
            pool.collect()
        pool.submit("", request)
        while not (replies := pool.collect()):
            time.sleep(0.005)
    except EngineError as error:
        return {"failed": str(error)}
    reply = replies[0]
    return {"error": reply.error} if reply.value is None else {"reply": reply.value}


def _pool_of(job: dict) -> Pool:
    """Return this thread's process for a job; that of another job ends."""
    mark = json.dumps(job, sort_keys=True)
    if getattr(_local, "mark", None) != mark:
        if hasattr(_local, "pool"):
            _local.pool.close()
        options = {**job["options"]}
        if files := options.pop("files", None):
            _local.folder = tempfile.TemporaryDirectory(prefix="dlbook-")
            options["private"] = _local.folder.name
            _unpack_files(files, Path(_local.folder.name))
        _local.pool = Pool(job["factory"], options, 1, job["deadline"])
        _local.mark = mark
    return _local.pool


def pack_files(private: Path | None) -> dict[str, str]:
    """Return the files of an instructor's own exercises, to be sent to the workers."""
    paths = sorted(private.glob("*/*.py")) if private else []
    return {str(path.relative_to(private)): path.read_text("utf-8") for path in paths}


def _unpack_files(files: dict[str, str], folder: Path) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
