"""Images as standardized tensors, text as tokens and back."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from dlbook.data import ImageData
from dlbook.data.tensors import CharTokenizer, split_text, standardize


def data(*shape: int) -> ImageData:
    rng = np.random.default_rng(0)
    X = rng.integers(256, size=(9, *shape), dtype=np.uint8)
    if len(shape) == 3:
        X[..., 1] //= 2  # colors differ
    y = rng.integers(3, size=9)
    return ImageData(X[:7], y[:7], X[7:], y[7:], ("a", "b", "c"))


@pytest.mark.parametrize("shape", [(5, 6), (5, 6, 3)])
def test_the_training_images_have_mean_0_and_deviation_1(shape):
    images = standardize(data(*shape))
    channels = 3 if len(shape) == 3 else 1
    assert images.x_train.shape == (7, channels, 5, 6)
    assert images.x_train.dtype == torch.float32
    torch.testing.assert_close(
        images.x_train.mean((0, 2, 3)), torch.zeros(channels), atol=1e-5, rtol=0
    )
    torch.testing.assert_close(images.x_train.std((0, 2, 3)), torch.ones(channels))
    assert images.x_train.is_contiguous(memory_format=torch.channels_last)


def test_test_images_are_measured_by_the_training_images():
    found, raw = standardize(data(5, 6, 3)), data(5, 6, 3)
    train = raw.X_train.astype(float)
    green = (raw.X_test[1, 2, 4, 1] - train[..., 1].mean()) / train[..., 1].std(ddof=1)
    assert found.x_test[1, 1, 2, 4].item() == pytest.approx(green, rel=1e-4)
    assert found.y_test.tolist() == raw.y_test.tolist()
    assert found.y_train.dtype == torch.int64


def test_there_and_back():
    tokenizer = CharTokenizer("to be, or not")
    assert tokenizer.characters == " ,benort"
    assert len(tokenizer) == 8
    tokens = tokenizer.encode("bone, too")
    assert tokens.dtype == torch.int64
    assert tokenizer.decode(tokens) == "bone, too"
    assert tokenizer.encode("").shape == (0,)


def test_an_unknown_character_is_named():
    with pytest.raises(ValueError, match=r"\['x', 'z'\] not in the vocabulary"):
        CharTokenizer("abc").encode("azbx")


def test_a_text_is_split_in_order():
    first, rest = split_text(torch.arange(21), 0.9)
    assert first.tolist() == list(range(18))
    assert rest.tolist() == [18, 19, 20]
