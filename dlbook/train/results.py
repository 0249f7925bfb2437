"""What a run at scale leaves behind: its curve, speed, memory and machine, as a JSON file."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import sys
import time
from pathlib import Path

import torch

FOLDER = Path("book/_results")


def arguments(description: str, full: float, argv: list[str] | None = None):
    """Read the command line that all runs share.

    Parameters
    ----------
    description : str
        One line, for ``--help``.
    full : float
        What ``--scale full`` means: how many times the computation of ``laptop``.
    argv : list of str, optional
        The command line; that of the process else.

    Returns
    -------
    argparse.Namespace
        ``scale`` (float), ``seed`` (int), ``results`` (Path), and what is left in ``rest``.
    """

    def scale(text: str) -> float:
        value = {"laptop": 1.0, "full": full}.get(text)
        value = float(text) if value is None else value
        if not value > 0:
            raise argparse.ArgumentTypeError(f"must be positive, got {text}")
        return value

    parser = argparse.ArgumentParser(description=description)
    parser.add_argument(
        "--scale",
        type=scale,
        default=1.0,
        help=f"laptop (1), full ({full:g}), or a number: so many times the computation",
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--results", type=Path, default=FOLDER, help="folder of the JSON file")
    options, options_rest = parser.parse_known_args(argv)
    options.rest = options_rest
    return options


class Stopwatch:
    """Seconds of training alone: stopped while the model is measured.

    Attributes
    ----------
    seconds, cpu_seconds : float
        On the wall's clock, and of the processor, summed over all ``with`` blocks.
    """

    def __init__(self):
        self.seconds = self.cpu_seconds = 0.0

    def __enter__(self) -> Stopwatch:
        self._start = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *error) -> None:
        if torch.cuda.is_available():
            torch.cuda.synchronize()  # what was asked for is done only now
        self.seconds += time.perf_counter() - self._start[0]
        self.cpu_seconds += time.process_time() - self._start[1]


def write_results(name: str, folder: Path, watch: Stopwatch, examples: int, **found) -> Path:
    """Write ``folder/name.json`` and return its path.

    Parameters
    ----------
    name : str
        Of the run.
    folder : Path
        Made if it is not there.
    watch : Stopwatch
        Of the training.
    examples : int
        Images, or tokens, that were trained on, repetitions counted.
    **found
        Settings, curve, metrics: whatever JSON can hold.
    """
    record = {
        "name": name,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": machine(),
        "seconds": round(watch.seconds, 2),
        "cpu_seconds": round(watch.cpu_seconds, 2),
        "examples_per_second": round(examples / max(watch.seconds, 1e-9), 1),
        "peak_memory_bytes": peak_memory(),
        **found,
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    beside = path.with_suffix(".part")
    beside.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    os.replace(beside, path)
    return path


def machine() -> dict[str, str | int]:
    """Say what computes: processor, threads, GPU, versions."""
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
    """Return the most bytes held: on the GPU if there is one, else by the process."""
    if torch.cuda.is_available():
        return torch.cuda.max_memory_allocated()
    try:
        import resource
    except ModuleNotFoundError:  # Windows
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else 1024 * most
