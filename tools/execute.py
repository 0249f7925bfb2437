"""Run notebooks and store their outputs: ``python tools/execute.py [NOTEBOOK ...]``.

Without arguments, every chapter under ``book/`` is run. Each notebook is run in
an empty directory, as Colab would. A notebook that fails is left as it was.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]


def chapters() -> list[Path]:
    """Return every chapter's notebook, in the order of their paths."""
    found = (ROOT / "book").glob("*/*.ipynb")
    return sorted(p for p in found if not p.parent.name.startswith((".", "_")))


def execute(path: Path) -> float:
    """Run one notebook in place and return the seconds that it took.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        Where a cell fails; the file is then unchanged.
    """
    notebook = nbformat.read(path, as_version=4)
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as empty:
        NotebookClient(
            notebook,
            timeout=300,
            kernel_name="python3",
            record_timing=False,
            resources={"metadata": {"path": empty}},
        ).execute()
    seconds = time.perf_counter() - started
    _tidy(notebook)
    _replace(path, nbformat.writes(notebook))
    return seconds


def _tidy(notebook) -> None:
    """Drop what differs from machine to machine and tells a reader nothing."""
    notebook.metadata.pop("language_info", None)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)


def _replace(path: Path, text: str) -> None:
    """Write ``text`` beside ``path``, then swap: a stop in between loses nothing."""
    beside = path.with_suffix(".ipynb.new")
    beside.write_text(text.rstrip("\n") + "\n", encoding="utf-8")
    beside.replace(path)


def main(arguments: list[str]) -> int:
    """Run the notebooks named, or all."""
    # One thread: sums are then added in one order, and outputs repeat bit by bit.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("PYTHONPATH", str(ROOT))
    paths = [Path(a) for a in arguments] or chapters()
    for number, path in enumerate(paths, start=1):
        print(f"[{number}/{len(paths)}] {path} ...", end=" ", flush=True)
        print(f"{execute(path):.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
