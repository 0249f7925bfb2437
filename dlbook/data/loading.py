"""Find a data set by its name, read it, say what it is."""

from __future__ import annotations

from pathlib import Path

from dlbook.data.catalog import CATALOG

BUNDLED = Path(__file__).parent / "bundled"


def names() -> list[str]:
    """Return the names that :func:`load` knows."""
    return sorted(CATALOG)


def load(name: str):
    """Return the data set ``name``."""
    dataset = CATALOG[name]
    return dataset.read(BUNDLED / dataset.file)


def describe(name: str) -> None:
    """Print what the data set ``name`` is."""
    print(CATALOG[name])
