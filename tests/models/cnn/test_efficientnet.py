"""EfficientNets have the published parameters, and their parts do what they say."""

from __future__ import annotations

import pytest
import torch

from dlbook.models import count_operations, count_parameters
from dlbook.models.cnn import efficientnet
from dlbook.models.cnn.efficientnet import InvertedResidual, SqueezeExcite, _round
from tests.models.checks import GAP, device_gap, example

PARAMETERS = [
    *(5_288_548, 7_794_184, 9_109_994, 12_233_232),
    *(19_341_616, 30_389_784, 43_040_704, 66_347_960),
]


@pytest.mark.parametrize("number", range(8))
def test_parameters(number):
    with torch.device("meta"):
        assert count_parameters(efficientnet(number)) == PARAMETERS[number]


def test_operations():
    with torch.device("meta"):
        assert round(count_operations(efficientnet(0), 3, 224, 224) / 1e9, 2) == 0.39


@pytest.mark.parametrize("number", [8, -1])
def test_another_number_is_refused(number):
    with pytest.raises(ValueError, match=f"0 to 7, got {number}"):
        efficientnet(number)


@pytest.mark.parametrize(
    ("channels", "rounded"), [(32.0, 32), (35.2, 32), (36.0, 40), (3.0, 8), (17.8, 24)]
)
def test_channels_are_multiples_of_eight(channels, rounded):
    assert _round(channels) == rounded


def test_squeeze_and_excite_weighs_whole_channels():
    x, _ = example(3, 6, 4, 5)
    weights = SqueezeExcite(6, 2)(x) / x
    assert weights.shape == x.shape
    assert 0 < weights.min() < weights.max() < 1
    torch.testing.assert_close(weights, weights[:, :, :1, :1].expand_as(x))


def test_a_block_has_a_way_around_only_where_shapes_are_kept():
    assert InvertedResidual(8, 8, 6, 3, 1).adds
    assert not InvertedResidual(8, 16, 6, 3, 1).adds
    assert not InvertedResidual(8, 8, 6, 3, 2).adds
    assert InvertedResidual(8, 16, 6, 5, 2)(torch.zeros(2, 8, 7, 9)).shape == (2, 16, 4, 5)


@pytest.mark.gpu
def test_cpu_and_gpu_agree():
    x, _ = example(2, 3, 64, 64)
    assert device_gap(efficientnet(0), x) < GAP
