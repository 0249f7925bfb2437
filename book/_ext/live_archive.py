"""The archive that a page's Python unpacks: the package, the exercises, a sample of data."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np

import dlbook
from dlbook.data import load
from tools.live.archive import write_zip

PACKAGE = Path(dlbook.__file__).parent
PAGE = Path(__file__).parents[1] / "_live" / "dlbook_page"
# The other rooms of the package need torch or matplotlib.
ROOMS = ("data", "exercise", "notebook", "scratch")
BANK = "dlbook/exercise/bank"
SUFFIXES = (".css", ".csv.gz", ".html", ".js", ".py")
SAMPLES = {"mnist": (1000, 200)}
"""Training and test images of each set that a page carries; ``dlbook_page.data`` says so."""


def write_archive(bank: Path, to: Path) -> None:
    """Write the archive, a zip to be unpacked into ``site-packages``.

    Parameters
    ----------
    bank : Path
        The folder of the exercises, ``<chapter>/<slug>.py``.
    to : Path
        The file.
    """
    files = {"dlbook/__init__.py": (PACKAGE / "__init__.py").read_bytes()}
    for room in ROOMS:
        files |= read_folder(PACKAGE / room, f"dlbook/{room}")
    files |= read_folder(PAGE, "dlbook_page")
    files |= read_folder(bank, BANK)
    for name, (train, test) in SAMPLES.items():
        files[f"dlbook/data/bundled/{name}.npz"] = sample(name, train, test)
    write_zip(to, files)


def read_folder(folder: Path, name: str) -> dict[str, bytes]:
    """Return the files of a folder that a page may need, by their names below ``name``."""
    found = (path for path in folder.rglob("*") if path.name.endswith(SUFFIXES))
    return {
        f"{name}/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in found
    }


def sample(name: str, train: int, test: int) -> bytes:
    """Return the first images of a set in the form in which the package keeps the set."""
    images = load(name)
    file = io.BytesIO()
    np.savez_compressed(
        file,
        X_train=images.X_train[:train],
        y_train=images.y_train[:train].astype(np.uint8),
        X_test=images.X_test[:test],
        y_test=images.y_test[:test].astype(np.uint8),
    )
    return file.getvalue()
