"""Processes that take turns, and what each tells of itself."""

import io
import json
import sys

import numpy as np
import pytest

from tools.bench import measure
from tools.bench.measure import Result, Worker, check_losses, compare


def test_ratios_are_of_neighbors():
    # The machine is twice as slow for a while, and the engine always takes half of torch.
    result = Result(pairs=[(2.0, 1.0), (4.0, 2.0), (4.0, 2.0), (2.0, 1.0), (2.0, 3.0)])
    assert result.ratio() == 0.5
    assert result.ratio(1.0) == 1.5
    assert result.seconds() == 2.0
    assert result.torch_seconds() == 2.0


def test_losses_must_agree():
    check_losses("x", [2.0, 1.0], [2.0, 1.0005])
    check_losses("x", None, [2.0, 1.0])
    with pytest.raises(RuntimeError, match="x computes something else"):
        check_losses("x", [2.0, 1.0], [2.0, 1.01])


def test_a_worker_runs_steps_on_request():
    with Worker("scratch", "mlp", threads=1) as worker:
        assert worker.first["losses"][0] == pytest.approx(2.3, abs=0.2)
        assert worker.first["megabytes"] < 100
        assert 1e-5 < worker.seconds(3) < 10
        assert worker.burst() >= 1
    assert worker.process.poll() is not None


@pytest.mark.parametrize(
    ("engine", "workload", "why"),
    [
        ("nonesuch", "mlp", "not installed"),
        ("scratch", "nonesuch", "scratch failed: KeyError: 'nonesuch'"),
    ],
)
def test_what_cannot_run_says_why(engine, workload, why):
    with Worker(engine, workload, threads=1) as worker:
        assert why in worker.first["missing"]


def test_patience_ends():
    with Worker("scratch", "mlp", threads=1, patience=0.0) as worker:
        assert worker.first == {"missing": "scratch was not ready after 0 s"}


def test_engines_are_compared_with_torch():
    results = compare("mlp", 1, ["scratch", "matmul", "nonesuch"], budget=0.0)
    assert len(results["scratch"].pairs) == 3
    assert 0.01 < results["scratch"].ratio() < 100
    assert results["matmul"].seconds() > 0
    assert "not installed" in results["nonesuch"].missing
    assert results["nonesuch"].pairs == []


linux = pytest.mark.skipif(sys.platform != "linux", reason="peak memory is measured on Linux")


@linux
def test_the_peak_counts_what_was_freed_again():
    before = measure.reset_peak()
    np.ones(10_000_000)  # 80 MB, gone at once
    assert measure.peak() - before > 70e6
    assert measure.reset_peak() - before < 40e6
    assert measure.peak() - before < 40e6


@linux
def test_answers_one_line_for_each_request(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("2\n1\n"))
    measure.work("scratch", "mlp", "cpu")
    first, *times = map(json.loads, capsys.readouterr().out.splitlines())
    assert len(first["losses"]) == 3
    assert first["share"] == 1
    assert len(times) == 2
    assert all(0 < seconds < 10 for seconds in times)


@linux
def test_a_product_of_matrices_has_no_loss_to_compare():
    _, first = measure.ready("matmul", "mlp")
    assert first["losses"] is None


def test_an_engine_that_cannot_express_a_workload_says_so():
    pytest.importorskip("micrograd")
    assert measure.ready("micrograd", "lstm") == (None, {"missing": "cannot express it"})
