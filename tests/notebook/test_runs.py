from __future__ import annotations

import json
import re

import pytest

from dlbook.notebook import runs, show_runs

RECORD = {
    "name": "tiny",
    "date": "2026-02-03",
    "machine": {"processor": "Abacus", "threads": 2, "gpu": "none", "torch": "9.9"},
    "seconds": 12.3,
    "cpu_seconds": 20.6,
    "peak_memory_bytes": 1_500_000,
    "scale": 1.0,
    "curve_columns": ["epoch", "test accuracy"],
    "curve": [[1, 0.5], [2, 0.98765]],
}


@pytest.fixture
def shown(monkeypatch, tmp_path):
    """Everything that was displayed, of records in an empty folder."""
    bundles = []
    monkeypatch.setattr(runs, "show", bundles.append)
    monkeypatch.setattr(runs, "folder", lambda: tmp_path)
    return bundles


def write(folder, **changes):
    record = RECORD | changes
    (folder / f"{record['name']}.json").write_text(json.dumps(record))


def test_a_run_is_a_column(shown, tmp_path):
    write(tmp_path)
    write(tmp_path, name="game&1", curve_columns=["images"], curve=[[[7, 3, 5]]])
    show_runs("tiny", "game&1")
    rows = re.findall("<tr>(.*?)</tr>", shown[0]["text/html"])
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]
    machine = "Abacus, 2 threads, no GPU, torch 9.9"
    assert cells == [
        ["run", "tiny", "game&amp;1"],
        ["scale", "1", "1"],
        ["reached", "test accuracy 0.988", "images 3 to 7"],
        ["seconds", "12", "12"],
        ["of processor", "21", "21"],
        ["memory, MB", "2", "2"],
        ["machine", machine, machine],
        ["date", "3 February 2026", "3 February 2026"],
    ]
    assert "reached  test accuracy 0.988  images 3 to 7" in shown[0]["text/plain"]


def test_a_gpu_is_named_and_unknown_memory_is_owned_up_to(shown, tmp_path):
    machine = RECORD["machine"] | {"gpu": "Blinkenlights", "threads": 1}
    write(tmp_path, machine=machine, peak_memory_bytes=None)
    show_runs("tiny")
    assert "memory, MB  ?\n" in shown[0]["text/plain"]
    assert "Abacus, 1 thread, Blinkenlights, torch 9.9" in shown[0]["text/plain"]


def test_a_run_that_was_not_recorded_is_refused(shown, tmp_path):
    with pytest.raises(ValueError, match="no record of 'tiny'; there are: none"):
        show_runs("tiny")
    write(tmp_path, name="other")
    with pytest.raises(ValueError, match="there are: other"):
        show_runs("tiny")


def test_the_records_of_the_book_can_be_shown(capsys):
    names = sorted(path.stem for path in runs.folder().glob("*.json"))
    names = [name for name in names if "curve" in runs.read_record(name)]  # of recipes
    assert names
    show_runs(*names)
    printed = capsys.readouterr().out
    assert all(name in printed for name in names)
