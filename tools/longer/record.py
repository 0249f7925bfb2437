"""A chapter's functions, outside its notebook, and the record of what runs with them gave."""

from __future__ import annotations

import ast
import datetime
import json
import time
import types
from collections.abc import Callable
from pathlib import Path

from dlbook.train.results import machine
from tools.chapters import ROOT, chapters

RESULTS = ROOT / "book" / "_results"


def definitions(slug: str, *names: str) -> types.ModuleType:
    """Run a chapter's first code cell, and all cells that assign one of ``names``.

    Of its other cells, functions and classes alone are taken.
    """
    (chapter,) = (c for c in chapters() if c.slug == slug)
    cells = [c for c in chapter.notebook()["cells"] if c["cell_type"] == "code"]
    module = types.ModuleType(slug.replace("-", "_"))
    for number, cell in enumerate(cells):
        tree = ast.parse("".join(cell["source"]))
        assigned = {
            n.id
            for node in tree.body
            if isinstance(node, ast.Assign)
            for n in ast.walk(node)
            if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        }
        if number and not assigned & set(names):
            tree.body = [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)]
        exec(compile(tree, slug, "exec"), module.__dict__)
    return module


def percent(values) -> list[float]:
    """Return fractions in percent, with one decimal."""
    return [round(100 * float(v), 1) for v in values]


def path_of(slug: str) -> Path:
    """Return the path of a chapter's record."""
    return RESULTS / f"{slug.replace('-', '_')}_longer.json"


def keep(slug: str, name: str, how: str, part: Callable[[], dict]) -> None:
    """Run one part, and put what it returns into the chapter's record."""
    start = time.process_time()
    values = part()
    path = path_of(slug)
    record = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"parts": {}}
    parts = record["parts"]
    parts[name] = {
        "how": " ".join(how.split()),
        "cpu_seconds": round(time.process_time() - start),
        "values": values,
    }
    seconds = sum(p["cpu_seconds"] for p in parts.values())
    record = {
        "name": path.stem,
        "date": datetime.date.today().isoformat(),
        "machine": machine(),
        "seconds": seconds,
        "cpu_seconds": seconds,
        "peak_memory_bytes": None,
        "made_by": f"python -m tools.longer {slug}",
        "parts": dict(sorted(parts.items())),
    }
    text = json.dumps(record, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
