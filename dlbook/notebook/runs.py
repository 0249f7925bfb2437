"""Show recorded training runs: what they reached, in what time, on which machine."""

from __future__ import annotations

import datetime
import json
from html import escape
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
    """Display a row for each recorded run of ``python -m dlbook.train <name>``.

    ``names`` are those of records, each ``book/_results/<name>.json`` in the repository.
    """
    head, *rows = zip(HEADINGS, *(_column(read_record(name)) for name in names), strict=True)
    lines = ["  ".join(row) for row in (head, *rows)]
    show({"text/html": _table(head, rows), "text/plain": "\n".join(lines)})


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    titles = "".join(f'<th scope="col">{escape(title)}</th>' for title in head)
    body = "".join(
        f'<tr><th scope="row">{escape(label)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
        for label, *cells in rows
    )
    return f"<table><thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table>"


def read_record(name: str) -> dict:
    """Return the record of a run; ValueError if there is none."""
    path = folder() / f"{name}.json"
    if not path.exists():
        known = ", ".join(sorted(file.stem for file in folder().glob("*.json")))
        raise ValueError(f"show_runs: no record of {name!r}; there are: {known or 'none'}")
    return json.loads(path.read_text(encoding="utf-8"))


def _column(record: dict) -> tuple[str, ...]:
    machine, memory = record["machine"], record["peak_memory_bytes"]
    gpu = "no GPU" if machine["gpu"] == "none" else machine["gpu"]
    threads = f"{machine['threads']} thread" + "s" * (machine["threads"] != 1)
    return (
        record["name"],
        f"{record['scale']:g}",
        reached(record),
        f"{record['seconds']:.0f}",
        f"{record['cpu_seconds']:.0f}",
        "?" if memory is None else f"{memory / 1e6:.0f}",
        f"{machine['processor']}, {threads}, {gpu}, torch {machine['torch']}",
        _written(record["date"]),
    )


def _written(date: str) -> str:
    day = datetime.date.fromisoformat(date)
    return f"{day.day} {day:%B %Y}"


def reached(record: dict) -> str:
    """Return the last measurement: a number, or of several the least and the most."""
    value = record["curve"][-1][-1]
    text = f"{min(value)} to {max(value)}" if isinstance(value, list) else f"{value:.3f}"
    return f"{record['curve_columns'][-1]} {text}"
