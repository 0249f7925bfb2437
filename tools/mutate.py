"""Mutation test: ``python tools/mutate.py FILE ...``.

Each file is changed in one place at a time, and its tests are run on the
change: those of the same place below ``tests/``, then the ones named with
``--also``. A change that no test notices is printed. Every run is a fork of one
process that has the large libraries loaded already, so that a change takes
about a second; run it with ``nice``.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib.abc
import importlib.util
import os
import signal
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ["OMP_NUM_THREADS"] = "1"  # and a fork is safe
os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # none is needed, and some are slow

from tools.mutants import Mutant, mutants  # noqa: E402

SECONDS = 90  # a change may well make an endless loop


class MutantFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Import one module from a changed syntax tree."""

    def __init__(self, path: Path, tree: ast.Module):
        self.path, self.tree = path, tree
        self.name = ".".join(path.relative_to(ROOT).with_suffix("").parts)

    def find_spec(self, name, path=None, target=None):
        """Claim the module that is changed."""
        if name != self.name:
            return None
        return importlib.util.spec_from_file_location(name, self.path, loader=self)

    def exec_module(self, module):
        """Run the changed module."""
        exec(compile(self.tree, str(self.path), "exec"), module.__dict__)


def tests_of(path: Path) -> str:
    """Return the test file that mirrors a file of the package."""
    place = path.relative_to(ROOT / "dlbook")
    return str(ROOT / "tests" / place.with_name(f"test_{place.name}"))


def is_caught(path: Path, mutant: Mutant, tests: list[str]) -> bool:
    """Return whether ``tests`` fail (or hang) on the mutant."""
    child = os.fork()
    if child == 0:
        os._exit(_run(path, mutant, tests))
    _, status = os.waitpid(child, 0)
    return status != 0


def _run(path: Path, mutant: Mutant, tests: list[str]) -> int:
    """Run the tests on the mutant, in silence; 0 where all pass."""
    import pytest

    signal.alarm(SECONDS)
    sys.meta_path.insert(0, MutantFinder(path, mutant.tree))
    options = ["-x", "-q", "-p", "no:cacheprovider", "--assert=plain", "--no-header"]
    with open(os.devnull, "w") as null, contextlib.redirect_stdout(null):
        os.dup2(null.fileno(), 1)
        os.dup2(null.fileno(), 2)
        return int(pytest.main([*options, *tests]))


def main() -> int:
    """Run all mutants of the files given, and print those that no test notices."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--also", nargs="*", default=[], help="tests to run where others pass")
    arguments = parser.parse_args()
    import hypothesis.extra.numpy  # noqa: F401  loaded once, before the forks
    import torch.nn.functional  # noqa: F401

    total = caught = 0
    for path in (file.resolve() for file in arguments.files):
        stages = [tests for tests in ([tests_of(path)], arguments.also) if tests]
        stages = [tests for tests in stages if all(Path(t).exists() for t in tests)]
        for mutant in mutants(path.read_text(encoding="utf-8")):
            total += 1
            if any(is_caught(path, mutant, tests) for tests in stages):
                caught += 1
                continue
            place = f"{path.relative_to(ROOT)}:{mutant.line}"
            print(f"{place}: {mutant.before}  ->  {mutant.after}", flush=True)
        print(f"# {path.relative_to(ROOT)}: {caught} of {total} caught so far", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
