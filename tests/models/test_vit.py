"""The Vision Transformer has the published parameters and sees where a patch is."""

from __future__ import annotations

import pytest
import torch

from dlbook.models import count_parameters
from dlbook.models.vit import VIT_B_16, VIT_L_16, ViT, ViTConfig
from tests.models.checks import GAP, device_gap, example, overfit


@pytest.mark.parametrize(
    ("config", "parameters", "millions"),
    [(VIT_B_16, 86_567_656, 86), (VIT_L_16, 304_326_632, 307)],
)
def test_parameters(config, parameters, millions):
    with torch.device("meta"):
        assert count_parameters(ViT(config)) == parameters
    # Table 1 of the paper, which rounds, and counts a head more.
    assert parameters / 1e6 == pytest.approx(millions, rel=0.01)


def test_a_patch_is_a_square_of_the_image():
    model, (x, _) = ViT(ViTConfig(size=12, patch=4, channels=2, width=8)), example(3, 2, 12, 12)
    patches = model.patches(x)
    assert patches.shape == (3, 8, 3, 3)
    weight, bias = model.patches.weight, model.patches.bias
    by_hand = (x[:, :, 4:8, 8:12].flatten(1) @ weight.flatten(1).T) + bias
    torch.testing.assert_close(patches[:, :, 1, 2], by_hand)


def test_it_sees_where_a_patch_is():
    model, (x, _) = ViT(ViTConfig(size=8, patch=4)), example(3, 1, 8, 8)
    moved = x.roll(4, dims=3)
    assert (model(x) - model(moved)).abs().max() > 1e-4
    torch.nn.init.zeros_(model.positions)
    torch.testing.assert_close(model(x), model(moved), rtol=1e-4, atol=1e-5)


def test_patches_that_do_not_fill_the_image_are_refused():
    with pytest.raises(ValueError, match="patches of 5 do not fill 28 pixels"):
        ViT(ViTConfig(patch=5))


def test_it_learns():
    x, y = example(16, 1, 28, 28)
    assert overfit(ViT(ViTConfig(layers=1)), x, y, steps=60, lr=3e-3) < 0.1


@pytest.mark.gpu
def test_cpu_and_gpu_agree():
    assert device_gap(ViT(ViTConfig()), example(5, 1, 28, 28)[0]) < GAP
