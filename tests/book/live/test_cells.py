from __future__ import annotations

import pytest
from dlbook_page import cells


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(cells, "_names", {})
    monkeypatch.setattr(cells, "_done", set())


ABOVE = [["setup", "n = 1"], ["a", "n += 1\nprint('above')"], ["b", "n += 10"]]


def test_what_stands_above_runs_first_and_once(capsys):
    assert cells.run("c", "n", ABOVE) == {"value": "12", "also": 3}
    assert capsys.readouterr().out == ""
    assert cells.run("c", "n", ABOVE) == {"value": "12", "also": 0}


def test_a_cell_that_was_run_by_itself_is_not_run_again():
    cells.run("a", "n += 5", ABOVE[:1])
    assert cells.run("c", "n", ABOVE) == {"value": "16", "also": 1}


def test_a_cell_that_failed_above_is_tried_again():
    with pytest.raises(ZeroDivisionError):
        cells.run("c", "n", [*ABOVE, ["bad", "1 / 0"]])
    assert cells.run("c", "n", [*ABOVE, ["bad", "n = 7"]]) == {"value": "7", "also": 1}
