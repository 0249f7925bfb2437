from __future__ import annotations

import pytest

from dlbook.exercise import FormatError
from dlbook.grade.shelf import find
from tests.exercise import samples


@pytest.fixture
def folders(tmp_path):
    for name, kind in (("own", samples.NUMBER), ("books", samples.CHOICE)):
        samples.write(tmp_path / name, "chapter/pick", kind)
    samples.write(tmp_path / "books", "chapter/means", samples.text())
    return [tmp_path / "own", tmp_path / "books"]


def test_the_first_folder_that_has_it_counts(folders):
    assert find("chapter/pick", folders).value == 12
    assert find("chapter/pick", folders[1:]).options
    assert find("chapter/means", folders).answer == "means"


@pytest.mark.parametrize(
    "id", ["../chapter/pick", "chapter/../x/pick", "/etc/passwd", "pick", "chapter/pick.py", ""]
)
def test_what_is_no_id_is_refused(folders, id):
    with pytest.raises(ValueError, match="<chapter>/<slug>"):
        find(id, folders)


def test_what_is_nowhere_is_refused(folders):
    with pytest.raises(ValueError, match="chapter/none"):
        find("chapter/none", folders)


def test_what_is_no_exercise_is_refused(folders):
    samples.write(folders[0], "chapter/odd", "x = 1")
    with pytest.raises(FormatError):
        find("chapter/odd", folders)
