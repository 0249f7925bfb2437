"""Data sets as tensors: standardized images, and text as character tokens. Needs torch."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from dlbook.data.readers import ImageData


class ImageTensors(NamedTuple):
    """Standardized images ``(N, C, H, W)`` and their classes, int64 ``(N,)``.

    Images are in channels-last memory format, which is fast for convolutions.
    """

    x_train: Tensor
    y_train: Tensor
    x_test: Tensor
    y_test: Tensor


def standardize(data: ImageData, device: torch.device | str = "cpu") -> ImageTensors:
    """Subtract the training images' mean and divide by their standard deviation.

    ``data`` holds gray images ``(N, H, W)``, or colored ones ``(N, H, W, 3)``: each channel has
    its own mean and deviation.
    """
    x_train, x_test = _channels_first(data.X_train), _channels_first(data.X_test)
    mean = x_train.mean(dim=(0, 2, 3), keepdim=True)
    std = x_train.std(dim=(0, 2, 3), keepdim=True)
    y_train, y_test = (torch.from_numpy(y).to(device) for y in (data.y_train, data.y_test))
    x_train, x_test = (
        ((x - mean) / std).to(device, memory_format=torch.channels_last)
        for x in (x_train, x_test)
    )
    return ImageTensors(x_train, y_train, x_test, y_test)


def _channels_first(images: np.ndarray) -> Tensor:
    x = torch.from_numpy(images).float() / 255
    return x[:, None] if x.dim() == 3 else x.permute(0, 3, 1, 2)


class CharTokenizer:
    """Encode each character of a text as its rank among the text's different characters.

    Parameters
    ----------
    text : str
        Contains every character that will be encoded.

    Attributes
    ----------
    characters : str
        The vocabulary, sorted; ``len(tokenizer)`` is its size.
    """

    def __init__(self, text: str):
        self.characters = "".join(sorted(set(text)))
        self._numbers = {character: i for i, character in enumerate(self.characters)}

    def __len__(self) -> int:
        return len(self.characters)

    def encode(self, text: str) -> Tensor:
        """Return the tokens of a text: int64, shape ``(len(text),)``."""
        if unknown := set(text) - set(self.characters):
            raise ValueError(f"encode: {sorted(unknown)} not in the vocabulary")
        return torch.tensor([self._numbers[character] for character in text], dtype=torch.long)

    def decode(self, tokens: Tensor) -> str:
        """Return the text of tokens ``(T,)``."""
        return "".join(self.characters[i] for i in tokens.tolist())


def split_text(tokens: Tensor, fraction: float = 0.9) -> tuple[Tensor, Tensor]:
    """Return the first ``fraction`` of a text for training, and the rest for validation."""
    cut = int(fraction * len(tokens))
    return tokens[:cut], tokens[cut:]
