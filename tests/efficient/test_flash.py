"""Tiled attention in Triton's interpreter, where Triton is installed."""

from __future__ import annotations

import subprocess
import sys

import pytest
import torch
from torch.nn.functional import scaled_dot_product_attention

from dlbook.efficient import flash_attention, flash_attention_source, has_triton
from tests.efficient.interpreter import INTERPRETER

CHECK = """
import torch
from torch.nn.functional import scaled_dot_product_attention
from dlbook.efficient import flash_attention
CASES = ((37, 50, 16, 32, False), (70, 70, 32, 16, True), (1, 3, 16, 16, False))
for T, S, K, V, causal in CASES:
    for dtype, off in ((torch.float32, 1e-5), (torch.float16, 4e-3)):
        q, k = torch.randn(2, 3, T, K).to(dtype), torch.randn(2, 3, S, K).to(dtype)
        v = torch.randn(2, 3, S, V).to(dtype)
        out, lse = flash_attention(q, k, v, causal, block=16)
        expected = scaled_dot_product_attention(q, k, v, is_causal=causal)
        torch.testing.assert_close(out, expected, atol=off, rtol=off)
        scores = (q.float() @ k.float().mT) / K**0.5
        if causal:
            scores = scores.masked_fill(~torch.ones(T, T).bool().tril(), -torch.inf)
        torch.testing.assert_close(lse, scores.logsumexp(-1), atol=off, rtol=off)
big = 1000 * torch.ones(1, 20, 16)
assert flash_attention(big, big, big, block=16)[0].isfinite().all()
empty = torch.ones(0, 20, 16)
assert flash_attention(empty, empty, empty)[0].shape == empty.shape
"""


@pytest.mark.skipif(not INTERPRETER, reason="Triton is not installed")
def test_the_kernel_equals_plain_attention():
    # A process of its own: Triton reads the variable when it is imported.
    subprocess.run([sys.executable, "-c", CHECK], check=True, env=INTERPRETER)


@pytest.mark.gpu
@pytest.mark.skipif(not has_triton(), reason="Triton is not installed")
@pytest.mark.parametrize("is_causal", [False, True])
def test_the_kernel_equals_plain_attention_on_the_gpu(is_causal):
    q, k, v = torch.randn(3, 2, 4, 1000, 64, device="cuda", dtype=torch.float16)
    out, _ = flash_attention(q, k, v, is_causal)
    expected = scaled_dot_product_attention(
        q.double(), k.double(), v.double(), None, 0, is_causal
    )
    torch.testing.assert_close(out.double(), expected, atol=5e-3, rtol=5e-3)


@pytest.mark.skipif(has_triton(), reason="Triton is installed")
def test_without_triton_it_says_what_is_missing():
    with pytest.raises(ImportError, match="install triton"):
        flash_attention(*torch.ones(3, 20, 16))


@pytest.mark.parametrize(
    ("shapes", "options", "message"),
    [
        (((4, 16), (5, 32), (5, 16)), {}, r"got \(4, 16\), \(5, 32\) and \(5, 16\)"),
        (((4, 16), (5, 16), (6, 16)), {}, r"and \(6, 16\)"),
        (((2, 4, 16), (3, 4, 16), (3, 4, 16)), {}, "expected"),
        (((4, 16), (0, 16), (0, 16)), {}, "expected"),
        (((4, 16), (5, 16), (5, 16)), {"is_causal": True}, "T = S"),
        (((4, 24), (5, 24), (5, 16)), {}, "K must be a power of 2 from 16 on, got 24"),
        (((4, 16), (5, 16), (5, 8)), {}, "V must be a power of 2 from 16 on, got 8"),
        (((4, 16), (5, 16), (5, 16)), {"block": 48}, "block must be a power of 2"),
    ],
)
def test_wrong_shapes_are_named(shapes, options, message):
    with pytest.raises(ValueError, match=message):
        flash_attention(*map(torch.ones, shapes), **options)


def test_wrong_dtypes_are_named():
    x = torch.ones(4, 16)
    with pytest.raises(ValueError, match="one dtype of 16 or 32 bits"):
        flash_attention(x.double(), x.double(), x.double())
    with pytest.raises(ValueError, match="one dtype of 16 or 32 bits"):
        flash_attention(x, x.half(), x)


def test_the_source_can_be_shown_without_triton():
    assert flash_attention_source().startswith("@triton.jit\ndef ")
