"""The Transformer's encoder block."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812

from dlbook.scratch import Tensor, gelu, optim
from dlbook.scratch.layers import TransformerEncoderLayer
from dlbook.scratch.ops.losses import mse_loss
from tests.scratch.layers.parity import assert_layer_matches, assert_loads_into_torch

B, T, E, N, F_ = 3, 5, 12, 4, 20


def torch_gelu(x):
    return F.gelu(x, approximate="tanh")


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("norm_first", [True, False])
@pytest.mark.parametrize("batch_first", [True, False])
@pytest.mark.parametrize(("mine_act", "their_act"), [(None, None), (gelu, torch_gelu)])
def test_same_as_torch(dtype, norm_first, batch_first, mine_act, their_act, rng):
    settings = {"batch_first": batch_first, "norm_first": norm_first, "layer_norm_eps": 1e-3}
    mine = TransformerEncoderLayer(
        *(E, N, F_, 0.0), **settings, **({"activation": mine_act} if mine_act else {}), rng=rng
    )
    theirs = torch.nn.TransformerEncoderLayer(
        *(E, N, F_, 0.0), **settings, **({"activation": their_act} if their_act else {})
    )
    for p in theirs.parameters():  # norms are ones and zeros otherwise
        torch.nn.init.normal_(p, std=0.5)
    x = rng.standard_normal((B, T, E) if batch_first else (T, B, E)).astype(dtype)
    assert_layer_matches(mine, theirs, x, rng=rng)
    assert_loads_into_torch(mine, theirs)
    assert list(mine.state_dict()) == list(theirs.state_dict())


def test_masks_are_torchs(rng):
    padding = np.zeros((B, T), bool)
    padding[1, 3:] = True
    future = ~np.tri(T, dtype=bool)
    mine = TransformerEncoderLayer(E, N, F_, 0.0, batch_first=True, rng=rng)
    theirs = torch.nn.TransformerEncoderLayer(E, N, F_, 0.0, batch_first=True)
    x = rng.standard_normal((B, T, E))
    masks = {"src_mask": future, "src_key_padding_mask": padding}
    assert_layer_matches(mine, theirs, x, rng=rng, **masks)
    by_flag = mine(Tensor(x), src_key_padding_mask=padding, is_causal=True)
    np.testing.assert_array_equal(mine(Tensor(x), **masks).data, by_flag.data)


def test_dropout_and_post_norm_where_nothing_is_said(rng):
    layer = TransformerEncoderLayer(4, 2, rng=rng)
    assert layer.linear1.weight.shape == (2048, 4)
    assert layer.dropout.p == layer.self_attn.dropout.p == 0.1
    out = layer(Tensor(rng.standard_normal((3, 2, 4)).astype(np.float32))).data
    np.testing.assert_allclose(out.mean(-1), np.zeros((3, 2)), atol=1e-6)  # normed last


def test_dropout_acts_while_training_only(rng):
    layer = TransformerEncoderLayer(E, N, F_, 0.5, rng=rng)
    x = Tensor(rng.standard_normal((T, B, E)).astype(np.float32))
    assert np.abs(layer(x).data - layer(x).data).max() > 0.1
    layer.eval()
    np.testing.assert_array_equal(layer(x).data, layer(x).data)


def test_overfits_one_batch(rng):
    layer = TransformerEncoderLayer(E, N, F_, 0.0, batch_first=True, norm_first=True, rng=rng)
    adam = optim.Adam(layer.parameters(), lr=0.01)
    x, target = rng.standard_normal((2, 2, T, E)).astype(np.float32)
    losses = []
    for _ in range(150):
        loss = mse_loss(layer(Tensor(x)), target)
        adam.zero_grad()
        loss.backward()
        adam.step()
        losses.append(loss.item())
    assert losses[0] > 1
    assert losses[-1] < 0.05
