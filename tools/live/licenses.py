"""One file with the licenses of all that the pages load."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

HOMES = {
    "pyodide": "Python for the browser: https://github.com/pyodide/pyodide (source code)",
    "@emscripten-forge/numpy": "NumPy: its license, BSD-3-Clause, is in the archive itself",
}


def write_licenses(modules: Path, names: Iterable[str], to: Path) -> None:
    """Write name, version and license of the packages, and the license's text if it is there.

    Parameters
    ----------
    modules : Path
        ``node_modules``.
    names : iterable of str
        Packages, or scopes such as ``@lezer``, which stand for all their packages.
    to : Path
        The file.
    """
    folders = [folder for name in names for folder in _packages(modules / name)]
    to.write_text("\n\n".join(_entry(modules, folder) for folder in folders), encoding="utf-8")


def _packages(folder: Path) -> Iterator[Path]:
    if (folder / "package.json").exists():
        yield folder
    else:
        yield from sorted(path.parent for path in folder.glob("*/package.json"))


def _entry(modules: Path, folder: Path) -> str:
    package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    name = folder.relative_to(modules).as_posix()
    lines = [f"{name} {package['version']}: {package['license']}"]
    lines += [HOMES[name]] if name in HOMES else []
    texts = sorted(folder.glob("LICEN[CS]E*"))
    return "\n\n".join(lines + [text.read_text(encoding="utf-8").strip() for text in texts])
