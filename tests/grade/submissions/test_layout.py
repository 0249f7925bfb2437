from __future__ import annotations

import pytest

from dlbook.grade.submissions.layout import Handed, submissions_at
from tests.grade.generated import zipped


def names(path) -> list[str]:
    return [handed.owner.student for handed in submissions_at(path)]


def test_each_child_of_a_folder_is_a_submission(tmp_path):
    (tmp_path / "bob").mkdir()
    for name in ("ada.ipynb", "eve.tar.gz", "zoe.docx", "points.csv", ".hidden"):
        (tmp_path / name).touch()
    assert names(tmp_path) == ["ada", "bob", "eve", "zoe.docx"]


def test_files_of_one_student_are_put_together(tmp_path):
    for name in ("doe_LATE_1_10_a.py", "doe_1_11_b.py", "roe_2_12_a.py", "ada.py", "ada.ipynb"):
        (tmp_path / name).touch()
    found = {handed.owner.student: handed for handed in submissions_at(tmp_path)}
    assert sorted(found) == ["ada", "doe_1", "roe_2"]
    assert len(found["doe_1"].paths) == len(found["ada"].paths) == 2
    assert found["doe_1"].owner.late
    assert not found["roe_2"].owner.late


def test_a_packed_download_is_looked_into(tmp_path):
    path = tmp_path / "download.zip"
    moodle = "Jane Doe_47_assignsubmission_file_/"
    path.write_bytes(zipped({f"{moodle}a.py": "", f"{moodle}b.py": "", "roe_2_3_x.py": ""}))
    found = submissions_at(path)
    assert [handed.owner.student for handed in found] == ["Jane Doe_47", "roe_2"]
    assert found[0].paths == (f"{moodle}a.py", f"{moodle}b.py")
    assert found[0].bulk == str(path)


def test_one_folder_around_all_is_looked_into(tmp_path):
    path = tmp_path / "download.zip"
    path.write_bytes(zipped({"all/ada.py": "", "all/bob/x.py": "", "all/.DS_Store": ""}))
    assert names(path) == ["ada", "bob"]


def test_one_file_is_a_submission(tmp_path):
    (tmp_path / "ada.py").touch()
    assert names(tmp_path / "ada.py") == ["ada"]


def test_nothing_is_an_error(tmp_path):
    with pytest.raises(ValueError, match="no submissions"):
        submissions_at(tmp_path)
    with pytest.raises(ValueError, match="there is no"):
        submissions_at(tmp_path / "none")
    (tmp_path / "a.tar.gz").touch()
    with pytest.raises(ValueError, match="unpack"):
        submissions_at(tmp_path / "a.tar.gz")


def test_survives_json(tmp_path):
    (tmp_path / "doe_LATE_1_10_a.py").touch()
    (handed,) = submissions_at(tmp_path)
    assert Handed.from_dict(handed.as_dict()) == handed
