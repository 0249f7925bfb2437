"""EfficientNet: cheap convolutions, with depth, width and resolution scaled together."""

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
    in_channels: int, out_channels: int, kernel_size: int, stride: int = 1, groups: int = 1
) -> nn.Sequential:
    """Return a convolution with "same" padding, batch normalization and SiLU."""
    padding = kernel_size // 2
    conv = nn.Conv2d(
        in_channels, out_channels, kernel_size, stride, padding, groups=groups, bias=False
    )
    return nn.Sequential(conv, nn.BatchNorm2d(out_channels), nn.SiLU())


class SqueezeExcite(nn.Module):
    """Scale each channel by a function of all channel means (Hu et al. 2018, eq. 2 to 4)."""

    def __init__(self, channels: int, hidden: int):
        super().__init__()
        self.reduce = nn.Linear(channels, hidden)
        self.expand = nn.Linear(hidden, channels)

    def forward(self, x: Tensor) -> Tensor:
        """Return ``x`` scaled, shape ``(B, C, H, W)``."""
        weights_BC = self.expand(nn.functional.silu(self.reduce(x.mean(dim=(2, 3)))))
        return x * torch.sigmoid(weights_BC)[:, :, None, None]


class InvertedResidual(nn.Module):
    """Expand, filter depthwise, squeeze and excite, reduce (Sandler et al. 2018, table 1).

    Inside there are ``expansion`` times as many channels. Differs from Tan and Le's code: no
    block is dropped at random in training.
    """

    def __init__(
        self, in_channels: int, out_channels: int, expansion: int, kernel_size: int, stride: int
    ):
        super().__init__()
        inside = in_channels * expansion
        expand = [conv_bn_silu(in_channels, inside, 1)] if expansion > 1 else []
        self.layers = nn.Sequential(
            *expand,
            conv_bn_silu(inside, inside, kernel_size, stride, groups=inside),
            SqueezeExcite(inside, max(1, in_channels // 4)),
            nn.Conv2d(inside, out_channels, 1, bias=False),
            nn.BatchNorm2d(out_channels),  # and no activation: the bottleneck stays linear
        )
        self.residual = in_channels == out_channels and stride == 1

    def forward(self, x: Tensor) -> Tensor:
        """Return shape ``(B, out_channels, H/stride, W/stride)``."""
        return x + self.layers(x) if self.residual else self.layers(x)


def efficientnet(variant: int = 0, num_classes: int = 1000) -> nn.Sequential:
    """Return EfficientNet-B0 to B7 (Tan and Le 2019, tables 1 and 2).

    It maps ``(B, 3, H, W)``, of ``SCALES[variant][2]`` pixels a side, to logits
    ``(B, num_classes)``; other sizes work too.
    """
    if variant not in range(len(SCALES)):
        raise ValueError(f"efficientnet: variant must be 0 to {len(SCALES) - 1}, got {variant}")
    width, depth, _, dropout = SCALES[variant]
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
    return nn.Sequential(*layers, nn.Dropout(dropout), nn.Linear(head, num_classes))


def _round(channels: float) -> int:
    """Round to a multiple of 8 that is at least nine tenths of ``channels``."""
    rounded = max(8, int(channels + 4) // 8 * 8)
    return rounded if rounded >= 0.9 * channels else rounded + 8
