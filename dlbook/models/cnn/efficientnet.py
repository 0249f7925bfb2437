"""EfficientNet: cheap convolutions, and depth, width and image size grown together."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

# A stage is: expansion, channels, blocks, stride, filter size (Tan and Le 2019, table 1).
STAGES = (
    (1, 16, 1, 1, 3),
    (6, 24, 2, 2, 3),
    (6, 40, 2, 2, 5),
    (6, 80, 3, 2, 3),
    (6, 112, 3, 1, 5),
    (6, 192, 4, 2, 5),
    (6, 320, 1, 1, 3),
)

# Width and depth in units of B0's, side of the images, dropout; B0 to B7.
SCALES = (
    (1.0, 1.0, 224, 0.2),
    (1.0, 1.1, 240, 0.2),
    (1.1, 1.2, 260, 0.3),
    (1.2, 1.4, 300, 0.3),
    (1.4, 1.8, 380, 0.4),
    (1.6, 2.2, 456, 0.4),
    (1.8, 2.6, 528, 0.5),
    (2.0, 3.1, 600, 0.5),
)


def conv_bn_silu(
    inputs: int, outputs: int, size: int, stride: int = 1, groups: int = 1
) -> nn.Sequential:
    """Return a convolution, batch normalization and SiLU; arguments as torch's Conv2d."""
    conv = nn.Conv2d(inputs, outputs, size, stride, size // 2, groups=groups, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(outputs), nn.SiLU())


class SqueezeExcite(nn.Module):
    """Weigh each channel by what all of them are on average (Hu et al. 2018, eq. 2 to 4).

    Parameters
    ----------
    channels, hidden : int
        Channels, and units of the small network that weighs them.
    """

    def __init__(self, channels: int, hidden: int):
        super().__init__()
        self.reduce = nn.Linear(channels, hidden)
        self.expand = nn.Linear(hidden, channels)

    def forward(self, x: Tensor) -> Tensor:
        """Return ``x`` weighed, shape ``(B, C, H, W)``."""
        weights_BC = self.expand(nn.functional.silu(self.reduce(x.mean(dim=(2, 3)))))
        return x * torch.sigmoid(weights_BC)[:, :, None, None]


class InvertedResidual(nn.Module):
    """Expand, filter each channel alone, weigh, reduce (Sandler et al. 2018, table 1).

    Parameters
    ----------
    inputs, outputs : int
        Channels.
    expansion : int
        How many times as many channels there are inside.
    size, stride : int
        Of the filters.

    Notes
    -----
    Differs from Tan and Le's program: no block is dropped at random in training.
    """

    def __init__(self, inputs: int, outputs: int, expansion: int, size: int, stride: int):
        super().__init__()
        inside = inputs * expansion
        expand = [conv_bn_silu(inputs, inside, 1)] if expansion > 1 else []
        self.layers = nn.Sequential(
            *expand,
            conv_bn_silu(inside, inside, size, stride, groups=inside),
            SqueezeExcite(inside, max(1, inputs // 4)),
            nn.Conv2d(inside, outputs, 1, bias=False),
            nn.BatchNorm2d(outputs),  # and no activation: what is narrow stays linear
        )
        self.adds = inputs == outputs and stride == 1

    def forward(self, x: Tensor) -> Tensor:
        """Return shape ``(B, outputs, H/stride, W/stride)``."""
        return x + self.layers(x) if self.adds else self.layers(x)


def efficientnet(number: int = 0, classes: int = 1000) -> nn.Sequential:
    """Return EfficientNet-B0 to B7 (Tan and Le 2019, tables 1 and 2).

    Parameters
    ----------
    number : int
        From 0 to 7; images are meant to have ``SCALES[number][2]`` pixels a side.
    classes : int
        Outputs.

    Returns
    -------
    torch.nn.Sequential
        From ``(B, 3, H, W)`` to logits ``(B, classes)``.

    Raises
    ------
    ValueError
        Where there is no network of that number.
    """
    if number not in range(len(SCALES)):
        raise ValueError(f"efficientnet: number must be 0 to {len(SCALES) - 1}, got {number}")
    width, depth, _, dropout = SCALES[number]
    channels = _round(32 * width)
    layers: list[nn.Module] = [conv_bn_silu(3, channels, 3, stride=2)]
    for expansion, filters, blocks, stride, size in STAGES:
        outputs = _round(filters * width)
        for i in range(math.ceil(blocks * depth)):
            step = stride if i == 0 else 1
            layers.append(InvertedResidual(channels, outputs, expansion, size, step))
            channels = outputs
    head = _round(1280 * width)
    layers += [conv_bn_silu(channels, head, 1), nn.AdaptiveAvgPool2d(1), nn.Flatten()]
    return nn.Sequential(*layers, nn.Dropout(dropout), nn.Linear(head, classes))


def _round(channels: float) -> int:
    """Return the nearest multiple of 8 that takes no more than a tenth away."""
    rounded = max(8, int(channels + 4) // 8 * 8)
    return rounded if rounded >= 0.9 * channels else rounded + 8
