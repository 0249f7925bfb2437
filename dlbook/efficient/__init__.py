"""What training costs: operations, bytes and memory, counted before they are spent."""

from __future__ import annotations

from dlbook.efficient.flash import flash_attention, flash_attention_source
from dlbook.efficient.fused import bias_relu_scale, has_triton, kernel_source
from dlbook.efficient.ledger import Ledger, Operation
from dlbook.efficient.memory import MemoryTracker, saved_bytes
from dlbook.efficient.roofline import Machine, measure_machine, processor_seconds

__all__ = [
    "Ledger",
    "Machine",
    "MemoryTracker",
    "Operation",
    "bias_relu_scale",
    "flash_attention",
    "flash_attention_source",
    "has_triton",
    "kernel_source",
    "measure_machine",
    "processor_seconds",
    "saved_bytes",
]
