"""Parts of the vision models: layer by layer as the papers say."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from dlbook.models import count_parameters
from dlbook.models.vision import (
    EncoderBlock,
    ViT,
    ViTConfig,
    alexnet,
    cifar_resnet,
    conv_net,
    efficientnet,
    residual_net,
    strided_net,
    vgg,
)
from dlbook.models.vision.efficientnet import InvertedResidual, SameConv2d, SqueezeExcite
from dlbook.models.vision.resnet import BasicBlock, Bottleneck, PaddedShortcut
from dlbook.models.vision.tiny_cnn import Residual
from tests.models.checks import example, gap, outputs_and_gradients


def weighted_layers(model):
    return [m for m in model.modules() if isinstance(m, nn.Conv2d | nn.Linear)]


def test_alexnet_s_normalization_is_that_of_section_3_3():
    with torch.device("meta"):
        (layer, _) = [m for m in alexnet() if isinstance(m, nn.LocalResponseNorm)]
    x, _ = example(2, 7, 3, 3)
    for i in range(7):
        near = x[:, max(0, i - 2) : i + 3]
        by_hand = x[:, i] / (2 + 1e-4 * (near**2).sum(dim=1)) ** 0.75
        torch.testing.assert_close(layer(x)[:, i], by_hand)


# Millions of parameters in table 6 of the ResNet paper.
@pytest.mark.parametrize(
    ("depth", "millions"),
    [(20, 0.27), (32, 0.46), (44, 0.66), (56, 0.85), (110, 1.7), (1202, 19.4)],
)
def test_cifar_resnets(depth, millions):
    with torch.device("meta"):
        model = cifar_resnet(depth)
    assert round(count_parameters(model) / 1e6, 1 if depth > 56 else 2) == millions
    assert len(weighted_layers(model)) == depth


@pytest.mark.parametrize(
    ("build", "argument", "message"),
    [
        (vgg, 12, r"one of \[11, 13, 16, 19\], got 12"),
        (vgg, "16", r"one of \[11, 13, 16, 19\]"),
        (cifar_resnet, 21, r"6 n \+ 2, such as 20, got 21"),
        (cifar_resnet, 2, r"6 n \+ 2"),
        (efficientnet, 8, "0 to 7, got 8"),
        (efficientnet, -1, "0 to 7, got -1"),
        (ViT, ViTConfig(patch_size=5), "patches of 5 do not tile 28 pixels"),
        (ViT, ViTConfig(n_head=5), "d_model 64 is not a multiple of 5 heads"),
    ],
)
def test_impossible_sizes_are_refused(build, argument, message):
    with pytest.raises(ValueError, match=message):
        build(argument)


@pytest.mark.parametrize(
    ("size", "stride", "shape", "pads"),  # zeros on the left, right, above, below
    [
        (3, 1, (6, 7), (1, 1, 1, 1)),
        (3, 2, (6, 7), (1, 1, 0, 1)),
        (5, 2, (6, 7), (2, 2, 1, 2)),
        (1, 2, (6, 7), (0, 0, 0, 0)),
    ],
)
def test_tensorflow_s_padding(size, stride, shape, pads):
    layer, (x, _) = SameConv2d(2, 3, size, stride, groups=1), example(2, 2, *shape)
    padded = nn.functional.pad(x, pads)
    expected = nn.functional.conv2d(padded, layer.weight, stride=stride)
    torch.testing.assert_close(layer(x), expected)
    assert layer(x).shape[2:] == tuple(-(-n // stride) for n in shape)


# --- residual networks ------------------------------------------------------------


@pytest.mark.parametrize("block", [BasicBlock, Bottleneck])
def test_a_block_adds_to_its_input(block):
    x = example(3, 8 if block is BasicBlock else 32, 5, 7)[0].abs()
    layer = block(x.shape[1], 8, 1, nn.Identity())
    last = layer.second if block is BasicBlock else layer.expand
    nn.init.zeros_(last[1].weight)  # the branch returns zeros
    torch.testing.assert_close(layer(x), x)
    nn.init.ones_(last[1].weight)
    assert (layer(x) - x).abs().max() > 0.1


def test_the_tiny_residual_block_adds_to_its_input():
    x, layer = torch.randn(3, 8, 5, 4), Residual(8).eval()
    assert (layer(x) - x).abs().max() > 0.01
    nn.init.zeros_(layer.branch[-2].weight)
    nn.init.zeros_(layer.branch[-2].bias)
    torch.testing.assert_close(layer(x), x)


def test_the_shortcut_without_parameters_skips_and_pads():
    x, _ = example(3, 4, 6, 8)
    y = PaddedShortcut(new_channels=4, stride=2)(x)
    assert y.shape == (3, 8, 3, 4)
    assert torch.equal(y[:, 2:6], x[:, :, ::2, ::2])
    assert not y[:, [0, 1, 6, 7]].any()


def test_parameters_of_the_tiny_networks_by_hand():
    blocks = 9 * (16 + 16 * 32 + 32 * 64) + 2 * (16 + 32 + 64)
    residual = sum(2 * (9 * width**2 + 2 * width) for width in (32, 64))
    head = 64 * 10 + 10
    assert count_parameters(conv_net(1)) == blocks + head
    assert count_parameters(residual_net(1, (16, 32, 64))) == blocks + residual + head
    assert count_parameters(strided_net(1)) == blocks + 16 * 16 + 16 * 64 * 10 + 10


# --- EfficientNet -----------------------------------------------------------------


def test_squeeze_and_excite_scales_whole_channels():
    x, _ = example(3, 6, 4, 5)
    weights = SqueezeExcite(6, 2)(x) / x
    assert 0 < weights.min() < weights.max() < 1
    torch.testing.assert_close(weights, weights[:, :, :1, :1].expand_as(x))


@pytest.mark.parametrize(
    ("sizes", "residual", "shape"),
    [
        ((8, 8, 6, 3, 1), True, (2, 8, 7, 9)),
        ((8, 16, 6, 3, 1), False, (2, 16, 7, 9)),
        ((8, 8, 6, 5, 2), False, (2, 8, 4, 5)),
    ],
)
def test_an_inverted_residual_adds_only_if_shapes_agree(sizes, residual, shape):
    x, block = example(2, 8, 7, 9)[0], InvertedResidual(*sizes).eval()
    assert block(x).shape == shape
    assert torch.equal(block(x), x + block.layers(x) if residual else block.layers(x))


# --- Vision Transformer -----------------------------------------------------------


def as_torch(block: EncoderBlock) -> nn.TransformerEncoderLayer:
    """Return torch's layer with the same weights, in the same order."""
    d_model, d_ff = block.up.in_features, block.up.out_features
    n_head = block.attention.n_head
    layer = nn.TransformerEncoderLayer(d_model, n_head, d_ff, 0.0, "gelu", 1e-6, True, True)
    renamed = {
        "self_attn.in_proj_": block.attention.qkv,
        "self_attn.out_proj.": block.attention.proj,
        "linear1.": block.up,
        "linear2.": block.down,
        "norm1.": block.norm_1,
        "norm2.": block.norm_2,
    }
    layer.load_state_dict(
        {name + k: p for name, part in renamed.items() for k, p in part.state_dict().items()}
    )
    return layer


def test_the_encoder_block_is_torch_s_forward_and_backward():
    block, (x, _) = EncoderBlock(12, 3, 20), example(2, 5, 12)
    ours = outputs_and_gradients(block, (x,), "cpu")
    theirs = outputs_and_gradients(as_torch(block), (x,), "cpu")
    order = {tuple(p.shape): i for i, p in enumerate(theirs)}
    assert gap(ours[:1], theirs[:1]) < 1e-5
    for tensor in (ours[3], ours[9]):  # weights of attention and MLP
        assert gap([tensor], [theirs[order[tuple(tensor.shape)]]]) < 1e-4
    block.attention.n_head = 4
    assert (block(x) - ours[0]).abs().max() > 1e-3


def test_a_patch_is_a_square_of_the_image():
    config = ViTConfig(image_size=12, patch_size=4, in_channels=2, d_model=8)
    model, (x, _) = ViT(config), example(3, 2, 12, 12)
    weight, bias = model.patches.weight, model.patches.bias
    by_hand = (x[:, :, 4:8, 8:12].flatten(1) @ weight.flatten(1).T) + bias
    torch.testing.assert_close(model.patches(x)[:, :, 1, 2], by_hand)


def test_it_knows_where_a_patch_is():
    model, (x, _) = ViT(ViTConfig(image_size=8, patch_size=4)), example(3, 1, 8, 8)
    moved = x.roll(4, dims=3)
    assert (model(x) - model(moved)).abs().max() > 1e-4
    nn.init.zeros_(model.positions)
    torch.testing.assert_close(model(x), model(moved), rtol=1e-4, atol=1e-5)
