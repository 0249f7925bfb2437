"""A file tells which exercise it answers, by a line or by its name."""

from __future__ import annotations

import pytest

from dlbook.exercise.answers import id_of
from tests.exercise import samples

pytestmark = pytest.mark.usefixtures("shelf")


@pytest.mark.parametrize(
    ("path", "content", "id"),
    [
        ("anything.py", "# exercise: other/explore\nx = 1", "other/explore"),
        ("chapter/means.py", "# exercise: other/explore", "other/explore"),
        ("chapter/means.py", "x = 1", "chapter/means"),
        ("means.py", "x = 1", "chapter/means"),
        ("notes.py", "x = 1", None),
    ],
)
def test_which_exercise(path, content, id, tmp_path):
    file = tmp_path / "mine" / path
    file.parent.mkdir(parents=True)
    file.write_text(content)
    assert id_of(file) == id


def test_an_underscore_is_as_good_as_a_hyphen(shelf, tmp_path):
    samples.write(shelf, "two-words/of-names", samples.CHOICE)
    samples.write(shelf, "others/of-names", samples.CHOICE)
    file = tmp_path / "two_words" / "of_names.py"
    file.parent.mkdir()
    file.touch()
    assert id_of(file) == "two-words/of-names"
    other = tmp_path / "of_names.py"
    other.touch()
    assert id_of(other) is None  # of two exercises, which?
