"""The command."""

import sys

import pytest

from tools.bench.__main__ import main


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
