"""Images as tensors that a network likes: channels first, mean 0, standard deviation 1."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from dlbook.data import ImageData


class Pictures(NamedTuple):
    """Standardized images and their classes.

    Attributes
    ----------
    x_train, x_test : Tensor of float32
        Shape ``(N, C, H, W)``; in memory the channels stand last, which convolutions like.
    y_train, y_test : Tensor of int64
        Class numbers, shape ``(N,)``.
    """

    x_train: Tensor
    y_train: Tensor
    x_test: Tensor
    y_test: Tensor


def standardized(data: ImageData, device: torch.device | str = "cpu") -> Pictures:
    """Return images less the training images' mean, divided by their standard deviation.

    Parameters
    ----------
    data : dlbook.data.ImageData
        Gray ``(N, H, W)`` or colored ``(N, H, W, 3)``; each color has its own mean.
    device : torch.device or str
        Where the tensors are to be.
    """
    x_train, x_test = _channels_first(data.X_train), _channels_first(data.X_test)
    mean = x_train.mean(dim=(0, 2, 3), keepdim=True)
    std = x_train.std(dim=(0, 2, 3), keepdim=True)
    y_train, y_test = (torch.from_numpy(y).to(device) for y in (data.y_train, data.y_test))
    x_train, x_test = (_stored((x - mean) / std, device) for x in (x_train, x_test))
    return Pictures(x_train, y_train, x_test, y_test)


def _channels_first(images: np.ndarray) -> Tensor:
    x = torch.from_numpy(images).float() / 255
    return x[:, None] if x.dim() == 3 else x.permute(0, 3, 1, 2)


def _stored(x: Tensor, device: torch.device | str) -> Tensor:
    return x.to(device, memory_format=torch.channels_last)
