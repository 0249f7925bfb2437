"""The scripts of live pages, in one file that a page can load from wherever it lies."""

from __future__ import annotations

import shutil
from pathlib import Path

from tools.live.runtime import bundle


def build_scripts(sources: Path, esbuild: Path, to: Path) -> None:
    """Bundle the page's scripts; what they load on first use stays apart.

    Parameters
    ----------
    sources : Path
        The folder with ``start.js`` and ``worker.js``.
    esbuild : Path
        The program that bundles.
    to : Path
        The folder to write to.
    """
    # No module: a browser loads none for a page that was opened as a file.
    bundle(
        esbuild,
        sources / "start.js",
        to / "start.js",
        "--format=iife",
        "--external:./editor.js",
    )
    shutil.copyfile(sources / "worker.js", to / "worker.js")
