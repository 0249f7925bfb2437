"""The command, and its tables."""

import sys

import pytest

from tools.bench.__main__ import left_out, machine, main, table
from tools.bench.engines.with_matmul import FLOPS
from tools.bench.measure import Result
from tools.bench.workloads import WORKLOADS

SECONDS = WORKLOADS["mlp"].flops / FLOPS  # in which a machine of 1 FLOPS a second is done
RESULTS = {
    "mlp": {
        "scratch": Result(pairs=[(4 * SECONDS, 2 * SECONDS)] * 3, megabytes=3.2),
        "torch": Result(pairs=[(4 * SECONDS, 4 * SECONDS)] * 3, megabytes=9.9),
        "matmul": Result(pairs=[(4 * SECONDS, 1.0)] * 3),
        "autograd": Result(pairs=[(1.0, 2.0), (1.0, 3.0), (1.0, 4.0)]),
        "tinygrad": Result(missing="not installed (No module named 'tinygrad')"),
        "micrograd": Result(pairs=[(1.0, 12345.6)]),
    }
}


def test_table():
    assert table(RESULTS, threads=2).splitlines() == [
        "| 2 threads | MLP 784-128-10, batch 128 |",
        "|---|---|",
        "| dlbook.scratch | 0.50 (0.50–0.50) |",
        "| torch, against itself | 1.00 (1.00–1.00) |",
        "| HIPS autograd | 3.00 (2.50–3.50) |",
        "| micrograd | 12,346 |",
        f"| a step of torch, ms | {4e3 * SECONDS:.2f} |",
        "| share of the peak, dlbook.scratch | 50% |",
        "| share of the peak, torch | 25% |",
        "| memory of a step, dlbook.scratch, MB | 3 |",
        "| memory of a step, torch, MB | 10 |",
    ]
    assert table(RESULTS, threads=1).startswith("| 1 thread |")


def test_what_was_left_out_is_named_with_the_reason():
    results = {**RESULTS, "lstm": {"tinygrad": Result(missing="not installed (x)")}}
    assert left_out(results).splitlines() == [
        "- tinygrad, CPU: not installed (No module named 'tinygrad'): mlp",
        "- tinygrad, CPU: not installed (x): lstm",
    ]
    assert left_out({"mlp": {}}) == ""


def test_the_machine_is_named():
    assert "cores; Python 3." in machine()
    assert "torch 2." in machine()


def test_prints_a_table(monkeypatch, capsys):
    arguments = "--threads 1 --only mlp --engines scratch --seconds 0 --clock cpu"
    monkeypatch.setattr(sys, "argv", ["bench", *arguments.split()])
    main()
    out = capsys.readouterr().out
    assert "| 1 thread | MLP 784-128-10, batch 128 |" in out
    assert "| dlbook.scratch | " in out
    assert "Not measured" not in out


def test_refuses_an_unknown_workload(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["bench", "--only", "gan"])
    with pytest.raises(SystemExit):
        main()
    assert "invalid choice: 'gan'" in capsys.readouterr().err
