"""Load and describe a data set by its name."""

from __future__ import annotations

import difflib
import textwrap
from pathlib import Path

from dlbook.data.catalog import CATALOG, Dataset
from dlbook.data.download import fetch

BUNDLED = Path(__file__).parent / "bundled"


def names() -> list[str]:
    """Return the names of the data sets, in alphabetical order."""
    return sorted(CATALOG)


def load(name: str):
    """Load a data set; one that does not come with the package is downloaded once.

    Parameters
    ----------
    name : str
        One of :func:`names`.

    Returns
    -------
    object
        As :func:`describe` says. Arrays are fresh and writable: changes to them do not affect
        the next call.

    Raises
    ------
    ValueError
        If there is no such data set; the message names the nearest.
    dlbook.data.DownloadError
        If a file cannot be downloaded; the message says how to get it by hand.

    Notes
    -----
    Downloads are kept in the folder named by the environment variable ``DLBOOK_DATA``, or in
    the operating system's cache folder.
    """
    dataset = _find(name)
    if dataset.is_bundled:
        return dataset.read(*(BUNDLED / file.name for file in dataset.files))
    return dataset.read(*fetch(dataset))


def describe(name: str) -> None:
    """Print what a data set is, what :func:`load` returns, and how to cite it."""
    dataset = _find(name)
    print(dataset.title)
    for label, text in (
        ("what", dataset.about),
        ("load gives", dataset.contents),
        ("provenance", dataset.provenance),
        ("license", dataset.license),
        ("cite", dataset.citation),
        ("home page", dataset.source),
        *(("download", file.address) for file in dataset.files if file.address),
    ):
        print(_entry(label, text))


def _find(name: str) -> Dataset:
    if dataset := CATALOG.get(name):
        return dataset
    guess = str(name).lower().replace("-", "_").replace(" ", "_")
    nearest = difflib.get_close_matches(guess, names(), n=1)
    hint = f"Did you mean {nearest[0]!r}? " if nearest else ""
    raise ValueError(f"There is no data set {name!r}. {hint}There are: {', '.join(names())}")


def _entry(label: str, text: str) -> str:
    """Wrap a labeled paragraph; addresses stay whole."""
    return textwrap.fill(
        text,
        width=88,
        initial_indent=f"  {label + ':':<12}",
        subsequent_indent=" " * 14,
        break_long_words=False,
        break_on_hyphens=False,
    )
