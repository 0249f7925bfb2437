"""Normalization layers."""

import numpy as np
import pytest
import torch

from dlbook.scratch import Tensor, layers
from tests.scratch.layers.parity import assert_layer_matches, assert_loads_into_torch

CASES = [
    ("LayerNorm", (5,), {}, (3, 4, 5)),
    ("LayerNorm", ((4, 5),), {"eps": 0.1}, (3, 4, 5)),
    ("RMSNorm", (5,), {}, (3, 4, 5)),
    ("RMSNorm", ((4, 5),), {"eps": 0.1}, (3, 4, 5)),
    ("GroupNorm", (2, 6), {}, (3, 6, 4)),
    ("GroupNorm", (3, 6), {"eps": 0.1}, (3, 6, 4, 5)),
    ("BatchNorm1d", (6,), {}, (4, 6)),
    ("BatchNorm1d", (6,), {"momentum": 0.3}, (4, 6, 3)),
    ("BatchNorm2d", (6,), {"eps": 0.1}, (4, 6, 3, 2)),
]


def scattered(layer: torch.nn.Module) -> torch.nn.Module:
    """Give the scales and shifts values other than ones and zeros."""
    for p in layer.parameters():
        torch.nn.init.normal_(p)
    return layer


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(("name", "size", "settings", "shape"), CASES)
def test_same_as_torch(name, size, settings, shape, dtype, training, rng):
    mine = getattr(layers, name)(*size, **settings).train(training)
    theirs = scattered(getattr(torch.nn, name)(*size, **settings)).train(training)
    if name.startswith("BatchNorm"):
        theirs.running_mean.normal_()
        theirs.running_var.uniform_(0.5, 2)
        theirs.num_batches_tracked.fill_(7)
    x = rng.standard_normal(shape).astype(dtype)
    assert_layer_matches(mine, theirs, x, rng=rng)
    assert_loads_into_torch(mine, theirs)
    assert list(mine.state_dict()) == list(theirs.state_dict())


@pytest.mark.parametrize(("name", "size", "settings", "shape"), CASES)
def test_starts_as_torch_does(name, size, settings, shape):
    mine, theirs = (getattr(where, name)(*size, **settings) for where in (layers, torch.nn))
    for key, value in theirs.state_dict().items():
        np.testing.assert_array_equal(mine.state_dict()[key], value.numpy())


def test_running_means_follow_torchs_over_several_batches_and_are_then_used(rng):
    mine, theirs = layers.BatchNorm2d(3), torch.nn.BatchNorm2d(3)
    for _ in range(5):
        x = (3 + 2 * rng.standard_normal((4, 3, 5, 6))).astype(np.float32)
        mine(Tensor(x))
        theirs(torch.tensor(x))
    for name in ("running_mean", "running_var", "num_batches_tracked"):
        np.testing.assert_allclose(
            mine.state_dict()[name], theirs.state_dict()[name], rtol=1e-5
        )
    assert mine.num_batches_tracked.item() == 5
    np.testing.assert_allclose(
        mine.eval()(Tensor(x)).data,
        theirs.eval()(torch.tensor(x)).detach(),
        rtol=1e-4,
        atol=1e-5,
    )
    assert mine.num_batches_tracked.item() == 5


@pytest.mark.parametrize(
    ("layer", "shape", "allowed"),
    [
        (layers.BatchNorm1d(3), (2, 3, 4, 5), "2 or 3"),
        (layers.BatchNorm2d(3), (2, 3, 4), "4"),
    ],
)
def test_a_wrong_number_of_axes_is_refused(layer, shape, allowed):
    with pytest.raises(ValueError, match=f"expected an input of {allowed} axes"):
        layer(Tensor(np.zeros(shape)))
