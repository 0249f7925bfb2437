"""Show what recorded runs at scale reached: how far, how long, on what, when."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

from dlbook.notebook.display import show

HERE = Path(__file__).resolve().parent
HEADINGS = (
    "run",
    "scale",
    "reached",
    "seconds",
    "of processor",
    "memory, MB",
    "machine",
    "date",
)


def folder() -> Path:
    """Return where records are: in the installed package, or in the repository."""
    shipped = HERE / "recorded"
    return shipped if shipped.is_dir() else HERE.parents[1] / "book" / "_results"


def show_runs(*names: str) -> None:
    """Display one row for each recorded run of ``python -m dlbook.train.<name>``.

    Parameters
    ----------
    *names : str
        Of records, each ``book/_results/<name>.json`` in the repository.

    Raises
    ------
    ValueError
        Where there is no such record, naming those that there are.
    """
    rows = [HEADINGS, *(_row(_read(name)) for name in names)]
    table = [" | ".join(row) for row in rows]
    table.insert(1, " | ".join("---" for _ in HEADINGS))
    show(
        {
            "text/markdown": "\n".join(f"| {line} |" for line in table),
            "text/plain": "\n".join("  ".join(row) for row in rows),
        }
    )


def _read(name: str) -> dict:
    path = folder() / f"{name}.json"
    if not path.exists():
        known = ", ".join(sorted(file.stem for file in folder().glob("*.json")))
        raise ValueError(f"show_runs: no record of {name!r}; there are: {known or 'none'}")
    return json.loads(path.read_text(encoding="utf-8"))


def _row(record: dict) -> tuple[str, ...]:
    machine, memory = record["machine"], record["peak_memory_bytes"]
    gpu = "no GPU" if machine["gpu"] == "none" else machine["gpu"]
    threads = f"{machine['threads']} thread" + "s" * (machine["threads"] != 1)
    return (
        record["name"],
        f"{record['scale']:g}",
        f"{record['curve_columns'][-1]} {_reached(record['curve'][-1][-1])}",
        f"{record['seconds']:.0f}",
        f"{record['cpu_seconds']:.0f}",
        "?" if memory is None else f"{memory / 1e6:.0f}",
        f"{machine['processor']}, {threads}, {gpu}, torch {machine['torch']}",
        _written(record["date"]),
    )


def _written(date: str) -> str:
    day = datetime.date.fromisoformat(date)
    return f"{day.day} {day:%B %Y}"


def _reached(value: float | list[int]) -> str:
    """Write the last measurement: a number, or of several the least and the most."""
    return f"{min(value)} to {max(value)}" if isinstance(value, list) else f"{value:.3f}"
