"""The record of a run: its curve, speed, memory and machine, as a JSON file."""

from __future__ import annotations

import datetime
import json
import os
import platform
import sys
import time
from pathlib import Path
from tempfile import TemporaryFile
from typing import NamedTuple

import torch


class Result(NamedTuple):
    """What a run returns: ``"test accuracy 0.9912"``, say, and what the JSON file holds."""

    reached: str
    record: dict


class Stopwatch:
    """Seconds of training alone, summed over ``with`` blocks: evaluation does not count."""

    def __init__(self):
        self.seconds = self.cpu_seconds = 0.0

    def __enter__(self) -> Stopwatch:
        self._start = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *error) -> None:
        if torch.cuda.is_available():
            torch.cuda.synchronize()  # the GPU may still be computing
        self.seconds += time.perf_counter() - self._start[0]
        self.cpu_seconds += time.process_time() - self._start[1]


def make_record(watch: Stopwatch, examples: int, **found) -> dict:
    """Return the record of a run: when, where, how fast, and what was ``found``.

    ``examples`` counts the images or tokens trained on, repetitions included.
    """
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": machine(),
        "seconds": round(watch.seconds, 2),
        "cpu_seconds": round(watch.cpu_seconds, 2),
        "examples_per_second": round(examples / max(watch.seconds, 1e-9), 1),
        "peak_memory_bytes": peak_memory(),
        **found,
    }


def check_writable(folder: Path) -> None:
    """Create ``folder`` if needed, and raise OSError if no file can be written in it."""
    folder.mkdir(parents=True, exist_ok=True)
    TemporaryFile(dir=folder).close()


def write_record(name: str, folder: Path, record: dict) -> Path:
    """Write ``folder/name.json``, all of it or nothing, and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    temporary = path.with_suffix(".part")
    text = json.dumps({"name": name, **record}, indent=1)
    temporary.write_text(text + "\n", encoding="utf-8")
    os.replace(temporary, path)
    return path


def machine() -> dict[str, str | int]:
    """Describe this machine: processor, threads, GPU, versions."""
    gpu = torch.cuda.get_device_name() if torch.cuda.is_available() else "none"
    return {
        "processor": _processor(),
        "threads": torch.get_num_threads(),
        "gpu": gpu,
        "system": platform.system(),
        "python": platform.python_version(),
        "torch": torch.__version__,
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def peak_memory() -> int | None:
    """Return the peak memory in bytes: of the GPU if there is one, otherwise of the process."""
    if torch.cuda.is_available():
        return torch.cuda.max_memory_allocated()
    try:
        import resource
    except ModuleNotFoundError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak
