"""Fetch files from the home pages of their data sets, and keep them in a cache folder."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from dlbook.data.catalog import Dataset, File

RETRIES = 1
"""How often a failed or corrupt download is retried."""

TIMEOUT = 30
"""Seconds without data after which a download fails."""

ABANDONED = 3600
"""Age in seconds from which a partial file is taken to be left by a killed process."""


class DownloadError(RuntimeError):
    """A file could not be downloaded; the message says how to get it by hand."""


def fetch(dataset: Dataset) -> list[Path]:
    """Return the paths of the data set's files, downloading what the cache lacks.

    The cache is the folder named by the environment variable ``DLBOOK_DATA``, or the operating
    system's cache folder. A file is moved there only once its sha256 is right; partial files of
    a failed download are removed at once, those of a killed process by the next call.

    Raises
    ------
    DownloadError
        If a file cannot be downloaded, is not the expected one, or cannot be written.
    ModuleNotFoundError
        If pooch or tqdm is not installed.
    """
    pooch = _import_pooch(dataset.name)
    cache = pooch.create(
        path=cache_folder(dataset.name),
        base_url="",
        registry={f"{dataset.name}/{file.name}": file.sha256 for file in dataset.files},
        urls={f"{dataset.name}/{file.name}": file.address for file in dataset.files},
        retry_if_failed=RETRIES,
    )
    _remove_abandoned(cache.abspath / dataset.name)
    with _quiet(pooch.get_logger()):
        return [_fetch_one(cache, dataset.name, file) for file in dataset.files]


def cache_folder(name: str) -> Path:
    """Return the folder of all downloads; ``name`` is what it is wanted for."""
    pooch = _import_pooch(name)
    folder = os.environ.get("DLBOOK_DATA") or pooch.os_cache("dlbook")
    return Path(folder).expanduser().absolute()


def _import_pooch(name: str) -> ModuleType:
    try:
        with warnings.catch_warnings():
            # In a notebook without ipywidgets, importing pooch warns of a
            # progress bar that is not used here.
            warnings.filterwarnings("ignore", message="IProgress not found")
            import pooch
            import tqdm  # noqa: F401
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"{name!r} is downloaded on first use, and that needs the package {error.name}. "
            'Install it:  pip install "dlbook[torch]"',
            name=error.name,
        ) from None
    return pooch


def _fetch_one(cache, folder: str, file: File) -> Path:
    """Return the path of a file; turn every failure into an error that says what to do."""
    from requests.exceptions import RequestException

    path = cache.abspath / folder / file.name
    download = _Download()
    try:
        cache.fetch(f"{folder}/{file.name}", downloader=download)
        if download.received:
            # Pooch's temporary files are private to the user; a cache may be shared.
            path.chmod(0o644)
    except (RequestException, OSError, ValueError) as error:
        raise DownloadError(_explain(error, file, path, download.received)) from None
    return path


class _Download:
    """Pooch's downloader with a progress bar; remembers the sha256 of what it received."""

    received = ""

    def __call__(self, url: str, output_file: str, pooch) -> None:
        from pooch import HTTPDownloader, file_hash
        from requests.exceptions import HTTPError
        from tqdm import tqdm

        # disable=None: only a terminal can wipe the bar away. What a notebook
        # prints stays in it.
        with tqdm(
            total=1,  # pooch sets it, and takes a bar of total 0 or None for none
            desc=url.rpartition("/")[2],
            unit="B",
            unit_scale=True,
            leave=False,
            file=sys.stderr,
            disable=None,
        ) as bar:
            http = HTTPDownloader(progressbar=bar, chunk_size=1 << 14, timeout=TIMEOUT)
            try:
                http(url, output_file, pooch)
            except HTTPError as error:
                error.response.close()  # or Python warns of an open socket
                raise
        self.received = file_hash(output_file)


def _explain(error: Exception, file: File, path: Path, received: str) -> str:
    """Say what went wrong and what to do; a failed request is an OSError too."""
    from requests.exceptions import RequestException

    if isinstance(error, RequestException):
        return f"{file.name} could not be downloaded: {_reason(error)}\n{_by_hand(file, path)}"
    if isinstance(error, OSError):
        return cannot_write(path, error)
    return (
        f"{file.name} was downloaded {RETRIES + 1} times and is not the expected file:\n"
        f"  expected sha256 {file.sha256}\n"
        f"  received sha256 {received}\n"
        "It was not kept. Either it has changed at its home page, or something in between, "
        "such as the login page of a network, answered in its place.\n"
        f"{_by_hand(file, path)}"
    )


def cannot_write(path: Path, error: OSError) -> str:
    """Say that a place in the cache is of no use, and what to do."""
    return (
        f"{path} cannot be written or read: {error}\n"
        "Set the environment variable DLBOOK_DATA to a folder where you may write."
    )


def _reason(error: Exception) -> str:
    """Summarize a network error in one line."""
    from requests.exceptions import HTTPError, Timeout

    if isinstance(error, HTTPError):
        return f"the server answered {error.response.status_code} {error.response.reason}."
    if isinstance(error, Timeout):
        return f"the server did not answer within {TIMEOUT} seconds."
    return (
        "the server cannot be reached, or the connection broke "
        f"({type(error).__name__}). Is there a network?"
    )


def _by_hand(file: File, path: Path) -> str:
    there = "in place of the damaged file" if path.exists() else "as"
    return (
        f"To get it by hand, save\n  {file.address}\n{there}\n  {path}\n"
        "(the environment variable DLBOOK_DATA sets the folder)."
    )


def _remove_abandoned(folder: Path) -> None:
    """Remove partial files of killed processes."""
    for path in folder.glob("tmp*"):
        # It may be gone meanwhile, or the cache may be read-only: neither matters.
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > ABANDONED:
                path.unlink()


@contextlib.contextmanager
def _quiet(logger: logging.Logger) -> Iterator[None]:
    """Hide pooch's progress messages, and restore its logger afterward."""

    def is_serious(note: logging.LogRecord) -> bool:
        return note.levelno >= logging.WARNING

    logger.addFilter(is_serious)
    try:
        yield
    finally:
        logger.removeFilter(is_serious)
