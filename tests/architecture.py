"""What the package must satisfy as a whole: each check returns what is wrong."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

# A package imports from layers below its own, and from itself.
LAYERS = [
    {"scratch", "data", "plot", "exercise", "notebook"},
    {"functional"},
    {"models"},
    {"train"},
    {"rl", "interpret", "efficient", "parallel"},
    {"grade"},
]
HEIGHT = {name: height for height, layer in enumerate(LAYERS) for name in layer}
OUTSIDE = {"book", "exercises", "tests", "tools"}
MEGABYTE = 1_000_000


def sources(root: Path) -> list[Path]:
    """Return the Python files below ``root``."""
    return sorted(p for p in root.rglob("*.py") if "__pycache__" not in p.parts)


def imports(path: Path, package: Path) -> Iterator[str]:
    """Return the full names of all that a file imports, wherever in it."""
    # A file and an __init__.py have the same home: the folder they are in.
    home = (package.name, *path.relative_to(package).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = home[: len(home) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def upward_imports(package: Path) -> list[str]:
    """Return imports of the own layer, of one above, or of what is no part of the package."""
    wrong = []
    for path in sources(package):
        part, *rest = path.relative_to(package).parts
        height = HEIGHT.get(part) if rest else -1  # the package's own files are below all
        if height is None:
            wrong.append(f"{part} is in no layer of tests/architecture.py")
            continue
        for name in imports(path, package):
            top, there, *_ = [*name.split("."), ""]
            upward = top == package.name and HEIGHT.get(there, -2) >= height and there != part
            if upward or top in OUTSIDE:
                wrong.append(f"{path.relative_to(package)} imports {name}")
    return wrong


def foreign_imports(package: Path, part: str, allowed: set[str]) -> list[str]:
    """Return what ``part`` imports beyond itself, the standard library and ``allowed``."""
    own = f"{package.name}.{part}"
    return [
        f"{path.relative_to(package)} imports {name}"
        for path in sources(package / part)
        for name in imports(path, package)
        if name.partition(".")[0] not in sys.stdlib_module_names | allowed
        and name != own
        and not name.startswith(own + ".")
    ]


def heavy(sizes: dict[str, int], most: int = 60 * MEGABYTE) -> list[str]:
    """Return the total and the largest files, where the total is too large."""
    total = sum(sizes.values())
    largest = sorted(sizes, key=sizes.get, reverse=True)[:5]
    return [f"{total} bytes in all", *largest] if total > most else []


def downloaded(hashes: dict[str, str], downloadable: set[str]) -> list[str]:
    """Return files that a reader downloads, known by their place or their sha256."""
    return [
        path
        for path, sha256 in hashes.items()
        if "data/download/" in path or sha256 in downloadable
    ]


def requirements(lines: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return name and version clauses of each requirement, for pip or for conda."""
    parsed = {}
    for line in lines:
        match = re.fullmatch(r"([\w.-]+) ?((?:[<>=!]=?[\w.]+,?)*)", line)
        if match is None:
            raise ValueError(f"not a requirement of the form 'name >=1.0,<2': {line!r}")
        parsed[match[1]] = frozenset(filter(None, match[2].split(",")))
    return parsed


def resolve_extra(project: dict, extra: str) -> list[str]:
    """Return the requirements of an extra, with those of the extras that it names."""
    found = []
    for line in project["optional-dependencies"][extra]:
        if match := re.fullmatch(rf"{project['name']}\[([\w,]+)\]", line):
            for inner in match[1].split(","):
                found += resolve_extra(project, inner)
        else:
            found.append(line)
    return found
