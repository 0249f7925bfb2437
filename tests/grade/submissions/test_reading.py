from __future__ import annotations

import time

import pytest

from dlbook.grade.submissions.budget import Caps
from dlbook.grade.submissions.layout import submissions_at
from dlbook.grade.submissions.reading import read_submission
from tests.grade.generated import BROKEN, notebook, write_student, zipped


def only(path, **caps):
    (handed,) = submissions_at(path)
    return read_submission(handed, Caps(**caps) if caps else None)


@pytest.mark.parametrize("form", ["ipynb", "folder", "zip", "tar.gz"])
def test_each_form_is_read(form, tmp_path):
    write_student(tmp_path, "ada", ["x = 1"], form)
    reading = only(tmp_path)
    assert [document.cells for document in reading.documents] == [("x = 1",)]
    assert reading.notes == []


def test_an_archive_in_a_folder_is_read(tmp_path):
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "hw.zip").write_bytes(zipped({"a.py": "x = 1"}))
    assert only(tmp_path).documents[0].name == "hw.zip/a.py"


def test_a_packed_download_is_read(tmp_path):
    path = tmp_path / "all.zip"
    inner = zipped({"b.py": "y = 2"})
    files = {"ada/hw.zip": inner, "ada/a.ipynb": notebook(["x = 1"]), "ada/me.png": ""}
    path.write_bytes(zipped({**files, "bob/a.py": ""}))
    reading = read_submission(submissions_at(path)[0])
    names = [document.name for document in reading.documents]
    assert names == ["ada/a.ipynb", "ada/hw.zip/b.py"]
    assert reading.notes == ["ada/me.png was left out: no notebook, Python or archive."]


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_broken_costs_little_and_says_why(kind, tmp_path):
    suffix, make = BROKEN[kind]
    (tmp_path / f"eve{suffix}").write_bytes(make())
    begin = time.process_time()
    reading = only(tmp_path)
    assert time.process_time() - begin < 5
    assert reading.notes or reading.documents


def test_a_link_in_place_of_a_submission_is_not_followed(tmp_path):
    folder = tmp_path / "all"
    folder.mkdir()
    (tmp_path / "secret.py").write_text("x = 1")
    (folder / "eve.py").symlink_to(tmp_path / "secret.py")
    reading = only(folder)
    assert reading.documents == []
    assert "is a link" in reading.notes[0]


def test_what_was_read_before_a_cap_counts(tmp_path):
    (tmp_path / "ada").mkdir()
    for i in range(5):
        (tmp_path / "ada" / f"{i}.py").write_text("x = 1")
    reading = only(tmp_path, files=2)
    assert [document.name for document in reading.documents] == ["0.py", "1.py"]
    assert "more than 2" in reading.notes[0]
