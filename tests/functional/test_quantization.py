"""Blocks of few bits."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from dlbook.data.weight_files import BLOCKS, dequantize_q4_1
from dlbook.functional import quantize


def test_a_block_by_hand():
    x = torch.tensor([0.0, 0.4, 1.6, 3.0, 5.0, 5.0, 5.0, 5.0])
    expected = torch.tensor([0.0, 0.0, 2.0, 3.0, 5.0, 5.0, 5.0, 5.0])
    torch.testing.assert_close(quantize(x, 2, block=4), expected)


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
@pytest.mark.parametrize("shape", [(4, 64), (2, 3, 32), (96,)])
def test_error_is_at_most_half_a_step_and_values_are_few(bits, shape):
    x = torch.randn(shape, dtype=torch.float64)
    rounded = quantize(x, bits)
    assert rounded.shape == x.shape
    assert rounded.dtype == x.dtype
    for block, old in zip(rounded.reshape(-1, 32), x.reshape(-1, 32), strict=True):
        step = (old.max() - old.min()) / (2**bits - 1)
        assert (block - old).abs().max() <= step / 2 * (1 + 1e-9)
        assert len(block.unique()) <= 2**bits


def test_numbers_read_from_q4_1_blocks_stay_as_they_are():
    rng = np.random.default_rng(0)
    blocks = np.zeros(8, dtype=BLOCKS["Q4_1"])
    blocks["scale"], blocks["minimum"] = rng.uniform(0.1, 1, 8), rng.normal(size=8)
    blocks["quants"] = rng.integers(0, 256, (8, 16))
    blocks["quants"][:, 0] = 0xF0  # the least and the largest number occur
    x = torch.from_numpy(dequantize_q4_1(blocks))
    torch.testing.assert_close(quantize(x, 4), x)


def test_rounding_twice_is_rounding_once():
    once = quantize(torch.randn(3, 64, dtype=torch.float64), 3)
    torch.testing.assert_close(quantize(once, 3), once)


@pytest.mark.parametrize(("bits", "block"), [(0, 32), (4, 0), (4, 33)])
def test_impossible_blocks_are_refused(bits, block):
    with pytest.raises(ValueError, match="quantize: expected"):
        quantize(torch.zeros(64), bits, block)
