"""VGG has the parameters of the paper's table 2."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from dlbook.models import count_operations, count_parameters
from dlbook.models.cnn import vgg
from tests.models.checks import GAP, device_gap, example

PARAMETERS = {11: 132_863_336, 13: 133_047_848, 16: 138_357_544, 19: 143_667_240}
MILLIONS_IN_TABLE_2 = {11: 133, 13: 133, 16: 138, 19: 144}


@pytest.mark.parametrize("layers", PARAMETERS)
def test_parameters(layers):
    with torch.device("meta"):
        model = vgg(layers)
    assert count_parameters(model) == PARAMETERS[layers]
    assert round(PARAMETERS[layers] / 1e6) == MILLIONS_IN_TABLE_2[layers]
    weighted = [m for m in model if isinstance(m, nn.Conv2d | nn.Linear)]
    assert len(weighted) == layers


def test_operations():
    with torch.device("meta"):
        assert round(count_operations(vgg(16), 3, 224, 224) / 1e6) == 15_470


@pytest.mark.parametrize("layers", [12, 0, "16"])
def test_another_number_of_layers_is_refused(layers):
    with pytest.raises(ValueError, match=r"one of \[11, 13, 16, 19\]"):
        vgg(layers)


@pytest.mark.gpu
def test_cpu_and_gpu_agree():
    x, _ = example(2, 3, 224, 224)
    assert device_gap(vgg(11), x) < GAP
