"""Runs outside a chapter's page take its code, and put their parts into one record."""

from __future__ import annotations

import importlib
import json
from types import SimpleNamespace

import pytest

from tools.longer import record

CELLS = [
    "import math\n\nrate = 2",
    "steps = 5\n\n\ndef twice(n):\n    return rate * n",
    "ran = steps, raise_an_error()",
    "class Net:\n    depth = 3\n\n\nfor _ in range(10**12):\n    pass",
]


@pytest.fixture
def chapter(monkeypatch):
    cells = [{"cell_type": "code", "source": source} for source in CELLS]
    cells.insert(1, {"cell_type": "markdown", "source": "steps = ?"})
    one = SimpleNamespace(slug="some-chapter", notebook=lambda: {"cells": cells})
    monkeypatch.setattr(record, "chapters", lambda: (one,))


def test_functions_and_classes_are_taken_and_named_cells_run(chapter):
    plain = record.definitions("some-chapter")
    assert plain.twice(3) == 6
    assert plain.Net.depth == 3
    assert not hasattr(plain, "steps")
    assert record.definitions("some-chapter", "steps").steps == 5


def test_what_a_cell_raises_is_not_hidden(chapter):
    with pytest.raises(NameError, match="steps"):
        record.definitions("some-chapter", "ran")


def test_parts_are_kept_next_to_each_other(monkeypatch, tmp_path):
    monkeypatch.setattr(record, "RESULTS", tmp_path)
    record.keep("some-chapter", "b", "Do\n  this.", lambda: {"loss": [1.5]})
    record.keep("some-chapter", "a", "Do that.", lambda: {"loss": [2.5]})
    record.keep("some-chapter", "b", "Do this.", lambda: {"loss": [0.5]})
    kept = json.loads((tmp_path / "some_chapter_longer.json").read_text(encoding="utf-8"))
    assert list(kept["parts"]) == ["a", "b"]
    assert kept["parts"]["b"] == {
        "how": "Do this.",
        "cpu_seconds": 0,
        "values": {"loss": [0.5]},
    }
    assert kept["name"] == "some_chapter_longer"


@pytest.mark.parametrize(
    "path", sorted(record.RESULTS.glob("*_longer.json")), ids=lambda p: p.stem
)
def test_every_part_of_a_record_can_be_run_again(path):
    name = path.stem.removesuffix("_longer")
    module = importlib.import_module(f"tools.longer.{name}")
    kept = json.loads(path.read_text(encoding="utf-8"))["parts"]
    assert sorted(kept) == sorted(module.PARTS)
    assert all(callable(getattr(module, part.split(":")[0])) for part in kept)
