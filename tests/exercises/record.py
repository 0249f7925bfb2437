"""The record of what has been proven: exercises that did not change are not proven again.

``proofs.json`` holds a line for each exercise: a hash of all that its proof depends on, which
is its file, the modules of dlbook that its code and the checks import, and the code of the
proofs. Comments and docstrings of modules do not count. The record is valid for the versions
of Python, NumPy and torch that it names; under others everything is proven.

``python -m tests.exercises.record`` (``make proofs``) proves what changed, and ``--all``
proves everything; both write the record, unless a proof fails.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import json
import os
import platform
import random
import secrets
import sys
from collections.abc import Iterable, Iterator
from importlib import metadata, util
from pathlib import Path

from dlbook.exercise import Exercise, find, ids

ROOT = Path(__file__).resolve().parents[2]
FILE = Path(__file__).with_name("proofs.json")
PROOFS = "tests.exercises.proofs"  # imports what checks an answer, too
SHARE = 0.05  # of the exercises is proven anew in each run, drawn by chance
SEED = os.environ.get("PROOFS_SEED") or str(secrets.randbelow(10**6))


def versions() -> dict[str, str]:
    """Return the versions under which a proof holds."""
    found = {"python": ".".join(platform.python_version_tuple()[:2])}
    for package in ("numpy", "torch"):
        installed = util.find_spec(package) is not None
        found[package] = metadata.version(package).partition("+")[0] if installed else ""
    return found


def read() -> dict[str, str]:
    """Return the recorded hash of each exercise; none if the record is of other versions."""
    if not FILE.exists():
        return {}
    recorded = json.loads(FILE.read_text(encoding="utf-8"))
    return recorded["exercises"] if recorded["versions"] == versions() else {}


def write(entries: dict[str, str]) -> None:
    """Write the record, an exercise a line."""
    content = {"versions": versions(), "exercises": dict(sorted(entries.items()))}
    FILE.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def is_drawn(exercise: Exercise) -> bool:
    """Say whether an exercise is proven in this run, whatever the record says."""
    return random.Random(f"{SEED} {exercise.id}").random() < SHARE


# --- what a proof depends on --------------------------------------------------------


def key_of(exercise: Exercise) -> str:
    """Return a hash of all that the proof of an exercise depends on."""
    text = Path(exercise.path).read_text(encoding="utf-8")
    modules = {PROOFS, *_imported(exercise.source)}
    parts = [exercise.id, text, *map(_code_of, sorted(closure(modules)))]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]


def closure(modules: Iterable[str]) -> set[Path]:
    """Return the files of modules, and of all modules of the project that these import."""
    waiting, found = list(modules), set()
    while waiting:
        path = _file_of(waiting.pop())
        if path and path not in found:
            found.add(path)
            waiting += _imports_of(path)
    return found


@functools.cache
def _file_of(module: str) -> Path | None:
    """Return the file of a module of the project; None if it is something else."""
    if module.partition(".")[0] not in ("dlbook", "tests", "tools"):
        return None
    path = ROOT.joinpath(*module.split("."))
    options = (path / "__init__.py", path.with_suffix(".py"))
    return next((option for option in options if option.is_file()), None)


@functools.cache
def _imports_of(path: Path) -> tuple[str, ...]:
    package = path.parent.relative_to(ROOT).parts
    return tuple(_imported(path.read_text(encoding="utf-8"), package))


def _imported(source: str, package: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the names of all modules that a text imports, and of names that may be modules."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*above, *filter(None, [node.module])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


@functools.cache
def _code_of(path: Path) -> str:
    """Return the code of a module, without comments and docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        is_documented = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        if is_documented and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:]
    return f"{path.relative_to(ROOT).as_posix()}\n{ast.dump(tree)}"


def main(arguments: list[str]) -> int:
    """Prove what changed, or everything, and write the record."""
    from tests.exercises.proofs import can_prove, prove

    recorded = {} if "--all" in arguments else read()
    entries, failed = {}, 0
    for exercise in map(find, ids()):
        key = key_of(exercise)
        if recorded.get(exercise.id) != key and can_prove(exercise):
            problems = prove(exercise)
            failed += bool(problems)
            print(f"{'FAILED' if problems else 'proven'}  {exercise.id}", *problems, sep="\n  ")
        entries[exercise.id] = key
    if not failed:
        write(entries)
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
