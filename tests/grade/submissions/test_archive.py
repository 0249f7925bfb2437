from __future__ import annotations

import io
import stat
import tarfile
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlbook.grade.submissions.archive import files_in
from dlbook.grade.submissions.budget import Budget, Caps, SpentError
from tests.grade.generated import tarred, zipped

FILES = {"a.py": "x = 1", "hw/b.ipynb": "{}", "hw/data.csv": "1,2"}
PACKED = {
    "a.zip": zipped(FILES),
    "a.tar": tarred(FILES, "w"),
    "a.tar.gz": tarred(FILES),
    "a.tar.bz2": tarred(FILES, "w:bz2"),
    "a.tar.xz": tarred(FILES, "w:xz"),
}


def read(data: bytes, budget: Budget | None = None) -> list[tuple[str, bytes]]:
    return list(files_in("a.zip", data, budget or Budget()))


@pytest.mark.parametrize("name", PACKED)
def test_notebooks_and_python_files_are_read(name):
    assert read(PACKED[name]) == [("a.py", b"x = 1"), ("hw/b.ipynb", b"{}")]


@pytest.mark.parametrize("pack", [zipped, tarred])
@pytest.mark.parametrize("name", ["../a.py", "/tmp/a.py", "hw/../../a.py", "C:/a.py"])
def test_a_name_that_points_outside_is_refused(pack, name):
    budget = Budget()
    assert read(pack({name: "x = 1", "b.py": "y"}), budget) == [("b.py", b"y")]
    assert "points out of the archive" in budget.notes[0]


def test_links_are_refused():
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo("a.py")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    budget = Budget()
    assert read(stream.getvalue(), budget) == []
    assert budget.notes == ["a.py was left out: it is a link."]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        info = zipfile.ZipInfo("a.py")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    budget = Budget()
    assert read(stream.getvalue(), budget) == []
    assert "link" in budget.notes[0]


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_bomb_costs_no_more_than_the_cap(pack):
    data = pack({"a.py": b"0" * 3_000_000, "b.py": "y"})
    assert len(data) < 10_000
    budget = Budget(Caps(bytes=2_000_000, file_bytes=1_000_000))
    assert [name for name, _ in read(data, budget)] == ["b.py"]
    assert "larger than 1 MB" in budget.notes[0]


def test_a_stream_that_unpacks_to_too_much_is_given_up():
    data = tarred({"data.bin": b"0" * 3_000_000, "b.py": "y"})  # not read, but unpacked
    budget = Budget(Caps(bytes=1_000_000))
    with pytest.raises(SpentError):
        read(data, budget)
    assert "unpacks to too much" in budget.notes[0]


def test_many_names_are_given_up():
    budget = Budget(Caps(entries=100))
    with pytest.raises(SpentError):
        read(zipped({f"{i}.txt": "" for i in range(200)}), budget)


def test_archives_in_archives_are_read_to_a_depth():
    inner = zipped({"a.py": "x"})
    middle = tarred({"inner.zip": inner, "b.py": "y"})
    assert [n for n, _ in read(zipped({"m.tar.gz": middle}))] == ["b.py"]
    budget = Budget(Caps(depth=3))
    assert [n for n, _ in read(zipped({"m.tar.gz": middle}), budget)] == ["a.py", "b.py"]


def test_a_password_is_noted():
    data = bytearray(zipped({"a.py": "x"}))
    data[6] |= 1  # the flag in the file's own header
    data[data.index(b"PK\x01\x02") + 8] |= 1  # and in the directory
    budget = Budget()
    assert read(bytes(data), budget) == []
    assert "password" in budget.notes[0]


@given(st.sampled_from(sorted(PACKED)), st.data())
@settings(max_examples=150, deadline=None)
def test_damage_costs_no_more_than_the_archive(name, data):
    packed = bytearray(PACKED[name])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(packed) - 1))
        packed[place] = data.draw(st.integers(0, 255))
    packed = packed[: data.draw(st.integers(0, len(packed)))]
    budget = Budget(Caps(bytes=1_000_000, file_bytes=100_000, entries=100))
    try:
        found = list(files_in(name, bytes(packed), budget))
    except SpentError:
        return
    assert len(found) <= 3


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_noise_is_no_archive(noise):
    for name in PACKED:
        budget = Budget()
        assert list(files_in(name, noise, budget)) == []
