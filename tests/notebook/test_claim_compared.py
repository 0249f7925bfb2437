"""The comparison of stored outputs sees a claim's bound, and not the value of one run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook, new_output

ROOT = Path(__file__).resolve().parents[2]
SOURCE = """from dlbook.notebook import claim
claim("accuracy", 0.98, at_least=0.97)
claim("entries", 3, close_to=3, within=0)"""
STORED = {
    "same": "claim: accuracy ≥ 0.97 ✓ (measured 0.98)\nclaim: entries = 3 ✓\n",
    "other_value": "claim: accuracy ≥ 0.97 ✓ (measured 0.991)\nclaim: entries = 3 ✓\n",
    "other_bound": "claim: accuracy ≥ 0.96 ✓ (measured 0.98)\nclaim: entries = 3 ✓\n",
    "missing": "claim: accuracy ≥ 0.97 ✓ (measured 0.98)\n",
}


def test_nbval_compares_the_bound_and_not_the_value(tmp_path):
    for name, text in STORED.items():
        output = new_output("stream", name="stdout", text=text)
        cell = new_code_cell(SOURCE, execution_count=1, outputs=[output])
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = new_notebook(cells=[cell], metadata={"kernelspec": kernel})
        nbformat.write(notebook, tmp_path / f"{name}.ipynb")
    # The repository's own options, as in `make test`.
    options = ["-rA", "-c", ROOT / "pyproject.toml", "-p", "no:cacheprovider", "--nbval"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *options, tmp_path],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
    )
    found = re.findall(r"^(PASSED|FAILED) \S*?(\w+)\.ipynb", run.stdout, re.MULTILINE)
    assert {name: verdict for verdict, name in found} == {
        "same": "PASSED",
        "other_value": "PASSED",
        "other_bound": "FAILED",
        "missing": "FAILED",
    }, run.stdout + run.stderr
