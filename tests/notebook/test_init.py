from __future__ import annotations

import subprocess
import sys


def loaded_after(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_the_import_loads_nothing_heavy():
    heavy = {"numpy", "torch", "matplotlib", "IPython"}
    assert heavy & loaded_after("import dlbook.notebook") == set()
    assert heavy & loaded_after("import numpy") == {"numpy"}
