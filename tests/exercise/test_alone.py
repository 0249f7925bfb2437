"""The engine runs where there is NumPy and nothing else, as in a web page."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests import test_architecture as architecture

ROOT = Path(__file__).resolve().parents[2]
SESSION = """
import sys
sys.modules.update(dict.fromkeys({blocked!r}))
if {page}:
    sys.platform = "emscripten"
from dlbook.exercise import check, check_source, hint, ids, show_exercise
id = "backpropagation/linear-backward"
assert id in ids()
show_exercise(id), hint(id)
right = "def linear_backward(g, X, W):\\n    return g @ W, g.T @ X, g.sum(axis=0)\\n"
report = check_source(id, right)
assert report.passed and report.html()
wrong = check_source(id, right.replace("axis=0", "axis=1"))
assert wrong.mistake == "wrong_bias_over_features", str(wrong)
assert "torch" not in sys.modules or sys.modules["torch"] is None
"""


def runs(blocked: tuple[str, ...], page: bool = False) -> bool:
    code = SESSION.format(blocked=blocked, page=page)
    child = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True)
    return child.returncode == 0


def test_it_runs_with_numpy_alone():
    missing = ("torch", "matplotlib", "IPython", "sklearn", "pytest", "pooch", "yaml")
    assert runs(missing)
    assert runs((*missing, "subprocess"), page=True)
    assert not runs(("numpy",))


def test_it_imports_numpy_alone():
    package = ROOT / "dlbook"
    foreign = architecture.foreign_imports(package, "exercise", {"numpy"})
    # Those of notebooks are loaded where a cell is not plain Python, and only there.
    names = [
        "notebook.py imports IPython",
        "notebook.py imports nbformat",
        "plugin.py imports pytest",
    ]
    assert [line.partition("/")[2].partition(".core")[0] for line in foreign] == names
