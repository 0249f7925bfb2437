"""Fetch files from the home pages of their data sets, and keep them in a cache folder."""

from __future__ import annotations

import contextlib
import logging
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from dlbook.data.dataset import Dataset, File

RETRIES = 1
"""How often a download that fails, or brings the wrong bytes, is tried again."""

TIMEOUT = 30
"""Seconds without a byte after which a download has failed."""

ABANDONED = 3600
"""Seconds after which a half-written file counts as left by a process that was killed."""


class DownloadError(RuntimeError):
    """A file could not be had; the message says how to get it by hand."""


def fetch(dataset: Dataset) -> list[Path]:
    """Return the paths of the data set's files, downloading what the cache lacks.

    The cache is the folder that the environment variable ``DLBOOK_DATA`` names,
    else the operating system's folder for caches. A file is written beside its
    place and moved there once its sha256 is right. What a failed or interrupted
    download has written is removed; what a killed process left, by the next call.

    Raises
    ------
    DownloadError
        Where a file cannot be fetched, is not the expected one, or cannot be
        written.
    ModuleNotFoundError
        Where pooch or tqdm is not installed.
    """
    pooch = _import_pooch(dataset.name)
    cache = pooch.create(
        path=pooch.os_cache("dlbook"),
        env="DLBOOK_DATA",
        base_url="",
        registry={f"{dataset.name}/{file.name}": file.sha256 for file in dataset.files},
        urls={f"{dataset.name}/{file.name}": file.address for file in dataset.files},
        retry_if_failed=RETRIES,
    )
    _remove_abandoned(cache.abspath / dataset.name)
    with _quiet(pooch.get_logger()):
        return [_fetch_one(cache, dataset.name, file) for file in dataset.files]


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
    """Return the path of one file; every failure becomes an error that says what to do."""
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
    """Pooch's download with a bar on a terminal; remembers the sha256 of what came."""

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
    """Say what went wrong and what to do. A failed request is an OSError too: it goes first."""
    from requests.exceptions import RequestException

    if isinstance(error, RequestException):
        return f"{file.name} could not be downloaded: {_reason(error)}\n{_by_hand(file, path)}"
    if isinstance(error, OSError):
        return (
            f"{path} cannot be written or read: {error}\n"
            "Set the environment variable DLBOOK_DATA to a folder where you may write."
        )
    return (
        f"{file.name} was downloaded {RETRIES + 1} times and is not the expected file:\n"
        f"  expected sha256 {file.sha256}\n"
        f"  received sha256 {received}\n"
        "It was not kept. Either it has changed at its home page, or something in between, "
        "such as the login page of a network, answered in its place.\n"
        f"{_by_hand(file, path)}"
    )


def _reason(error: Exception) -> str:
    """Say in a line what the library says in five."""
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
    """Remove half-written files of processes that were killed, and could not do it."""
    for path in folder.glob("tmp*"):
        # It may be gone meanwhile, or the cache may be read-only: neither matters.
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > ABANDONED:
                path.unlink()


@contextlib.contextmanager
def _quiet(logger: logging.Logger) -> Iterator[None]:
    """Keep pooch's notes of what it does off the screen, and leave its logger as it was."""

    def is_serious(note: logging.LogRecord) -> bool:
        return note.levelno >= logging.WARNING

    logger.addFilter(is_serious)
    try:
        yield
    finally:
        logger.removeFilter(is_serious)
