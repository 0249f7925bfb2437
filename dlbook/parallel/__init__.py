"""Several processes: training steps by data, tensor and pipeline, and ring attention."""

from __future__ import annotations

from dlbook.parallel.processes import run_processes
from dlbook.parallel.ring import (
    merge_attention,
    partial_attention,
    partial_gradients,
    ring_attention,
)
from dlbook.parallel.steps import data_parallel, pipeline, single, split_net, tensor_parallel

__all__ = [
    "data_parallel",
    "merge_attention",
    "partial_attention",
    "partial_gradients",
    "pipeline",
    "ring_attention",
    "run_processes",
    "single",
    "split_net",
    "tensor_parallel",
]
