"""``python -m tools.bench``: measure, and print the tables."""

from __future__ import annotations

import argparse

from tools.bench.measure import compare
from tools.bench.report import ENGINES, left_out, machine, table
from tools.bench.workloads import WORKLOADS


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


if __name__ == "__main__":
    main()
