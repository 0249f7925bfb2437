"""One training step in several processes: data, tensor and pipeline parallel."""

from __future__ import annotations

from dlbook.parallel.processes import run_processes
from dlbook.parallel.steps import data_parallel, pipeline, single, split_net, tensor_parallel

__all__ = [
    "data_parallel",
    "pipeline",
    "run_processes",
    "single",
    "split_net",
    "tensor_parallel",
]
