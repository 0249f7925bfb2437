from __future__ import annotations

import os

from dlbook.grade.submissions.budget import Budget, Caps
from dlbook.grade.submissions.files import files_below, read_file


def write(folder, **files: bytes) -> None:
    for name, data in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def test_upper_folders_come_first_and_clutter_is_passed_over(tmp_path):
    write(tmp_path, b__x_py=b"1", a_py=b"2", c_txt=b"3", z_ipynb=b"4")
    write(tmp_path / ".git", d_py=b"5")
    write(tmp_path / "__pycache__", e_py=b"6")
    assert list(files_below(tmp_path, Budget())) == [
        ("a.py", b"2"),
        ("z.ipynb", b"4"),
        ("b/x.py", b"1"),
    ]


def test_links_are_not_followed(tmp_path):
    inside, outside = tmp_path / "in", tmp_path / "out"
    write(inside, a_py=b"1")
    write(outside, secret_py=b"2")
    (inside / "link.py").symlink_to(outside / "secret.py")
    (inside / "folder").symlink_to(outside)
    budget = Budget()
    assert list(files_below(inside, budget)) == [("a.py", b"1")]
    assert budget.notes == [
        "folder was left out: it is a link.",
        "link.py was left out: it is a link.",
    ]
    # Also not one that was put there after the folder was listed.
    assert list(read_file(inside / "link.py", "link.py", budget)) == []


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.py")
    budget = Budget()
    assert list(files_below(tmp_path, budget)) == []
    assert "no plain file" in budget.notes[0]


def test_a_large_file_and_a_large_archive_are_left_out(tmp_path):
    write(tmp_path, a_py=b"x" * 11, b_zip=b"x" * 21, c_py=b"x")
    budget = Budget(Caps(bytes=20, file_bytes=10))
    assert [name for name, _ in files_below(tmp_path, budget)] == ["c.py"]
    assert len(budget.notes) == 2


def test_folders_too_deep_are_left_out(tmp_path):
    deep = tmp_path
    for _ in range(12):
        deep = deep / "d"
    write(deep, a_py=b"1")
    budget = Budget(Caps(depth=1))
    assert list(files_below(tmp_path, budget)) == []
    assert "too deep" in budget.notes[0]
    assert len(list(files_below(tmp_path, Budget(Caps(depth=2))))) == 1


def test_a_file_that_may_not_be_read_is_noted(tmp_path):
    budget = Budget()
    assert list(read_file(tmp_path / "none.py", "none.py", budget)) == []
    assert "could not be read: No such file" in budget.notes[0]
