"""Layouts of submissions, on disk and packed; archives and folders that were made to harm."""

from __future__ import annotations

import io
import os
import stat
import tarfile
import threading
import time
import unicodedata
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlbook.grade.archive import Budget, ReadLimits, SpentError, unpack
from dlbook.grade.discover import (
    Submission,
    find_submissions,
    read_files,
)
from tests.grade.generated import BROKEN, tarred, write_student, zipped

MOODLE = "Jane Doe_47_assignsubmission_file_"
CLASS = ["doe_1_10_a.ipynb", "roe_2_11_a.ipynb"]
MAC = ["__MACOSX/._doe_1_10_a.ipynb", ".DS_Store", "grades.csv", "README.md"]


def layout(*names: str, inside: str = "") -> list[str]:
    return [f"{inside}{name}" for name in names]


# Files, and the students that they are. All of them are tried on disk and in a zip.
LAYOUTS = {
    "plain": (["ada.ipynb", "bob/hw.py", "eve.tar.gz", "zoe.docx"], "ada bob eve zoe.docx"),
    "canvas": ([*CLASS, *MAC], "doe_1 roe_2"),
    "wrapped": ([*layout(*CLASS, inside="hw/"), *MAC], "doe_1 roe_2"),
    "wrapped twice": (layout(*CLASS, inside="a/b/"), "doe_1 roe_2"),
    "one of canvas in a folder": (["hw/doe_1_10_a.ipynb"], "doe_1"),
    "in parts": (["p1/doe_1_10_a.ipynb", "p2/roe_2_3_a.ipynb", "ada.py"], "ada doe_1 roe_2"),
    "moodle": ([f"{MOODLE}/a.py", f"{MOODLE}/b.py", "R_2_assignsubmission_file_/x.py"],
               "Jane Doe_47 R_2"),
    "moodle wrapped": ([f"all/{MOODLE}/a.py", "all/R_2_assignsubmission_file_/x.py"],
                       "Jane Doe_47 R_2"),
    "moodle with text": ([f"{MOODLE}/a.py", f"{MOODLE[:-5]}onlinetext_/onlinetext.html"],
                         "Jane Doe_47"),
    "names in a folder": (["all/ada/a.py", "all/bob/x.py", "all/.DS_Store"], "ada bob"),
    "notebooks in a folder": (["all/ada.ipynb", "all/bob.ipynb"], "ada bob"),
    "archives in a folder": (["all/ada.zip", "all/bob.zip"], "ada bob"),
    "one of a class": (["submissions/ada.ipynb"], "ada"),
    "one student": (["ada/hw.ipynb"], "ada"),
    "one student with attempts": (["ada/hw.ipynb", "ada/hw (1).ipynb"], "ada"),
    "one student with a module": (["ada/hw.ipynb", "ada/helpers.py", "ada/data.csv"], "ada"),
}  # fmt: skip


@pytest.fixture(params=["folder", "zip"])
def place(request, tmp_path):
    """Return a function that writes files to a folder, or into a zip, and returns its path."""

    def write(names: list[str]):
        if request.param == "zip":
            path = tmp_path / "download.zip"
            path.write_bytes(zipped(dict.fromkeys(names, "x = 1")))
            return path
        for name in names:
            path = tmp_path / "in" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("x = 1")
        return tmp_path / "in"

    return write


def students(path) -> list[str]:
    return [submission.owner.student for submission in find_submissions(path)[0]]


@pytest.mark.parametrize("name", LAYOUTS)
def test_layouts(place, name):
    names, expected = LAYOUTS[name]
    found = students(place(names))
    assert " ".join(found) == expected


def test_a_bulk_zip_in_the_folder_is_looked_into(tmp_path):
    (tmp_path / "submissions.zip").write_bytes(zipped(dict.fromkeys([*CLASS, *MAC], "x")))
    (tmp_path / "ada.zip").write_bytes(zipped({"hw.py": "x"}))
    assert students(tmp_path) == ["ada", "doe_1", "roe_2"]


def test_files_of_one_student_are_put_together(place):
    names = ["doe_LATE_1_10_a.py", "doe_1_11_b.py", "anon_aB_3_a.py", "anon_aB_4_b.py"]
    found, _ = find_submissions(place(names))
    assert [(s.owner.student, len(s.paths), s.owner.late) for s in found] == [
        ("anon_aB", 2, False),
        ("doe_1", 2, True),
    ]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["all/ada.ipynb", "all/bob.ipynb"], "all was taken for a folder around"),
        (["ada/hw.ipynb", "ada/helpers.py"], "All is in one folder, ada: one student"),
        (["ada.py", "ada.ipynb"], "2 entries are taken for one student, ada"),
        ([f"doe_1_{i}_{i}.py" for i in range(30)], "30 files are taken for one student, doe_1"),
        (["doe_1_2_a.py", "roe_1_3_a.py"], "Canvas's number 1 stands in names of several"),
    ],
)
def test_what_may_be_a_mistake_is_said_aloud(place, names, said):
    assert said in " ".join(find_submissions(place(names))[1])


def test_an_ordinary_layout_needs_no_word(place):
    assert find_submissions(place(CLASS))[1] == []


def test_names_in_a_zip_are_utf8_even_without_its_flag(tmp_path):
    name = unicodedata.normalize("NFD", "Müller Jürgen_1_assignsubmission_file_/hw.py")
    data = bytearray(zipped({name: "x = 1"}))
    data[7] &= ~8  # the flag in the file's own header
    data[data.index(b"PK\x01\x02") + 9] &= ~8  # and in the directory
    path = tmp_path / "all.zip"
    path.write_bytes(data)
    (submission,), _ = find_submissions(path)
    assert submission.owner.name == "Müller Jürgen"
    assert [data for _, data in read_files(submission, Budget())] == [b"x = 1"]


def test_one_file_is_a_submission_and_nothing_is_an_error(tmp_path):
    with pytest.raises(ValueError, match="no submissions"):
        find_submissions(tmp_path)
    with pytest.raises(ValueError, match="there is no"):
        find_submissions(tmp_path / "none")
    (tmp_path / "a.tar.gz").touch()
    with pytest.raises(ValueError, match="unpack"):
        find_submissions(tmp_path / "a.tar.gz")
    (tmp_path / "notes.txt").touch()
    with pytest.raises(ValueError, match="expected a folder"):
        find_submissions(tmp_path / "notes.txt")
    (tmp_path / "ada.py").touch()
    assert students(tmp_path / "ada.py") == ["ada"]


def test_the_results_are_no_submission(tmp_path):
    (tmp_path / "ada.py").touch()
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "x.py").touch()
    found, _ = find_submissions(tmp_path, skip=tmp_path / "results")
    assert [s.owner.student for s in found] == ["ada"]


def test_a_submission_survives_json(tmp_path):
    (tmp_path / "doe_LATE_1_10_a.py").touch()
    (found,), _ = find_submissions(tmp_path)
    assert Submission.from_dict(found.as_dict()) == found


# --- reading ------------------------------------------------------------------------------


def read(path, **limits) -> tuple[dict[str, bytes], list[str]]:
    budget, files = Budget(ReadLimits(**limits)), {}
    try:
        for name, data in read_files(find_submissions(path)[0][0], budget):
            files[name] = data
    except SpentError:
        pass
    return files, budget.notes


@pytest.mark.parametrize("form", ["ipynb", "folder", "zip", "tar.gz"])
def test_each_form_is_read(form, tmp_path):
    write_student(tmp_path, "ada", ["x = 1"], form)
    files, notes = read(tmp_path)
    assert len(files) == 1
    assert notes == []


def test_a_packed_download_is_read_with_archives_in_it(tmp_path):
    path = tmp_path / "all.zip"
    inner = zipped({"b.py": "y = 2"})
    path.write_bytes(
        zipped({"ada/hw.zip": inner, "ada/a.py": "x", "ada/me.png": "", "bob/a.py": ""})
    )
    files, notes = read(path)
    assert list(files) == ["ada/hw.zip/b.py", "ada/a.py"]
    assert notes == ["ada/me.png was left out: it is no notebook, Python file or archive."]


def test_ignored_files_links_pipes_and_depths_in_a_folder(tmp_path):
    ada, outside = tmp_path / "in" / "ada", tmp_path / "out"
    (tmp_path / "in" / "zoe").mkdir(parents=True)
    for path in ("a.py", "b/x.py", ".git/c.py", "__pycache__/d.py", "b/c.txt"):
        (ada / path).parent.mkdir(parents=True, exist_ok=True)
        (ada / path).write_text(path)
    outside.mkdir()
    (outside / "secret.py").write_text("secret")
    (ada / "link.py").symlink_to(outside / "secret.py")
    (ada / "folder").symlink_to(outside)
    os.mkfifo(ada / "pipe.py")
    deep = ada / "/".join("d" * 20)
    deep.mkdir(parents=True)
    (deep / "x.py").touch()
    files, notes = read(tmp_path / "in", depth=1)
    assert list(files) == ["a.py", "b/x.py"]
    left_out = " ".join(notes)
    for what in ("folder was left out: it is a link", "link.py", "pipe.py", "too deep"):
        assert what in left_out


def test_a_link_in_place_of_a_submission_is_not_followed(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.py").write_text("secret")
    (tmp_path / "in" / "eve.py").symlink_to(tmp_path / "secret.py")
    files, notes = read(tmp_path / "in")
    assert files == {}
    assert "is a link" in notes[0]


def test_a_folder_that_becomes_a_link_while_it_is_read_is_not_followed(tmp_path):
    inside, outside = tmp_path / "in" / "eve", tmp_path / "out"
    (inside / "a").mkdir(parents=True)
    (tmp_path / "in" / "zoe").mkdir()
    outside.mkdir()
    (inside / "a" / "x.py").write_text("mine")
    (outside / "x.py").write_text("secret")
    done = threading.Event()

    def swap():
        while not done.is_set():
            (inside / "a").rename(inside / "b")
            (inside / "a").symlink_to(outside)
            (inside / "a").unlink()
            (inside / "b").rename(inside / "a")

    thread = threading.Thread(target=swap)
    thread.start()
    try:
        for _ in range(200):
            assert b"secret" not in read(tmp_path / "in")[0].values()
    finally:
        done.set()
        thread.join()


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_broken_costs_little(kind, tmp_path):
    suffix, make = BROKEN[kind]
    (tmp_path / f"eve{suffix}").write_bytes(make())
    begin = time.process_time()
    files, notes = read(tmp_path)
    assert time.process_time() - begin < 5
    assert files or notes


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"files": 2}, "more than 2 notebooks"),
        ({"entries": 2}, "more than 2 files and folders"),
        ({"bytes": 10}, "more than 0 MB"),
    ],
)
def test_what_was_read_before_a_limit_counts(tmp_path, limits, said):
    for name in ("ada", "zoe"):
        (tmp_path / name).mkdir()
    for i in range(5):
        (tmp_path / "ada" / f"{i}.py").write_text("x = 1")
    files, notes = read(tmp_path, **limits)
    assert len(files) < 5
    assert said in notes[0]


# --- archives -----------------------------------------------------------------------------

FILES = {"a.py": "x = 1", "hw/b.ipynb": "{}", "hw/data.csv": "1,2"}
PACKED = {
    "a.zip": zipped(FILES),
    "a.tar": tarred(FILES, "w"),
    "a.tar.gz": tarred(FILES),
    "a.tar.bz2": tarred(FILES, "w:bz2"),
    "a.tar.xz": tarred(FILES, "w:xz"),
}


def unpacked(data: bytes, budget: Budget | None = None) -> list[tuple[str, bytes]]:
    return list(unpack("a.zip", data, budget or Budget()))


@pytest.mark.parametrize("name", PACKED)
def test_notebooks_and_python_files_are_read(name):
    assert unpacked(PACKED[name]) == [("a.py", b"x = 1"), ("hw/b.ipynb", b"{}")]


@pytest.mark.parametrize("pack", [zipped, tarred])
@pytest.mark.parametrize("name", ["../a.py", "/tmp/a.py", "hw/../../a.py", "C:/a.py"])
def test_a_name_that_points_outside_is_refused(pack, name):
    budget = Budget()
    assert unpacked(pack({name: "x = 1", "b.py": "y"}), budget) == [("b.py", b"y")]
    assert "points out of the archive" in budget.notes[0]


def test_links_in_archives_are_refused():
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo("a.py")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    with zipfile.ZipFile(zips := io.BytesIO(), "w") as archive:
        info = zipfile.ZipInfo("a.py")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    for packed in (stream, zips):
        budget = Budget()
        assert unpacked(packed.getvalue(), budget) == []
        assert budget.notes == ["a.py was left out: it is a link."]


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_bombs_end_at_the_limit(pack):
    data = pack({"a.py": b"0" * 3_000_000, "b.py": "y"})
    budget = Budget(ReadLimits(bytes=1_000_000))
    with pytest.raises(SpentError):
        unpacked(data, budget)
    assert budget.notes


def test_what_is_not_read_but_unpacked_counts_too():
    budget = Budget(ReadLimits(bytes=1_000_000))
    with pytest.raises(SpentError):
        unpacked(tarred({"data.bin": b"0" * 3_000_000, "b.py": "y"}), budget)
    assert "unpacks to too much" in budget.notes[0]
    with pytest.raises(SpentError):
        unpacked(zipped({f"{i}.txt": "" for i in range(200)}), Budget(ReadLimits(entries=100)))


@pytest.mark.parametrize("format", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_a_header_of_megabytes_is_not_parsed(format):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz", format=format) as archive:
        archive.addfile(tarfile.TarInfo("a" * 30_000_000 + ".py"))
    budget = Budget()
    begin = time.process_time()
    assert unpacked(stream.getvalue(), budget) == []
    assert time.process_time() - begin < 5
    assert "damaged" in budget.notes[0]


def test_archives_in_archives_are_read_to_a_depth():
    middle = tarred({"inner.zip": zipped({"a.py": "x"}), "b.py": "y"})
    data = zipped({"m.tar.gz": middle})
    assert [name for name, _ in unpacked(data)] == ["m.tar.gz/b.py"]
    deeper = unpacked(data, Budget(ReadLimits(depth=3)))
    assert [name for name, _ in deeper] == ["m.tar.gz/inner.zip/a.py", "m.tar.gz/b.py"]


def test_a_password_is_noted():
    data = bytearray(zipped({"a.py": "x"}))
    data[6] |= 1  # the flag in the file's own header
    data[data.index(b"PK\x01\x02") + 8] |= 1  # and in the directory
    budget = Budget()
    assert unpacked(bytes(data), budget) == []
    assert "password" in budget.notes[0]


@given(st.sampled_from(sorted(PACKED)), st.data())
@settings(max_examples=100, deadline=None)
def test_damage_costs_no_more_than_the_archive(name, data):
    packed = bytearray(PACKED[name])
    for _ in range(data.draw(st.integers(1, 4))):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    packed = packed[: data.draw(st.integers(0, len(packed)))]
    try:
        found = unpacked(bytes(packed), Budget(ReadLimits(bytes=1_000_000, entries=100)))
    except SpentError:
        return
    assert len(found) <= 3
