"""Images become channels-first tensors of mean 0 and standard deviation 1."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from dlbook.data import ImageData
from dlbook.train import standardized


def data(*shape: int) -> ImageData:
    rng = np.random.default_rng(0)
    X = rng.integers(256, size=(9, *shape), dtype=np.uint8)
    if len(shape) == 3:
        X[..., 1] //= 2  # colors differ
    y = rng.integers(3, size=9)
    return ImageData(X[:7], y[:7], X[7:], y[7:], ("a", "b", "c"))


@pytest.mark.parametrize("shape", [(5, 6), (5, 6, 3)])
def test_the_training_images_have_mean_0_and_deviation_1(shape):
    pictures = standardized(data(*shape))
    channels = 3 if len(shape) == 3 else 1
    assert pictures.x_train.shape == (7, channels, 5, 6)
    assert pictures.x_train.dtype == torch.float32
    torch.testing.assert_close(
        pictures.x_train.mean((0, 2, 3)), torch.zeros(channels), atol=1e-5, rtol=0
    )
    torch.testing.assert_close(pictures.x_train.std((0, 2, 3)), torch.ones(channels))
    assert pictures.x_train.is_contiguous(memory_format=torch.channels_last)


def test_test_images_are_measured_by_the_training_images():
    found, raw = standardized(data(5, 6, 3)), data(5, 6, 3)
    train = raw.X_train.astype(float)
    green = (raw.X_test[1, 2, 4, 1] - train[..., 1].mean()) / train[..., 1].std(ddof=1)
    assert found.x_test[1, 1, 2, 4].item() == pytest.approx(green, rel=1e-4)
    assert found.y_test.tolist() == raw.y_test.tolist()
    assert found.y_train.dtype == torch.int64
