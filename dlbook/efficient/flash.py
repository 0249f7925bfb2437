"""Tiled attention in one kernel, in Triton, whose interpreter needs no GPU.

Triton is optional. With ``TRITON_INTERPRET=1`` in the environment before the first call, the
kernel runs on the CPU, in Python: to check it, not to be fast.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from dlbook.efficient.fused import has_triton


def flash_attention_source() -> str:
    """Return the source of the kernel, whether Triton is installed or not."""
    text = Path(__file__).with_name("flash_kernels.py").read_text(encoding="utf-8")
    return text[text.index("@triton.jit") :].rstrip()


def flash_attention(
    query: Tensor, key: Tensor, value: Tensor, is_causal: bool = False, block: int = 64
) -> tuple[Tensor, Tensor]:
    """Return softmax(Q Kᵀ / √K) V, ``(..., T, V)``, and each row's log-sum-exp, ``(..., T)``.

    ``query`` has shape ``(..., T, K)``, ``key`` ``(..., S, K)`` and ``value`` ``(..., S, V)``,
    in one dtype of 16 or 32 bits; K and V are powers of 2, 16 or more. Forward only (Dao 2024,
    algorithm 1). If ``is_causal``, T must be S. Raises ImportError where Triton is missing.
    """
    _validate(query, key, value, is_causal, block)
    if not has_triton():
        raise ImportError("flash_attention needs Triton, a package of 290 MB: install triton")
    from dlbook.efficient.flash_kernels import flash_attention_kernel

    *batch, T, K = query.shape
    S, V = value.shape[-2:]
    out = query.new_empty(*batch, T, V)
    lse = torch.empty(*batch, T, dtype=torch.float32, device=query.device)
    inputs = [x.contiguous() for x in (query, key, value)]
    if lse.numel():
        grid = (-(-T // block), lse.numel() // T)
        flash_attention_kernel[grid](
            *inputs, out, lse, T, S, K**-0.5,
            K=K, V=V, ROWS=block, COLUMNS=block, IS_CAUSAL=is_causal,
        )  # fmt: skip
    return out, lse


def _validate(query: Tensor, key: Tensor, value: Tensor, is_causal: bool, block: int) -> None:
    shapes = f"{tuple(query.shape)}, {tuple(key.shape)} and {tuple(value.shape)}"
    fits = query.ndim == key.ndim == value.ndim >= 2 and key.shape[-2] > 0
    fits = fits and query.shape[:-2] == key.shape[:-2] == value.shape[:-2]
    if not fits or query.shape[-1] != key.shape[-1] or key.shape[-2] != value.shape[-2]:
        raise ValueError(
            f"flash_attention: expected (..., T, K), (..., S, K) and (..., S, V), got {shapes}"
        )
    if is_causal and query.shape[-2] != key.shape[-2]:
        raise ValueError(f"flash_attention: is_causal needs T = S, got {shapes}")
    sizes = {"K": query.shape[-1], "V": value.shape[-1], "block": block}
    for name, size in sizes.items():
        if size < 16 or size & (size - 1):
            raise ValueError(
                f"flash_attention: {name} must be a power of 2 from 16 on, got {size}"
            )
    dtypes = {query.dtype, key.dtype, value.dtype}
    if len(dtypes) > 1 or not dtypes <= {torch.float16, torch.bfloat16, torch.float32}:
        raise ValueError(f"flash_attention: expected one dtype of 16 or 32 bits, got {dtypes}")
