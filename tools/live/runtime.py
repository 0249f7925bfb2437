"""All that the pages load to run Python, except the book's own code."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from tools.live.licenses import write_licenses
from tools.live.numpy_archive import repack

PYTHON = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
PYODIDE, NUMPY = "pyodide", "@emscripten-forge/numpy"
EDITOR = ("@codemirror", "@lezer", "@marijn", "crelt", "style-mod", "w3c-keyname")


class BundleError(Exception):
    """The editor could not be bundled; the message says why."""


def assemble(modules: Path, entry: Path, to: Path) -> None:
    """Lay out Python, NumPy and the editor for the pages.

    Names carry versions, so that a browser never mixes an old file with a new one.

    Parameters
    ----------
    modules : Path
        ``node_modules``.
    entry : Path
        The script that names what the editor is made of.
    to : Path
        The folder to fill.
    """
    place_python(modules / PYODIDE, to)
    (package,) = (modules / NUMPY / "pkg").glob("numpy-*.tar.gz")
    repack(package, to / f"numpy-{package.name.split('-')[1]}.zip")
    bundle(modules, entry, to / "editor.js")
    write_licenses(modules, (PYODIDE, NUMPY, *EDITOR), to / "LICENSES.txt")


def place_python(package: Path, to: Path) -> None:
    """Copy Python, with an index of packages that lists none."""
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    folder = to / f"python-{version}"
    folder.mkdir(parents=True)
    for name in PYTHON:
        shutil.copyfile(package / name, folder / name)
    index = json.loads((package / "pyodide-lock.json").read_text(encoding="utf-8"))
    # The packages of the full index are not served: naming them would mislead.
    index["packages"] = {}
    (folder / "pyodide-lock.json").write_text(json.dumps(index), encoding="utf-8")


def bundle(modules: Path, entry: Path, to: Path) -> None:
    """Bundle an entry script with all that it imports into one file.

    Raises
    ------
    BundleError
        Where esbuild finds fault with it.
    """
    # Beside node_modules, where esbuild looks for what the entry imports.
    script = shutil.copy(entry, modules.parent)
    esbuild = modules / "esbuild" / "bin" / "esbuild"
    node = shutil.which("node") or Path(sys.executable).parent / "node"  # as npm is found
    options = ["--bundle", "--minify", "--format=esm", "--target=es2022", "--log-level=error"]
    done = subprocess.run(
        [node, esbuild, script, *options, f"--outfile={to}"], capture_output=True, text=True
    )
    if done.returncode:
        raise BundleError(f"{entry.name} could not be bundled:\n{done.stderr}")
