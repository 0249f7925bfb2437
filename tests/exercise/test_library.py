"""Exercises are found by their id."""

from __future__ import annotations

import pytest

from dlbook.exercise import find, ids, library


def test_the_bank_of_the_repository_is_found():
    assert "backpropagation/linear-backward" in ids()
    assert find("backpropagation/linear-backward").answer == "linear_backward"


def test_the_bank_of_the_package_comes_first(tmp_path, monkeypatch):
    monkeypatch.setattr(library, "HERE", tmp_path / "dlbook" / "exercise")
    assert library.folder() == tmp_path / "exercises"
    (tmp_path / "dlbook" / "exercise" / "bank").mkdir(parents=True)
    assert library.folder() == tmp_path / "dlbook" / "exercise" / "bank"


def test_ids_of_all_chapters_or_of_one(shelf):
    (shelf / "README.md").touch()
    assert ids() == ["chapter/guess", "chapter/means", "chapter/pick", "other/explore"]
    assert ids("other") == ["other/explore"]
    assert ids("none") == []


@pytest.mark.parametrize("id", ["chapter/mean", "chapter/Means", "means", "chapter_means"])
def test_a_misspelt_id_names_the_nearest(id, shelf):
    with pytest.raises(ValueError, match=f"no exercise {id!r}. Did you mean .*'chapter/means'"):
        find(id)


def test_an_id_near_to_none_tells_how_many_there_are(shelf):
    with pytest.raises(ValueError, match="list all 4") as raised:
        find("zzzz")
    assert "Did you mean" not in str(raised.value)
