"""The fused kernel in Triton's interpreter, where Triton is installed."""

from __future__ import annotations

import subprocess
import sys

import pytest
import torch

from dlbook.efficient import bias_relu_scale, has_triton, kernel_source
from tests.efficient.interpreter import INTERPRETER

CHECK = """
import torch
from dlbook.efficient import bias_relu_scale
for shape in ((37, 301), (1, 1), (4, 1024), (0, 3)):
    x, bias = torch.randn(shape), torch.randn(shape[1])
    for given in (x, x.double(), x.t().contiguous().t()):
        expected = 0.5 * torch.relu(given + bias.to(given.dtype))
        fused = bias_relu_scale(given, bias.to(given.dtype), 0.5, block=64)
        torch.testing.assert_close(fused, expected)
"""


@pytest.mark.skipif(not INTERPRETER, reason="Triton is not installed")
def test_the_kernel_equals_three_operations():
    # A process of its own: Triton reads the variable when it is imported.
    subprocess.run([sys.executable, "-c", CHECK], check=True, env=INTERPRETER)


@pytest.mark.gpu
@pytest.mark.skipif(not has_triton(), reason="Triton is not installed")
def test_the_kernel_equals_three_operations_on_the_gpu():
    x, bias = torch.randn(37, 301, device="cuda"), torch.randn(301, device="cuda")
    torch.testing.assert_close(bias_relu_scale(x, bias, 0.5), 0.5 * torch.relu(x + bias))


@pytest.mark.skipif(has_triton(), reason="Triton is installed")
def test_without_triton_it_says_what_is_missing():
    with pytest.raises(ImportError, match="install triton"):
        bias_relu_scale(torch.ones(2, 3), torch.ones(3), 1.0)


def test_wrong_shapes_are_named():
    with pytest.raises(ValueError, match=r"\(B, D\) and \(D,\), got \(2, 3\) and \(2,\)"):
        bias_relu_scale(torch.ones(2, 3), torch.ones(2), 1.0)


def test_the_source_can_be_shown_without_triton():
    assert kernel_source().startswith("@triton.jit\ndef ")
