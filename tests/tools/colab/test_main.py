"""The stored notebooks are current, and writing them leaves nothing old."""

from __future__ import annotations

import json

import pytest

from tools.colab import ROOT
from tools.colab import __main__ as main
from tools.colab.cells import Cell, with_ids
from tools.colab.errors import ConversionError
from tools.colab.install import install_cell, source_of

SOURCE = "dlbook[torch] @ git+https://github.com/reader/book"


def test_the_notebooks_in_the_repository_are_current():
    """Compared under the address that they hold: a fork's copies may point to its origin."""
    stored, made = main.stored(), main.notebooks(ROOT, main.known_source())
    outdated = [name for name in {*stored, *made} if stored.get(name) != made.get(name)]
    assert sorted(outdated) == [], "run `make colab`"


def test_where_the_repository_has_an_address_the_notebooks_know_one():
    assert main.known_source() or not source_of(ROOT), "run `make colab`"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a repository whose notebooks are two texts."""
    made = {"one.ipynb": "{}", "exercises/one.ipynb": "{1}"}
    monkeypatch.setattr(main, "notebooks", lambda root, source: made)
    return tmp_path


def test_notebooks_are_written_and_old_ones_go(folder, capsys):
    (folder / "colab").mkdir()
    (folder / "colab" / "gone.ipynb").write_text(notebook(SOURCE))
    assert main.main(folder) == 0
    assert main.stored(folder) == {"one.ipynb": "{}", "exercises/one.ipynb": "{1}"}
    assert "2 plain notebooks" in capsys.readouterr().out


def notebook(source: str) -> str:
    return json.dumps({"cells": with_ids([Cell("code", install_cell(source))])})


def test_an_address_that_is_stored_stays_where_there_is_no_other(folder, monkeypatch):
    given = []
    monkeypatch.setattr(main, "notebooks", lambda root, source: given.append(source) or {})
    main.main(folder)
    (folder / "colab").mkdir()
    (folder / "colab" / "one.ipynb").write_text(notebook(SOURCE))
    main.main(folder)
    assert given == ["", SOURCE]


def test_after_an_error_everything_is_as_it_was(folder, monkeypatch, capsys):
    def fail(root, source):
        raise ConversionError("one.ipynb, cell 7: unknown role {abbr}")

    (folder / "colab").mkdir()
    (folder / "colab" / "one.ipynb").write_text(notebook(SOURCE))
    monkeypatch.setattr(main, "notebooks", fail)
    assert main.main(folder) == 1
    assert list(main.stored(folder)) == ["one.ipynb"]
    assert "one.ipynb, cell 7: unknown role {abbr}" in capsys.readouterr().err
