"""The block is torch's own, forward and backward."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from dlbook.models.transformer import EncoderBlock, SelfAttention
from tests.models.checks import example, gap, outputs_and_gradients


def in_torch(block: EncoderBlock) -> nn.TransformerEncoderLayer:
    """Return torch's layer with the same weights, in the same order."""
    D, heads = block.expand.in_features, block.attention.heads
    layer = nn.TransformerEncoderLayer(
        D, heads, block.expand.out_features, 0.0, "gelu", 1e-6, True, True
    )
    attention = block.attention
    renamed = {
        "self_attn.in_proj_": attention.query_key_value,
        "self_attn.out_proj.": attention.output,
        "linear1.": block.expand,
        "linear2.": block.reduce,
        "norm1.": block.norm_1,
        "norm2.": block.norm_2,
    }
    layer.load_state_dict(
        {name + k: v for name, part in renamed.items() for k, v in part.state_dict().items()}
    )
    return layer


def test_it_is_torch_s_forward_and_backward():
    block, (x, _) = EncoderBlock(12, 3, 20), example(2, 5, 12)
    ours = outputs_and_gradients(block, (x,), "cpu")
    theirs = outputs_and_gradients(in_torch(block), (x,), "cpu")
    order = {tuple(p.shape): i for i, p in enumerate(theirs)}
    assert gap(ours[:1], theirs[:1]) < 1e-5
    for tensor in (ours[3], ours[9]):  # weights of attention and perceptron
        assert gap([tensor], [theirs[order[tuple(tensor.shape)]]]) < 1e-4


def test_another_number_of_heads_is_another_function():
    block, (x, _) = EncoderBlock(12, 3, 20), example(2, 5, 12)
    before = block(x)
    block.attention.heads = 4
    assert (block(x) - before).abs().max() > 1e-3


def test_patches_in_another_order_come_out_in_that_order():
    layer, (x, _) = SelfAttention(12, 3), example(2, 5, 12)
    order = [3, 0, 4, 1, 2]
    torch.testing.assert_close(layer(x)[:, order], layer(x[:, order]))


def test_heads_must_divide_the_width():
    with pytest.raises(ValueError, match="width 12 is not a multiple of 5 heads"):
        SelfAttention(12, 5)
