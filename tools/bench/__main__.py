"""``python -m tools.bench``: measure, and print the tables."""

from __future__ import annotations

import argparse
import platform
from collections import defaultdict
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from tools.bench.engines.with_matmul import FLOPS
from tools.bench.measure import Result, compare
from tools.bench.workloads import WORKLOADS

ENGINES = ("scratch", "torch", "matmul", "numpy", "autograd", "tinygrad", "micrograd")
NAMES = {
    "scratch": "dlbook.scratch",
    "torch": "torch, against itself",
    "numpy": "NumPy, written out by hand",
    "autograd": "HIPS autograd",
    "tinygrad": "tinygrad, CPU",
    "micrograd": "micrograd",
}

Results = dict[str, dict[str, Result]]  # by workload, then by engine
Cell = Callable[[str, dict[str, Result]], str]


def main() -> None:
    """Parse the command line and print a table for each number of threads."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--only", nargs="+", choices=WORKLOADS, default=list(WORKLOADS))
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--seconds", type=float, default=5.0, help="for each pair of engines")
    parser.add_argument("--clock", choices=["wall", "cpu"], default="wall")
    args = parser.parse_args()
    engines = list(dict.fromkeys(["scratch", "torch", "matmul", *args.engines]))
    print(
        f"{machine()}\nTime of a training step over that of torch eager: median (middle half)."
    )
    for threads in args.threads:
        settings = threads, engines, args.seconds, args.clock
        results = {name: compare(name, *settings) for name in args.only}
        print(f"\n{table(results, threads)}", flush=True)
    if reasons := left_out(results):
        print(f"\nNot measured:\n{reasons}")


def table(results: Results, threads: int) -> str:
    """Return the table of one number of threads."""
    rows = {name: _ratios(engine) for engine, name in NAMES.items()}
    rows |= {
        "a step of torch, ms": lambda _, of: f"{of['scratch'].torch_seconds() * 1e3:.2f}",
        "share of the peak, dlbook.scratch": _share("scratch"),
        "share of the peak, torch": _share("torch"),
        "memory of a step, dlbook.scratch, MB": lambda _, of: f"{of['scratch'].megabytes:.0f}",
        "memory of a step, torch, MB": lambda _, of: f"{of['torch'].megabytes:.0f}",
    }
    lines = [
        _row(
            [f"{threads} thread{'s' * (threads > 1)}"] + [WORKLOADS[n].title for n in results]
        ),
        "|---" * (1 + len(results)) + "|",
    ]
    for label, cell in rows.items():
        cells = [cell(name, of) for name, of in results.items()]
        if any(cell != "–" for cell in cells):
            lines.append(_row([label, *cells]))
    return "\n".join(lines)


def left_out(results: Results) -> str:
    """Return a line for each engine that was not measured, and why."""
    reasons = defaultdict(list)
    for name, of in results.items():
        for engine, result in of.items():
            if result.missing:
                reasons[f"{NAMES[engine]}: {result.missing}"].append(name)
    return "\n".join(f"- {reason}: {', '.join(names)}" for reason, names in reasons.items())


def machine() -> str:
    """Return the processor, and the versions of what was measured."""
    info = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.split(":")[1].strip() for line in info if "model name" in line), "")
    cores = sum(line.startswith("processor") for line in info)
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "torch"))
    python = platform.python_version()
    return f"{model or platform.machine()}, {cores} cores; Python {python}, {packages}"


def _ratios(engine: str) -> Cell:
    """Return a function that gives the median ratio, and between what the middle half lies."""

    def cell(_, of: dict[str, Result]) -> str:
        result = of.get(engine, Result())
        if not result.pairs:
            return "–"
        low, middle, high = (result.ratio(quantile) for quantile in (0.25, 0.5, 0.75))
        if middle > 10:
            return f"{middle:,.0f}"
        return f"{middle:.2f} ({low:.2f}–{high:.2f})"

    return cell


def _share(engine: str) -> Cell:
    """Return a function that gives the speed in the matrix products over the machine's."""

    def cell(name: str, of: dict[str, Result]) -> str:
        peak = FLOPS / of["matmul"].seconds()
        return f"{WORKLOADS[name].flops / of[engine].seconds() / peak:.0%}"

    return cell


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    main()
