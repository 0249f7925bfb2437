"""Processes that take turns, and the ratios of their times.

``python -m tools.bench.measure ENGINE WORKLOAD CLOCK`` is such a process: it writes
one line of JSON when it is ready, reads a number of steps from each line of its
input, and answers with the seconds that they took.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

import numpy as np

# After a product the threads of a process spin for a moment before they sleep.
PAUSE = 0.01
# How long a worker is asked to work at once: long against the clock's resolution.
BURST = 0.05
# An engine that needs longer to be ready is left out, and named.
PATIENCE = 300.0
# How far losses may lie apart, relatively: float32 sums in another order.
AGREEMENT = 1e-3
FEWEST_PAIRS = 3
CHECKED_STEPS = 3
CLOCKS = {"wall": time.perf_counter, "cpu": time.process_time}


@dataclass
class Result:
    """What one engine took for one workload, next to torch.

    Attributes
    ----------
    pairs : list of tuple
        Seconds that a step took torch, and then the engine.
    megabytes : float
        Largest memory that the first steps took beyond model and data.
    missing : str
        Why there are no pairs; empty if there are.
    """

    pairs: list[tuple[float, float]] = field(default_factory=list)
    megabytes: float = float("nan")
    missing: str = ""

    def ratio(self, quantile: float = 0.5) -> float:
        """Return a quantile of the engine's times over torch's."""
        return float(np.quantile([mine / torchs for torchs, mine in self.pairs], quantile))

    def seconds(self) -> float:
        """Return the median time of a step of the engine."""
        return float(np.median([mine for _, mine in self.pairs]))

    def torch_seconds(self) -> float:
        """Return the median time of a step of torch."""
        return float(np.median([torchs for torchs, _ in self.pairs]))


class Worker:
    """A process that runs the steps of one engine on request."""

    def __init__(
        self,
        engine: str,
        workload: str,
        threads: int,
        clock: str = "wall",
        patience: float = PATIENCE,
    ):
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "CPU_COUNT")
        self.engine, self.patience = engine, patience
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tools.bench.measure", engine, workload, clock],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={"DEV": "CPU", **os.environ, **dict.fromkeys(names, str(threads))},
        )
        self.first = self._first()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *error) -> None:
        self.process.kill()
        self.process.communicate()

    def seconds(self, steps: int) -> float:
        """Return the time that each of ``steps`` steps took."""
        time.sleep(PAUSE)
        self.process.stdin.write(f"{steps}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline()) / steps / self.first["share"]

    def burst(self) -> int:
        """Return how many steps fill a burst."""
        steps = 1
        while (took := self.seconds(steps) * steps * self.first["share"]) < BURST / 2:
            steps = max(2 * steps, min(round(steps * BURST / max(took, 1e-4)), 100 * steps))
        return steps

    def _first(self) -> dict:
        """Return what the worker says when it is ready, or why it never will."""
        ready, _, _ = select.select([self.process.stdout], [], [], self.patience)
        if not ready:
            return {"missing": f"{self.engine} was not ready after {self.patience:.0f} s"}
        line = self.process.stdout.readline()
        if not line:
            reason = self.process.stderr.read().strip().splitlines()[-1]
            return {"missing": f"{self.engine} failed: {reason}"}
        return json.loads(line)


def compare(
    workload: str, threads: int, engines: list[str], budget: float, clock: str = "wall"
) -> dict[str, Result]:
    """Time ``engines`` in turn with torch.

    Parameters
    ----------
    workload : str
        Name of the workload.
    threads : int
        How many each process may use.
    engines : list of str
        Which to time.
    budget : float
        Seconds for each of them; at least three pairs are timed.
    clock : str
        ``"wall"``, or ``"cpu"`` for the time that the processor spent: the better
        choice on a machine that others use too, and for one thread only.

    Raises
    ------
    RuntimeError
        If the losses of an engine are not those of torch.
    """
    results = {}
    with Worker("torch", workload, threads, clock) as torch:
        for engine in engines:
            with Worker(engine, workload, threads, clock) as worker:
                results[engine] = _in_turn(torch, worker, budget)
    return results


def _in_turn(torch: Worker, worker: Worker, budget: float) -> Result:
    if "missing" in worker.first:
        return Result(missing=worker.first["missing"])
    check_losses(worker.engine, worker.first["losses"], torch.first["losses"])
    result = Result(megabytes=worker.first["megabytes"])
    counts = torch.burst(), worker.burst()
    end = time.monotonic() + budget
    while time.monotonic() < end or len(result.pairs) < FEWEST_PAIRS:
        result.pairs.append((torch.seconds(counts[0]), worker.seconds(counts[1])))
    return result


def check_losses(engine: str, losses: list[float] | None, torchs: list[float]) -> None:
    """Raise a RuntimeError unless the losses agree; None stands for other arithmetic."""
    if losses is not None and not np.allclose(losses, torchs, rtol=AGREEMENT, atol=0):
        raise RuntimeError(f"{engine} computes something else: losses {losses}, torch {torchs}")


# --- the process itself -----------------------------------------------------------


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


def work(engine: str, workload: str, clock: str) -> None:
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
    work(*sys.argv[1:])
