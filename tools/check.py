"""Check what changed, in under two minutes: ``make check``.

Runs the tests that reach a changed file through their imports, nearest first, for as long as
the time allows; the tests of a changed exercise; and executes and compares a changed chapter.
What has changed is what differs from ``main``, commits and working tree together. Tests in a
browser and of the whole site are left to ``make test``.
"""

from __future__ import annotations

import ast
import functools
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from tools.chapters import ROOT, chapters

SECONDS = 80  # of all runs together; the last test started may end later
# Where modules are found, as for the tests: see pyproject.toml.
SOURCES = ("", "book/_ext", "book/_live")
# What the glossary quotes, and what it and the notation page are made of.
TEXTS = (".ipynb", ".md", ".yml")
LEFT_OUT = ("tests/book/test_site.py", "tests/book/test_small_book.py")


def changed_files(root: Path = ROOT) -> list[str]:
    """Return the files that differ from main, and those that git does not know yet."""
    base = _git(root, "merge-base", "HEAD", "main") or ["HEAD"]
    changed = _git(root, "diff", "--name-only", "--no-renames", base[0])
    return sorted({*changed, *_git(root, "ls-files", "--others", "--exclude-standard")})


def _git(root: Path, *arguments: str) -> list[str]:
    command = ["git", "-c", "core.quotePath=false", *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8")
    return done.stdout.splitlines() if done.returncode == 0 else []


@functools.cache
def imported_files(path: str, root: Path = ROOT) -> frozenset[str]:
    """Return the repository's files that a Python file imports directly."""
    tree = ast.parse((root / path).read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    found = {file for name in names if (file := _file_of(name, root))}
    # A fixture's own imports are its tests', too.
    conftest = Path(path).with_name("conftest.py")
    if Path(path).name.startswith("test_") and (root / conftest).exists():
        found.add(conftest.as_posix())
    return frozenset(found)


def _file_of(module: str, root: Path) -> str:
    stem = module.replace(".", "/")
    for source in SOURCES:
        for end in (".py", "/__init__.py"):
            path = Path(source, stem + end)
            if (root / path).is_file():
                return path.as_posix()
    return ""


def distances(tests: Iterable[str], changed: set[str], root: Path = ROOT) -> dict[str, int]:
    """Return the number of imports from each test to a changed file, if there is a path."""
    found = {}
    for test in tests:
        seen, level, distance = {test}, {test}, 0
        while level and not level & changed:
            level = {file for path in level for file in imported_files(path, root)} - seen
            seen |= level
            distance += 1
        if level:
            found[test] = distance
    return found


def arguments(changed: list[str], root: Path = ROOT) -> list[list[str]]:
    """Return the arguments of each run of pytest that the changed files ask for."""
    files = (path.relative_to(root).as_posix() for path in root.glob("tests/**/test_*.py"))
    tests = [path for path in files if not path.startswith(LEFT_OUT)]
    near = distances(sorted(tests), set(changed), root)
    runs = [["-m", "not browser", *sorted(near, key=near.get)]] if near else []
    slugs = [Path(p).stem for p in changed if p.startswith("exercises/") and p.endswith(".py")]
    if slugs:
        runs.append(["tests/exercises", "-k", " or ".join(slugs)])
    if any(path.startswith("book/") and path.endswith(TEXTS) for path in changed):
        runs.append(["tests/tools/test_glossary.py", "tests/tools/test_notation.py"])
    for chapter in chapters(root):
        if f"{chapter.docname}.ipynb" in changed:
            runs.append(["tests/chapters", "-k", chapter.slug])
            runs.append(["--nbval", "--nbval-cell-timeout=300", str(chapter.path)])
    return runs


def main() -> int:
    """Run the tests; return the worst status."""
    changed = changed_files()
    print(f"{len(changed)} changed files")
    end, worst = time.monotonic() + SECONDS, 0
    for run in arguments(changed):
        # What is left: a run that begins late gets one test, and says that it stopped.
        left = max(end - time.monotonic(), 0)
        environment = {**os.environ, "DLBOOK_SECONDS": f"{left:.0f}"}
        command = [sys.executable, "-m", "pytest", "-q", "--no-header", *run]
        status = subprocess.run(command, cwd=ROOT, env=environment).returncode
        worst = max(worst, 0 if status == 5 else abs(status))  # 5: no test is of that name
    return worst


if __name__ == "__main__":
    sys.exit(main())
