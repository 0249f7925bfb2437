"""One engine and one workload in a process of its own, run step by step on request.

``python -m tools.bench.worker ENGINE WORKLOAD CLOCK`` writes one line of JSON when it
is ready, reads a number of steps from each line of its input, and answers with
the seconds that they took.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

CHECKED_STEPS = 3
CLOCKS = {"wall": time.perf_counter, "cpu": time.process_time}


def ready(engine: str, workload: str) -> tuple[Callable[[], float] | None, dict]:
    """Return the training step and what to tell first, or None and why there is none."""
    try:
        module = import_module(f"tools.bench.engines.with_{engine}")
    except ImportError as error:
        return None, {"missing": f"not installed ({error})"}
    step = module.make(workload)
    if step is None:
        return None, {"missing": "cannot express it"}
    before = reset_peak()
    losses = [step() for _ in range(CHECKED_STEPS)]
    share = getattr(module, "SHARE", 1)
    comparable = share == 1 and engine != "matmul"
    return step, {
        "losses": losses if comparable else None,
        "share": share,
        "megabytes": (peak() - before) / 1e6,
    }


def reset_peak() -> int:
    """Forget the largest memory of the process so far, return what it holds (bytes)."""
    Path("/proc/self/clear_refs").write_text("5")
    return _status("VmRSS")


def peak() -> int:
    """Return the largest memory that the process held since :func:`reset_peak` (bytes)."""
    return _status("VmHWM")


def _status(field: str) -> int:
    """Return a size that Linux tells of this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(1024 * int(line.split()[1]) for line in lines if line.startswith(field + ":"))


def main(engine: str, workload: str, clock: str) -> None:
    """Answer requests until the input ends."""
    step, first = ready(engine, workload)
    print(json.dumps(first), flush=True)
    for line in sys.stdin if step else ():
        count = int(line)
        start = CLOCKS[clock]()
        for _ in range(count):
            step()
        print(json.dumps(CLOCKS[clock]() - start), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
