"""Lay out what the pages load: Python, NumPy, the editor, the book's scripts, licenses."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tools.live.archive import repack

PYTHON = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
# The scripts that a page loads: what every page has, what live pages have, the search.
BUNDLES = ("book.js", "start.js", "search.js")
PYODIDE, NUMPY = "pyodide", "@emscripten-forge/numpy"
EDITOR = ("@codemirror", "@lezer", "@marijn", "crelt", "style-mod", "w3c-keyname")
PLOT = ("@observablehq", "binary-search-bounds", "delaunator", "internmap", "interval-tree-1d",
        "isoformat", "robust-predicates")  # fmt: skip
COMPILE = Path(__file__).with_name("compile.mjs")
# Where the pages' Python has its own modules, and others.
LIBRARY = "/lib/python3.12"

HOMES = {
    "pyodide": "Python for the browser: https://github.com/pyodide/pyodide (source code)",
    "@emscripten-forge/numpy": "NumPy: its license, BSD-3-Clause, is in the archive itself",
}


class ToolError(Exception):
    """A tool failed; the message says which, and why."""


def assemble(modules: Path, entries: Iterable[Path], to: Path) -> None:
    """Lay out Python, NumPy, the editor and the plotting library for the pages.

    Names carry versions, so that a browser never mixes an old file with a new one.

    Parameters
    ----------
    modules : Path
        ``node_modules``.
    entries : iterable of Path
        Scripts that import parts of other packages, to be bundled under their own names.
    to : Path
        The folder to fill.

    Raises
    ------
    ToolError
        If the modules cannot be compiled or an entry cannot be bundled.
    """
    python = place_python(modules / PYODIDE, to)
    (package,) = (modules / NUMPY / "pkg").glob("numpy-*.tar.gz")
    numpy = to / f"numpy-{package.name.split('-')[1]}.zip"
    repack(package, numpy)
    # Compiled here, once: compiling doubles the time that a page takes to start Python.
    zips = {LIBRARY: python / "python_stdlib.zip", f"{LIBRARY}/site-packages": numpy}
    node = shutil.which("node") or Path(sys.executable).parent / "node"  # as npm is found
    run(
        node, COMPILE, modules / PYODIDE, *(f"{prefix}={path}" for prefix, path in zips.items())
    )
    for entry in entries:
        # Beside node_modules, where esbuild looks for what the entry imports.
        script = shutil.copy(entry, modules.parent)
        bundle(find_esbuild(modules), script, to / entry.name, "--format=esm")
    drawing = (*PLOT, *sorted(path.name for path in modules.glob("d3*")))
    write_licenses(
        modules, (PYODIDE, NUMPY, *EDITOR, *drawing, "minisearch"), to / "LICENSES.txt"
    )


def place_python(package: Path, to: Path) -> Path:
    """Copy Python, with an index of packages that lists none, and return its folder."""
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    folder = to / f"python-{version}"
    folder.mkdir(parents=True)
    for name in PYTHON:
        shutil.copyfile(package / name, folder / name)
    index = json.loads((package / "pyodide-lock.json").read_text(encoding="utf-8"))
    # The packages of the full index are not served: naming them would mislead.
    index["packages"] = {}
    (folder / "pyodide-lock.json").write_text(json.dumps(index), encoding="utf-8")
    return folder


def find_esbuild(modules: Path) -> Path:
    """Return the program that the package of this machine's kind holds."""
    return next((modules / "@esbuild").glob("*/bin/esbuild"))


def bundle(esbuild: Path, entry: Path, to: Path, *options: str) -> None:
    """Bundle an entry script with all that it imports into one file."""
    run(esbuild, entry, "--bundle", "--minify", "--target=es2022", *options, f"--outfile={to}")


def build_scripts(sources: Path, esbuild: Path, to: Path) -> None:
    """Bundle the page's scripts; editor and plots, loaded on first use, stay apart.

    ``sources`` is the folder with ``worker.js`` and the ``BUNDLES``.
    """
    # Not a module: a browser loads none for a page that was opened as a file.
    options = ("--format=iife", "--external:./editor.js", "--external:./plot.js")
    engine = f"--alias:minisearch={esbuild.parent.resolve() / 'minisearch.js'}"
    for name in BUNDLES:
        bundle(esbuild, sources / name, to / name, *options, engine)
    shutil.copyfile(sources / "worker.js", to / "worker.js")


def run(*command: Path | str) -> None:
    """Run a command.

    Raises
    ------
    ToolError
        If it fails, with the end of its error output.
    """
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        name = next(Path(part).name for part in command[1:])
        said = "\n".join(line[:200] for line in done.stderr.splitlines()[-12:])
        raise ToolError(f"{Path(command[0]).name} failed at {name}:\n{said}")


def write_licenses(modules: Path, names: Iterable[str], to: Path) -> None:
    """Write name, version and license of the packages, and the license's text if it is there.

    ``names`` are packages in ``node_modules``, or scopes such as ``@lezer``.
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
