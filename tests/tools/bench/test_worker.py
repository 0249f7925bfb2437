"""What a worker tells of itself."""

import io
import json
import sys

import numpy as np
import pytest

from tools.bench import worker

linux = pytest.mark.skipif(sys.platform != "linux", reason="peak memory is measured on Linux")


@linux
def test_the_peak_counts_what_was_freed_again():
    before = worker.reset_peak()
    np.ones(10_000_000)  # 80 MB, gone at once
    assert worker.peak() - before > 70e6
    assert worker.reset_peak() - before < 40e6
    assert worker.peak() - before < 40e6


@linux
def test_answers_one_line_for_each_request(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("2\n1\n"))
    worker.main("scratch", "mlp", "cpu")
    first, *times = map(json.loads, capsys.readouterr().out.splitlines())
    assert len(first["losses"]) == 3
    assert first["share"] == 1
    assert len(times) == 2
    assert all(0 < seconds < 10 for seconds in times)


@linux
def test_a_product_of_matrices_has_no_loss_to_compare():
    _, first = worker.ready("matmul", "mlp")
    assert first["losses"] is None


def test_an_engine_that_cannot_express_a_workload_says_so():
    pytest.importorskip("micrograd")
    assert worker.ready("micrograd", "lstm") == (None, {"missing": "cannot express it"})
