"""Mutation test: ``python tools/mutate.py FILE ... [--also TESTS ...]``.

Each file is changed in one place at a time, and tests are run on the change:
those of the same place below ``tests/`` and the tables beside them
(``test_every_*.py``), then the ones named with ``--also``. A change that no test
notices is printed. The tests are collected once; for each
change the process forks, and the child swaps the changed functions in and stops
at the first failure, so that most changes take a few hundredths of a second.

A module that acts when it is imported (``operators.py`` binds methods) cannot be
swapped so: with ``--fresh`` each change is written into a copy of the project, and
tests run there in a new process.
"""

from __future__ import annotations

import argparse
import ast
import contextvars
import importlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import types
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ["OMP_NUM_THREADS"] = "1"  # a fork copies one thread only
os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # none is needed, and some are slow

import pytest  # noqa: E402

from tools.mutants import Mutant, mutants  # noqa: E402

SECONDS = 60  # of the processor's time: a change may well make an endless loop
CONSTANTS = (bool, int, float, str, tuple, dict, contextvars.ContextVar)


class Mutation:
    """A pytest plugin that runs the tests once for each mutant, in place of once."""

    def __init__(self, files: list[Path]):
        self.files = files
        self.total = self.caught = 0

    def pytest_runtestloop(self, session) -> bool:
        """Try every mutant of every file."""
        with session.config.pluginmanager.getplugin(
            "capturemanager"
        ).global_and_fixture_disabled():
            for path in self.files:
                self.try_file(path, session.items)
        return True

    def try_file(self, path: Path, items: list) -> None:
        """Try every mutant of a file, its own tests first."""
        own = mirrored_tests(path)
        items = sorted(items, key=lambda item: not item.path.is_relative_to(own))
        total, caught = 0, 0
        for mutant in mutants(path.read_text(encoding="utf-8")):
            total += 1
            if is_caught(path, mutant.tree, items):
                caught += 1
            else:
                report(path, mutant)
        print(f"# {path.relative_to(ROOT)}: {caught} of {total} caught", flush=True)
        self.total += total
        self.caught += caught

    def pytest_runtest_logreport(self, report) -> None:
        """End a child at its first failure."""
        if report.failed:
            os._exit(1)


def report(path: Path, mutant: Mutant) -> None:
    """Print a mutant that no test notices."""
    place = f"{path.relative_to(ROOT)}:{mutant.line}"
    print(f"{place}: {mutant.before}  ->  {mutant.after}", flush=True)


def try_fresh(path: Path, tests: list[str], root: Path = ROOT) -> tuple[int, int]:
    """Try every mutant of a file in a copy of the project; count the caught and all."""
    source = path.read_text(encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    total = caught = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in ("dlbook", "tests"):
            shutil.copytree(root / name, copy / name)
        shutil.copy(root / "pyproject.toml", copy)
        names = [str(Path(test).resolve().relative_to(root)) for test in tests]
        for mutant in mutants(source):
            total += 1
            changed = copy / path.relative_to(root)
            changed.write_text(ast.unparse(mutant.tree), encoding="utf-8")
            environment = {**os.environ, "PYTHONPATH": folder}
            run = subprocess.run(
                [*command, *names], cwd=copy, env=environment, capture_output=True
            )
            if run.returncode:
                caught += 1
            else:
                report(path, mutant)
    return caught, total


def is_caught(path: Path, tree: ast.Module, items: list) -> bool:
    """Return whether the tests fail, or hang, on a mutant."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] != 0
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        swap_in(path, tree)
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    except BaseException:
        os._exit(1)
    os._exit(0)


def swap_in(path: Path, tree: ast.Module) -> None:
    """Replace what a module defines by what its changed code defines."""
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    old = importlib.import_module(name)
    new = types.ModuleType(name)
    new.__file__ = old.__file__
    exec(compile(tree, str(path), "exec"), new.__dict__)
    _swap(vars(old), vars(new), name, lambda key, value: setattr(old, key, value))


def _swap(old: dict, new: dict, module: str, put) -> None:
    for key, value in new.items():
        before = old.get(key)
        if key.startswith("__") and not callable(value):
            continue
        if isinstance(value, type) and value.__module__ == module:
            _swap(vars(before), vars(value), module, lambda k, v, c=before: setattr(c, k, v))
        elif isinstance(value, property):
            for accessor in ("fget", "fset"):
                _copy(getattr(before, accessor), getattr(value, accessor))
        elif isinstance(value, types.FunctionType) and value.__module__ == module:
            if not _copy(before, value):
                put(key, value)
        elif isinstance(value, CONSTANTS) and value != before:
            put(key, value)


def _copy(old, new) -> bool:
    """Give a function, known to others by reference, the code and defaults of another."""
    if old is None or new is None:
        return True
    old, new = getattr(old, "__wrapped__", old), getattr(new, "__wrapped__", new)
    if old.__code__.co_freevars != new.__code__.co_freevars or old.__closure__:
        return False
    old.__code__ = new.__code__
    old.__defaults__, old.__kwdefaults__ = new.__defaults__, new.__kwdefaults__
    return True


def mirrored_tests(path: Path) -> Path:
    """Return the tests of a file: those of its name, of its folder, or a whole folder.

    Of ``a/b/c.py`` these are ``tests/a/b/test_c.py``, ``tests/a/test_c.py``,
    ``tests/a/test_b.py`` and so on, whichever there is first.
    """
    place = path.relative_to(ROOT / "dlbook").with_suffix("")
    for folder in place.parents:
        for name in (place.name, *reversed(place.parts[len(folder.parts) : -1])):
            if (file := ROOT / "tests" / folder / f"test_{name}.py").exists():
                return file
    return next(f for f in (ROOT / "tests" / p for p in place.parents) if f.exists())


def main() -> int:
    """Run all mutants of the files given, and print those that no test notices."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--also", nargs="*", default=[], help="tests to run where others pass")
    parser.add_argument("--fresh", action="store_true", help="each in a process of its own")
    arguments = parser.parse_args()
    files = [file.resolve() for file in arguments.files]
    own = [mirrored_tests(path) for path in files]
    tables = [table for path in own for table in path.parent.glob("test_every_*.py")]
    tests = [str(path) for path in dict.fromkeys([*own, *tables])]
    if arguments.fresh:
        for path in files:
            caught, total = try_fresh(path, [*tests, *arguments.also])
            print(f"{caught} of {total} mutants caught")
        return 0
    plugin = Mutation(files)
    options = ["-p", "no:cacheprovider", "-p", "no:terminal", "--assert=plain"]
    options += ["-o", "addopts=--import-mode=importlib"]
    pytest.main([*options, *tests, *arguments.also], plugins=[plugin])
    print(f"{plugin.caught} of {plugin.total} mutants caught")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
