"""ResNets have the published parameters, the shapes of the tables, and the way around."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from dlbook.models import count_operations, count_parameters
from dlbook.models.cnn import (
    cifar_resnet,
    resnet18,
    resnet34,
    resnet50,
    resnet101,
    resnet152,
)
from dlbook.models.cnn.resnet import BasicBlock, Bottleneck, PaddedShortcut, conv_bn
from tests.models.checks import GAP, device_gap, example, overfit

PARAMETERS = {
    resnet18: 11_689_512,
    resnet34: 21_797_672,
    resnet50: 25_557_032,
    resnet101: 44_549_160,
    resnet152: 60_192_808,
}
# Millions in table 6 of the paper.
CIFAR = {20: 0.27, 32: 0.46, 44: 0.66, 56: 0.85, 110: 1.7, 1202: 19.4}


@pytest.mark.parametrize("build", PARAMETERS, ids=lambda f: f.__name__)
def test_parameters(build):
    with torch.device("meta"):
        assert count_parameters(build()) == PARAMETERS[build]


@pytest.mark.parametrize("layers", CIFAR)
def test_parameters_of_the_small_ones(layers):
    with torch.device("meta"):
        model = cifar_resnet(layers)
    assert round(count_parameters(model) / 1e6, 1 if layers > 56 else 2) == CIFAR[layers]
    weighted = [m for m in model.modules() if isinstance(m, nn.Conv2d | nn.Linear)]
    assert len(weighted) == layers


def test_operations():
    with torch.device("meta"):
        assert round(count_operations(resnet18(), 3, 224, 224) / 1e6) == 1_814
        assert round(count_operations(resnet50(), 3, 224, 224) / 1e6) == 4_089
        assert round(count_operations(cifar_resnet(20), 3, 32, 32) / 1e6, 1) == 40.6


@pytest.mark.parametrize("layers", [8, 20])
def test_another_number_of_layers_is_refused(layers):
    assert len(cifar_resnet(layers).blocks) == (layers - 2) // 2
    with pytest.raises(ValueError, match=f"6 n \\+ 2, such as 20, got {layers + 1}"):
        cifar_resnet(layers + 1)


@pytest.mark.parametrize("block", [BasicBlock, Bottleneck])
def test_a_block_adds_to_what_it_was_given(block):
    x = example(3, 8 if block is BasicBlock else 32, 5, 7)[0].abs()
    layer = block(x.shape[1], 8, 1, nn.Identity())
    last = layer.second if block is BasicBlock else layer.expand
    nn.init.zeros_(last[1].weight)  # the branch gives nothing
    torch.testing.assert_close(layer(x), x)
    nn.init.ones_(last[1].weight)
    assert (layer(x) - x).abs().max() > 0.1


def test_the_shortcut_without_parameters_skips_and_pads():
    x, _ = example(3, 4, 6, 8)
    y = PaddedShortcut(new=4, stride=2)(x)
    assert y.shape == (3, 8, 3, 4)
    assert torch.equal(y[:, 2:6], x[:, :, ::2, ::2])
    assert not y[:, [0, 1, 6, 7]].any()


def test_normalization_makes_a_bias_useless():
    x, _ = example(6, 3, 5, 7)
    layer = conv_bn(3, 4, 3)
    shifted = layer[1](layer[0](x) + 5.0)
    torch.testing.assert_close(layer(x), shifted, rtol=1e-4, atol=1e-4)


def test_stages_halve_the_image():
    x, _ = example(2, 3, 32, 32)
    model = cifar_resnet(8)
    shapes = []
    h = model.stem(x)
    for block in model.blocks:
        h = block(h)
        shapes.append(tuple(h.shape[1:]))
    assert shapes == [(16, 32, 32), (32, 16, 16), (64, 8, 8)]


def test_the_big_ones_give_logits_for_any_size():
    assert resnet18(classes=7)(torch.zeros(2, 3, 64, 96)).shape == (2, 7)


def test_it_learns():
    x, y = example(12, 3, 16, 16)
    assert overfit(cifar_resnet(8), x, y, steps=30) < 0.1


@pytest.mark.gpu
@pytest.mark.parametrize("build", [resnet18, resnet50])
def test_cpu_and_gpu_agree(build):
    x, _ = example(2, 3, 64, 64)
    assert device_gap(build(), x) < GAP


@pytest.mark.gpu
def test_cpu_and_gpu_agree_on_the_small_ones():
    x, _ = example(5, 3, 32, 32)
    assert device_gap(cifar_resnet(20), x) < GAP
