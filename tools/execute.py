"""Run notebooks and store their outputs: ``python -m tools.execute [NOTEBOOK ...]``.

Without arguments, every chapter is run. Each notebook runs in an empty directory, as in
Colab; one that fails is left as it was. Figures are stored with twice the pixels at which
they are shown, for sharp screens, and with a palette, which makes them a third as large.
"""

from __future__ import annotations

import base64
import io
import os
import sys
import time
from pathlib import Path

import nbformat
import numpy as np
from PIL import Image

from tools.chapters import ROOT, chapters
from tools.run_notebooks import run

# "retina" doubles the pixels and stores the size at which the figure is shown.
KERNEL_OPTIONS = ("--InlineBackend.figure_formats=retina",)
LARGEST_NOTEBOOK = 600_000
"""Bytes that a chapter's notebook may take in the repository; a test holds it."""
# By how many of 256 levels a color may differ from the original, for all but a thousandth of
# the pixels that are not white: the first tolerance that makes the notebook small enough.
TOLERANCES = (10, 20, 30, 45)
PALETTES = (32, 64, 128, 256)


def execute(path: Path) -> float:
    """Run one notebook in place and return the seconds that it took.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell fails; the file is then unchanged.
    """
    started = time.perf_counter()
    notebook = run(path, kernel_options=KERNEL_OPTIONS)
    seconds = time.perf_counter() - started
    tidy(notebook)
    _replace(path, compress(notebook))
    return seconds


def tidy(notebook) -> None:
    """Drop what differs from machine to machine and tells a reader nothing."""
    notebook.metadata.pop("language_info", None)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)


def compress(notebook, largest: int = LARGEST_NOTEBOOK) -> str:
    """Return the notebook's text, with figures small enough for it to be stored."""
    outputs = [o for cell in notebook.cells for o in cell.get("outputs", [])]
    figures = [o.data for o in outputs if "image/png" in o.get("data", {})]
    originals = [base64.b64decode(data["image/png"]) for data in figures]
    for tolerance in TOLERANCES:
        for data, png in zip(figures, originals, strict=True):
            data["image/png"] = base64.b64encode(reduce_colors(png, tolerance)).decode()
        text = nbformat.writes(notebook).rstrip("\n") + "\n"
        if len(text.encode()) <= largest:
            break
    return text


def reduce_colors(png: bytes, tolerance: float) -> bytes:
    """Return a picture with the smallest palette that keeps its colors within a tolerance.

    Only what is not white counts, so that thin lines do.
    """
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    levels = np.asarray(picture).astype(int)
    ink = levels.min(axis=2) < 250
    for colors in PALETTES:
        # Rare colors count as much as frequent ones: a small marker keeps its own.
        reduced = picture.quantize(colors, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        errors = np.abs(np.asarray(reduced.convert("RGB")) - levels).max(axis=2)[ink]
        if not errors.size or np.quantile(errors, 0.999) <= tolerance:
            break
    made = io.BytesIO()
    reduced.save(made, "PNG", optimize=True)
    return min(made.getvalue(), png, key=len)


def _replace(path: Path, text: str) -> None:
    """Write ``text`` next to ``path``, then swap, so that a stop in between loses nothing."""
    new = path.with_suffix(".ipynb.new")
    new.write_text(text, encoding="utf-8", newline="\n")
    new.replace(path)


def main(arguments: list[str]) -> int:
    """Run the notebooks named, or all."""
    # One thread: sums are then added in one order, and outputs repeat bit by bit.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("PYTHONPATH", str(ROOT))
    paths = [Path(a) for a in arguments] or [chapter.path for chapter in chapters()]
    for number, path in enumerate(paths, start=1):
        print(f"[{number}/{len(paths)}] {path} ...", end=" ", flush=True)
        seconds = execute(path)
        print(f"{seconds:.1f} s, {path.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
