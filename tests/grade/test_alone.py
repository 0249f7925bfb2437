"""The package can be imported where grading cannot run."""

from __future__ import annotations

import subprocess
import sys

from tests.grade.fakes import ROOT

SESSION = """
import importlib, pathlib, sys
sys.modules.update(dict.fromkeys({blocked!r}))
for path in sorted(pathlib.Path("dlbook/grade").glob("**/*.py")):
    name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
    importlib.import_module(name)
"""


def runs(blocked: tuple[str, ...]) -> bool:
    code = SESSION.format(blocked=blocked)
    child = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True)
    return child.returncode == 0


def test_it_is_imported_without_what_unix_alone_has_and_without_torch():
    assert runs(("pwd", "grp", "resource", "termios", "torch", "distributed"))
    assert not runs(("numpy",))
