"""Measure what a machine can do, and predict from it how long operations take."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from dlbook.efficient.ledger import Ledger, Operation

WIDTHS = (8, 16, 32, 64, 128, 256, 512)
SIZES = tuple(2**power for power in range(13, 26, 2))


@dataclass
class Machine:
    """Three measured limits of one thread, of which an operation meets the slowest."""

    flops_per_s: dict[int, float]  # of products, by their narrowest side
    bytes_per_s: dict[int, float]  # by the bytes of an operation
    overhead_s: float  # of each operation

    def seconds(self, op: Operation) -> float:
        """Return the time of one operation: its slower resource, and the overhead."""
        computing = op.flops / rate_at(self.flops_per_s, op.narrow)
        moving = op.bytes / rate_at(self.bytes_per_s, op.bytes)
        return max(computing, moving) + self.overhead_s

    def predict(self, operations: Iterable[Operation]) -> float:
        """Return the time of operations that run one after another."""
        return sum(self.seconds(op) for op in operations)


def rate_at(rates: dict[int, float], size: float) -> float:
    """Return the rate at ``size``, on a straight line over its logarithm."""
    return float(np.interp(np.log(max(size, 1)), np.log(list(rates)), list(rates.values())))


def processor_seconds(
    run: Callable[[], object], patience: float = 0.1, calls: int = 1
) -> float:
    """Return the least processor time of one call of ``run``.

    It is timed until ``patience`` seconds have been used, and five times at least: the best of
    many times is one at which other programs hardly disturbed it.
    """
    run()
    times: list[float] = []
    while len(times) < 5 or sum(times) < patience:
        start = time.process_time()
        for _ in range(calls):
            run()
        times.append(time.process_time() - start)
    return min(times) / calls


def measure_machine(patience: float = 0.1) -> Machine:
    """Measure the three limits under the conditions of a training step, in about three seconds.

    Products go through different weights, so that these come from beyond the fastest cache,
    and sums write to fresh memory. The overhead is that of a chain of one-neuron layers.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        products = {width: product_rate(width, patience) for width in WIDTHS}
        # The largest first: afterwards the allocator keeps memory of that size.
        sums = {size: sum_rate(size, patience) for size in reversed(SIZES)}
        sums = dict(sorted(sums.items()))
        return Machine(products, sums, operation_overhead(patience))
    finally:
        torch.set_num_threads(threads)


def product_rate(width: int, patience: float = 0.1) -> float:
    """Return FLOP/s of the three products of a layer, 256 inputs to ``width`` outputs."""
    x, grad = torch.randn(256, 256), torch.randn(256, width)
    weights = torch.randn(max(2, 1024 // width), 256, width)

    def layers() -> list[tuple[torch.Tensor, ...]]:
        return [(x @ weight, grad @ weight.T, x.T @ grad) for weight in weights]

    return 3 * 2 * 256 * weights.numel() / processor_seconds(layers, patience)


def sum_rate(size: int, patience: float = 0.1) -> float:
    """Return byte/s of sums that move ``size`` bytes each; the calls themselves are free."""
    pairs = torch.randn(4, 2, max(size // 12, 1))  # a sum reads two tensors and writes one
    calls = max(1, 2**21 // size)

    def sums(pairs: torch.Tensor) -> list[torch.Tensor]:
        return [a + b for a, b in pairs]

    moving = processor_seconds(lambda: sums(pairs), patience, calls)
    calling = processor_seconds(lambda: sums(pairs[..., :1]), patience, calls)
    return 4 * 12 * pairs.shape[-1] / max(moving - calling, moving / 4)


def operation_overhead(patience: float = 0.1) -> float:
    """Return the seconds of an operation with nothing to compute, in a training step."""
    layers = [layer for _ in range(25) for layer in (nn.Linear(1, 1), nn.ReLU())]
    model, x = nn.Sequential(*layers), torch.ones(1, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)

    def step() -> None:
        optimizer.zero_grad()
        model(x).sum().backward()
        optimizer.step()

    step()
    with Ledger() as ledger:
        step()
    return processor_seconds(step, patience, 3) / len(ledger.operations)
