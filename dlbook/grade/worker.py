"""A process that serves requests: one line of JSON in, one line of JSON out.

Called as ``python -P -c START FACTORY OPTIONS``. The factory, ``"module:name"``, makes the
service: a context manager that is called with each request. No worker inherits another's
pipes, so that each ends with the process that started it.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Callable

START = "from dlbook.grade.worker import main; main()"


def main(arguments: list[str] | None = None) -> None:
    """Serve until there are no more requests."""
    factory, options = arguments or sys.argv[1:]
    requests, replies = _own_pipes()
    try:
        service = made(factory)(**json.loads(options))
        with service:
            _send(replies, {"ready": True})
            for line in requests:
                _send(replies, _answer(service, line))
    except BrokenPipeError:
        return  # whoever asked is gone
    except Exception as error:
        _send(replies, {"failed": str(error) or type(error).__name__})


def made(factory: str) -> Callable:
    """Return the object at ``"module:name"``."""
    module, _, name = factory.partition(":")
    return getattr(importlib.import_module(module), name)


def _own_pipes():
    """Take standard input and output away from all that runs here: they carry requests."""
    requests, replies = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    return os.fdopen(requests, "rb"), os.fdopen(replies, "wb", buffering=0)


def _answer(service: Callable[[dict], dict], line: bytes) -> dict:
    try:
        return {"reply": service(json.loads(line))}
    except Exception as error:  # the grader's fault: it is tried again, and no zero
        return {"error": f"{type(error).__name__}: {error}"}


def _send(replies, message: dict) -> None:
    line = memoryview(json.dumps(message).encode("ascii") + b"\n")
    while line:
        line = line[replies.write(line) :]
