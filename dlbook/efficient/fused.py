"""Three operations in one kernel, in Triton, whose interpreter needs no GPU.

Triton is optional. With ``TRITON_INTERPRET=1`` in the environment before the first call, the
kernel runs on the CPU, in Python: to check it, not to be fast.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import torch
from torch import Tensor


def has_triton() -> bool:
    """Say whether Triton is installed."""
    return importlib.util.find_spec("triton") is not None


def kernel_source() -> str:
    """Return the source of the kernel, whether Triton is installed or not."""
    text = Path(__file__).with_name("kernels.py").read_text(encoding="utf-8")
    return text[text.index("@triton.jit") :].rstrip()


def bias_relu_scale(x: Tensor, bias: Tensor, scale: float, block: int = 1024) -> Tensor:
    """Return ``scale * relu(x + bias)`` for (B, D) and (D,), reading and writing once.

    Raises ImportError where Triton is missing.
    """
    if x.ndim != 2 or bias.shape != x.shape[1:]:
        shapes = f"{tuple(x.shape)} and {tuple(bias.shape)}"
        raise ValueError(f"bias_relu_scale: expected (B, D) and (D,), got {shapes}")
    if not has_triton():
        raise ImportError("bias_relu_scale needs Triton, a package of 290 MB: install triton")
    from dlbook.efficient.kernels import bias_relu_scale_kernel

    x = x.contiguous()
    out = torch.empty_like(x)
    blocks = -(-x.numel() // block)
    if blocks:
        width = x.shape[1]
        bias_relu_scale_kernel[(blocks,)](
            x, bias.contiguous(), out, scale, x.numel(), width, BLOCK=block
        )
    return out
