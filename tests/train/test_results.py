"""The dial, the watch, and the file that a run leaves."""

from __future__ import annotations

import json
import time

import pytest
import torch

from dlbook.train.results import Stopwatch, arguments, machine, peak_memory, write_results


@pytest.mark.parametrize(
    ("given", "scale"), [([], 1.0), (["laptop"], 1.0), (["full"], 64.0), (["0.25"], 0.25)]
)
def test_one_dial(given, scale):
    argv = ["--scale", *given] if given else []
    assert arguments("Train.", 64.0, argv).scale == scale


@pytest.mark.parametrize("wrong", ["0", "-1", "big", "nan"])
def test_a_wrong_scale_is_refused(wrong, capsys):
    with pytest.raises(SystemExit):
        arguments("Train.", 64.0, ["--scale", wrong])
    assert "--scale" in capsys.readouterr().err


def test_seed_folder_and_the_rest(tmp_path):
    options = arguments("Train.", 2.0, ["gpt", "--seed", "3", "--results", str(tmp_path)])
    assert (options.seed, options.results, options.rest) == (3, tmp_path, ["gpt"])


def test_the_watch_counts_inside_alone():
    watch = Stopwatch()
    for _ in range(2):
        time.sleep(0.02)
        with watch:
            time.sleep(0.01)
    assert 0.02 <= watch.seconds < 0.04 + watch.cpu_seconds + 0.5
    assert watch.cpu_seconds < watch.seconds


def test_the_file_says_what_where_and_how_fast(tmp_path):
    watch = Stopwatch()
    watch.seconds, watch.cpu_seconds = 2.0, 1.5
    path = write_results("digits", tmp_path / "new", watch, examples=500, curve=[[1, 0.5]])
    assert path == tmp_path / "new" / "digits.json"
    record = json.loads(path.read_text())
    assert record["name"] == "digits"
    assert record["examples_per_second"] == 250.0
    assert record["curve"] == [[1, 0.5]]
    assert record["date"].count("-") == 2
    assert record["machine"] == machine()
    assert [p.name for p in path.parent.iterdir()] == ["digits.json"]


def test_the_machine_and_its_memory_are_told():
    found = machine()
    assert all(found.values())
    assert found["torch"] == torch.__version__
    assert peak_memory() > 10_000_000
