"""Predictions from given limits; measured ones are only looked at for sense."""

from __future__ import annotations

import pytest
import torch

from dlbook.efficient import Machine, Operation, measure_machine, processor_seconds

MACHINE = Machine({8: 1e9, 32: 4e9}, {1000: 1e9, 100_000: 2e9}, 1e-6)


@pytest.mark.parametrize(
    ("op", "seconds"),
    [
        (Operation("mm", 4_000_000, 1000, 32), 1e-3 + 1e-6),  # computing
        (Operation("mm", 4_000_000, 1000, 500), 1e-3 + 1e-6),  # wider than measured
        (Operation("mm", 2_500_000, 1000, 16), 1e-3 + 1e-6),  # between two that were measured
        (Operation("add", 0, 100_000), 5e-5 + 1e-6),  # moving
        (Operation("add", 0, 0), 1e-6),
    ],
)
def test_an_operation_takes_its_slower_resource_and_a_call(op, seconds):
    assert MACHINE.seconds(op) == pytest.approx(seconds)


def test_a_step_takes_the_sum_of_its_operations():
    ops = [Operation("add", 0, 1000), Operation("mm", 1_000_000, 8, 8)]
    assert MACHINE.predict(ops) == pytest.approx(1e-6 + 1e-3 + 2e-6)
    assert MACHINE.predict([]) == 0


def test_a_machine_can_be_measured_and_threads_stay():
    threads = torch.get_num_threads()
    machine = measure_machine(patience=0)
    assert torch.get_num_threads() == threads
    rates = [*machine.flops_per_s.values(), *machine.bytes_per_s.values(), machine.overhead_s]
    assert min(rates) > 0


def test_processor_seconds_calls_as_often_as_asked():
    calls = []
    assert processor_seconds(lambda: calls.append(1), patience=0, calls=4) >= 0
    assert len(calls) == 1 + 5 * 4
