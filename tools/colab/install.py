"""The first cell of each notebook: it installs dlbook where it is missing."""

from __future__ import annotations

import re
from pathlib import Path

from remote_links import find_remote

CELL = """\
# @title Run this first: it installs the book's package, `dlbook`, if it is missing
import importlib.util
import subprocess
import sys

SOURCE = "{source}"
if importlib.util.find_spec("dlbook") is None:
    if not SOURCE:
        raise ModuleNotFoundError(
            "dlbook is not installed, and this notebook does not know where it can be had: "
            "in a copy of the book's repository, run  pip install '.[torch]'"
        )
    command = [sys.executable, "-m", "pip", "install", "--quiet", SOURCE]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise ModuleNotFoundError(
            f"dlbook could not be installed from {{SOURCE}}. Is there a connection to the "
            f"internet? Run this cell again. What pip said:\\n{{done.stderr.strip()}}"
        )
    importlib.invalidate_caches()
"""
STORED = re.compile(r'^SOURCE = "(.*)"$', re.MULTILINE)


def install_cell(source: str) -> str:
    """Return the code of the cell.

    Parameters
    ----------
    source : str
        What pip is told to install; empty where no address is known.
    """
    return CELL.format(source=source).rstrip("\n")


def source_of(repository: Path, stored: str = "") -> str:
    """Return what pip is to install: dlbook from where the repository is hosted.

    Parameters
    ----------
    repository : Path
        The repository's folder.
    stored : str
        The source in the notebooks as they are. It stays where the repository has no
        remote that a reader can open, as in an archive of it.
    """
    remote = find_remote(repository)
    return f"dlbook[torch] @ git+{remote.home}" if remote else stored


def stored_source(cell: str) -> str:
    """Return the source that a notebook's first cell names; empty where it names none."""
    match = STORED.search(cell)
    return match[1] if match else ""
