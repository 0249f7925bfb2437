"""Measure how far every claim stands from its bound: ``make claims [ONE=notebook]``.

Chapters are executed under several settings: instruction sets, threads, seeds. A claim is
weak if it breaks its bound under one of them, or if its mean stands nearer to the bound than
four standard deviations; three are enough if that is half of the mean's own size. What was
measured is kept under ``build/claims`` for as long as the chapter's code is the same.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import math
import os
import statistics
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tools.chapters import ROOT, chapters

CACHE = ROOT / "build" / "claims"
DEVIATIONS = 4
# A margin of half the effect is no help if single runs are all over the place.
DEVIATIONS_OF_HALF, HALF = 3, 0.5
# Bounds this small are for rounding noise, which other processors may well triple.
NOISE, ROOM = 1e-4, 5
# What the libraries are told, so that they use no newer instructions than a processor has.
INSTRUCTIONS = {
    "native": {},
    "AVX2": {
        "ATEN_CPU_CAPABILITY": "avx2",
        "ONEDNN_MAX_CPU_ISA": "AVX2",
        "MKL_CBWR": "AVX2",
        "OPENBLAS_CORETYPE": "Haswell",
    },
    "oldest": {
        "ATEN_CPU_CAPABILITY": "default",
        "ONEDNN_MAX_CPU_ISA": "SSE41",
        "MKL_CBWR": "COMPATIBLE",
        "OPENBLAS_CORETYPE": "Nehalem",
    },
}


@dataclass(frozen=True)
class Setting:
    """One way to run a chapter. Its experiments' seeds are raised by ``shift``."""

    instructions: str
    threads: int = 1
    shift: int = 0

    def __str__(self) -> str:
        threads = "1 thread" if self.threads == 1 else f"{self.threads} threads"
        seeds = f", other seeds ({self.shift})" if self.shift else ""
        return f"{self.instructions}, {threads}{seeds}"

    def environment(self) -> dict[str, str]:
        """Return the variables to run a kernel with."""
        threads = {"OMP_NUM_THREADS": str(self.threads), "OMP_WAIT_POLICY": "passive"}
        return INSTRUCTIONS[self.instructions] | threads


# The most telling ones first.
SETTINGS = (
    Setting("oldest"),
    Setting("native", shift=1000),
    Setting("AVX2", threads=2, shift=2000),
    Setting("native"),
    Setting("AVX2", threads=2),
    Setting("oldest", shift=3000),
)


def start_recording(log: str, shift: int) -> None:
    """Record this process's claims as lines of JSON in ``log``; raise its seeds by ``shift``.

    Called in a chapter's kernel, after its first code cell: imports, and the ``rng`` from
    which worked examples are drawn, which are the same on any machine.
    """

    def record(name: str, measured: float, bounds: dict[str, float]) -> None:
        with open(log, "a", encoding="utf-8") as file:
            file.write(json.dumps({"name": name, "value": measured, "bounds": bounds}) + "\n")

    # The package's attribute `claim` is the function; this is its module.
    importlib.import_module("dlbook.notebook.claim").recorder = record
    if shift:
        _raise_seeds(shift)


def _raise_seeds(shift: int) -> None:
    import numpy as np
    import torch

    default_rng, manual_seed = np.random.default_rng, torch.manual_seed

    def raised(seed):
        return seed + shift if isinstance(seed, int | np.integer) else seed

    class Generator(torch.Generator):
        def manual_seed(self, seed):
            return super().manual_seed(raised(seed))

    np.random.default_rng = lambda seed=None: default_rng(raised(seed))
    torch.manual_seed = lambda seed: manual_seed(raised(seed))
    torch.Generator = Generator


def measure(path: Path, setting: Setting, cache: Path = CACHE, fresh: bool = False) -> dict:
    """Execute a notebook's copy and return its claims, in their order, and its errors."""
    import nbformat

    notebook = nbformat.read(path, as_version=4)
    # Exercises make no claims, and they are renamed more often than experiments change.
    notebook.cells = [c for c in notebook.cells if "exercise" not in c.metadata.get("tags", [])]
    code = "\0".join(c.source for c in notebook.cells if c.cell_type == "code")
    key = hashlib.sha256(f"{setting}\0{code}".encode()).hexdigest()[:16]
    kept = cache / f"{path.stem}-{key}.json"
    if kept.exists() and not fresh:
        return json.loads(kept.read_text(encoding="utf-8"))
    result = _execute(notebook, setting)
    cache.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(result), encoding="utf-8")
    return result


def _execute(notebook, setting: Setting) -> dict:
    from nbclient import NotebookClient
    from nbformat.v4 import new_code_cell

    with tempfile.TemporaryDirectory() as folder:
        log, empty = Path(folder) / "claims.jsonl", Path(folder) / "empty"
        log.touch()
        empty.mkdir()
        start = (
            f"import tools.claims\ntools.claims.start_recording({str(log)!r}, {setting.shift})"
        )
        first = next(i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code")
        notebook.cells.insert(first + 1, new_code_cell(start))
        NotebookClient(
            notebook,
            timeout=1200,
            kernel_name="python3",
            allow_errors=True,
            resources={"metadata": {"path": str(empty)}},
        ).execute(env=os.environ | {"PYTHONPATH": str(ROOT)} | setting.environment())
        claims = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    errors = [
        f"{output.ename}: {output.evalue} (in the cell {cell.source.splitlines()[0]!r})"
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
    return {"claims": claims, "errors": errors}


@dataclass(frozen=True)
class Claim:
    """A claim's bounds and the values that it had under all settings."""

    name: str
    bounds: dict[str, float]
    values: list[float]

    @property
    def mean(self) -> float:
        """Return the mean of the values."""
        return statistics.fmean(self.values)

    @property
    def deviation(self) -> float:
        """Return their standard deviation, at least that of rounding in single precision."""
        spread = statistics.stdev(self.values) if len(self.values) > 1 else 0.0
        exact = spread == 0 and self.mean.is_integer()
        return spread if exact else max(spread, 1e-7 * abs(self.mean))

    def margin(self, value: float) -> float:
        """Return how far inside its bounds ``value`` stands; negative outside, or NaN."""
        if "close_to" in self.bounds:
            return self.bounds["within"] - abs(value - self.bounds["close_to"])
        low = value - self.bounds.get("at_least", -math.inf)
        return min(low, self.bounds.get("at_most", math.inf) - value)

    @property
    def in_deviations(self) -> float:
        """Return the margin of the mean in standard deviations."""
        margin = self.margin(self.mean)
        return margin / self.deviation if self.deviation else math.copysign(math.inf, margin)

    @property
    def of_effect(self) -> float:
        """Return the margin of the mean as a share of the mean's own size."""
        return self.margin(self.mean) / abs(self.mean) if self.mean else 0.0

    def weakness(self) -> str:
        """Say why another machine might break the claim; an empty text if none should."""
        if not all(math.isfinite(value) for value in self.values):
            # Infinity may be what is claimed, under every setting.
            held = all(self.margin(v) >= 0 and v == self.values[0] for v in self.values)
            return "" if held else "not finite"
        if broken := sum(self.margin(value) < 0 for value in self.values):
            return f"broken under {broken} of {len(self.values)} settings"
        if set(self.bounds) == {"at_most"} and 0 < self.bounds["at_most"] <= NOISE:
            close = max(self.values) * ROOM > self.bounds["at_most"]
            return f"rounding within a factor of {ROOM} of its bound" if close else ""
        enough = DEVIATIONS_OF_HALF if self.of_effect >= HALF else DEVIATIONS
        return "near its bound" if self.in_deviations < enough else ""

    def __str__(self) -> str:
        bounds = " ".join(f"{key} {bound:g}" for key, bound in self.bounds.items())
        share = f"{self.of_effect:.0%} of it" if self.mean else ""
        return (
            f"{self.name}: {self.mean:.4g} ± {self.deviation:.1g}, {bounds}, "
            f"margin {self.in_deviations:.1f} deviations, {share}"
        )


def gather(results: list[dict]) -> list[Claim]:
    """Join the claims of several runs by name; of one name, the first with the first."""
    joined: dict[tuple[str, int], Claim] = {}
    for result in results:
        times = Counter()
        for claim in result["claims"]:
            name = claim["name"]
            times[name] += 1
            known = joined.setdefault((name, times[name]), Claim(name, claim["bounds"], []))
            known.values.append(claim["value"])
    return list(joined.values())


def report(path: Path, settings: list[Setting], results: list[dict]) -> int:
    """Print a chapter's claims and what is weak; return how much is."""
    claims = gather(results)
    weak = [(claim, why) for claim in claims if (why := claim.weakness())]
    errors = [
        f"under {setting}: {error}"
        for setting, result in zip(settings, results, strict=True)
        for error in result["errors"]
    ]
    print(f"\n{path.stem}: {len(claims)} claims, {len(weak)} weak, {len(errors)} errors")
    for claim in claims:
        print(f"    {claim}")
    for claim, why in weak:
        print(f"  WEAK, {why}: {claim}")
        print(f"    values: {', '.join(f'{value:.4g}' for value in claim.values)}")
    for error in errors:
        print(f"  ERROR {error}")
    return len(weak) + len(errors)


def main(arguments: list[str] | None = None) -> int:
    """Measure the notebooks named, or all; return 1 if something is weak."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="*", type=Path, help="by default, every chapter")
    parser.add_argument(
        "--settings", type=int, default=len(SETTINGS), help="how many of the settings to try"
    )
    parser.add_argument(
        "--fresh", action="store_true", help="measure anew, for instance after dlbook changed"
    )
    parser.add_argument("--cache", type=Path, default=CACHE, help="where results are kept")
    options = parser.parse_args(arguments)
    if not 2 <= options.settings <= len(SETTINGS):
        parser.error(f"--settings must be 2 to {len(SETTINGS)}")
    settings = list(SETTINGS[: options.settings])
    paths = options.notebooks or [chapter.path for chapter in chapters()]
    wrong = 0
    for path in paths:
        results = []
        for setting in settings:
            print(f"{path.stem}: {setting} ...", file=sys.stderr, flush=True)
            results.append(measure(path, setting, options.cache, options.fresh))
        wrong += report(path, settings, results)
    print(f"\n{wrong} weak claims or errors" if wrong else "\nno weak claims")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
