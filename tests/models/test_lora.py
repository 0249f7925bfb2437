"""LoRA changes a layer by a product of low rank, and nothing else."""

from __future__ import annotations

import pytest
import torch
from torch import nn
from torch.nn.functional import linear

from dlbook.models.language import Llama, LlamaConfig, LoRALinear, add_lora

SMALL = LlamaConfig(
    vocab_size=40, block_size=16, d_model=24, n_head=6, n_kv_head=2, n_layer=3, d_ff=32
)


def test_at_first_nothing_is_changed():
    base, x = nn.Linear(5, 7), torch.randn(2, 3, 5)
    expected = base(x)
    assert torch.equal(LoRALinear(base, rank=2)(x), expected)


def test_output_and_gradients_are_those_of_the_merged_matrix():
    layer = LoRALinear(nn.Linear(5, 7), rank=3, alpha=6.0).double()
    nn.init.normal_(layer.B)
    x = torch.randn(4, 5, dtype=torch.float64, requires_grad=True)
    y = torch.randn(4, 7, dtype=torch.float64)
    A, B = (p.detach().clone().requires_grad_() for p in (layer.A, layer.B))
    merged = layer.base.weight + 2.0 * B @ A
    ours = torch.autograd.grad((layer(x) * y).sum(), [x, layer.A, layer.B])
    theirs = torch.autograd.grad((linear(x, merged, layer.base.bias) * y).sum(), [x, A, B])
    for one, other in zip(ours, theirs, strict=True):
        torch.testing.assert_close(one, other)


def test_only_the_new_weights_of_the_chosen_blocks_learn():
    model = Llama(SMALL)
    adapters = add_lora(model, model.blocks[2:], ("query", "gate"), rank=2)
    learning = {name for name, p in model.named_parameters() if p.requires_grad}
    parts = ("attention.query", "mlp.gate")
    assert learning == {f"blocks.2.{part}.{letter}" for part in parts for letter in "AB"}
    model(torch.randint(40, (2, 5))).square().mean().backward()
    assert all(adapter.B.grad.abs().sum() > 0 for adapter in adapters)


def test_added_again_it_starts_anew():
    model, tokens = Llama(SMALL), torch.randint(40, (2, 5))
    expected = model(tokens)
    for adapter in add_lora(model, model.blocks):
        nn.init.normal_(adapter.B)
    assert not torch.allclose(model(tokens), expected)
    again = add_lora(model, model.blocks)
    torch.testing.assert_close(model(tokens), expected)
    assert not any(isinstance(adapter.base, LoRALinear) for adapter in again)


def test_scale_zero_is_the_old_layer():
    layer, x = LoRALinear(nn.Linear(5, 7)), torch.randn(2, 5)
    nn.init.normal_(layer.B)
    layer.scale = 0
    assert torch.equal(layer(x), layer.base(x))


@pytest.mark.parametrize("rank", [0, -1])
def test_a_rank_below_one_is_refused(rank):
    with pytest.raises(ValueError, match="rank must be at least 1"):
        LoRALinear(nn.Linear(2, 2), rank)


def test_names_that_no_layer_has_are_refused():
    model = Llama(SMALL)
    with pytest.raises(ValueError, match="no linear layer is called qkv"):
        add_lora(model, model.blocks, ("qkv",))
