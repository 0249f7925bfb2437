"""What the book keeps about a data set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class File:
    """One file of a data set.

    Attributes
    ----------
    name : str
        Its name in the package or in the cache.
    sha256 : str
        Its fingerprint, 64 hexadecimal digits.
    address : str
        Where it is downloaded from; empty where it comes with the package.
    """

    name: str
    sha256: str
    address: str = ""


@dataclass(frozen=True)
class Dataset:
    """One data set of the book.

    Attributes
    ----------
    name : str
        What :func:`~dlbook.data.load` is called with.
    title : str
        The name that people use.
    about : str
        What it is, in a few sentences.
    contents : str
        What :func:`~dlbook.data.load` returns, with shapes and units.
    provenance : str
        Who made it, and by which way it came here.
    license : str
        What it may be used for.
    citation : str
        The publication to cite.
    source : str
        Address of its home page.
    files : tuple of File
        All from the package, or all downloaded.
    read : callable
        From the paths of the files, in their order, to what
        :func:`~dlbook.data.load` returns.
    """

    name: str
    title: str
    about: str
    contents: str
    provenance: str
    license: str
    citation: str
    source: str
    files: tuple[File, ...]
    read: Callable[..., object]

    @property
    def is_bundled(self) -> bool:
        """Whether its files come with the package."""
        return not any(file.address for file in self.files)
