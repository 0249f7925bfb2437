"""Tiny convolutional networks that train within a minute on one core.

Each maps images ``(B, in_channels, H, W)`` to logits ``(B, num_classes)``. ``channels`` are
those of the successive stages, each of which halves the image.
"""

from __future__ import annotations

from itertools import pairwise

from torch import Tensor, nn


def strided_net(
    in_channels: int, channels: tuple[int, ...] = (16, 32, 64), num_classes: int = 10
) -> nn.Sequential:
    """Return strided convolutions, batch-normalized, and a linear layer.

    The first filters are 5 × 5, the others 3 × 3. With three stages, images of 28 × 28 pixels
    reach the linear layer as 4 × 4 positions; other sizes are averaged to that.
    """
    layers: list[nn.Module] = []
    for i, (inputs, outputs) in enumerate(pairwise((in_channels, *channels))):
        size = 5 if i == 0 else 3
        conv = nn.Conv2d(inputs, outputs, size, stride=2, padding=size // 2, bias=False)
        layers += [conv, nn.BatchNorm2d(outputs), nn.ReLU()]
    head = [nn.AdaptiveAvgPool2d(4), nn.Flatten(), nn.Linear(16 * channels[-1], num_classes)]
    return nn.Sequential(*layers, *head)


def conv_net(
    in_channels: int, channels: tuple[int, ...] = (16, 32, 64), num_classes: int = 10
) -> nn.Sequential:
    """Return blocks of convolution, pooling, batch norm and ReLU, and a linear layer."""
    layers = [conv_pool(*sizes) for sizes in pairwise((in_channels, *channels))]
    return nn.Sequential(*layers, *_head(channels[-1], num_classes))


def residual_net(
    in_channels: int, channels: tuple[int, ...] = (32, 64, 128), num_classes: int = 10
) -> nn.Sequential:
    """Return :func:`conv_net` with a residual block of two more convolutions per stage.

    The first stage has none: at full resolution it is the most expensive.
    """
    first, *rest = pairwise((in_channels, *channels))
    layers = [conv_pool(*first)]
    for inputs, outputs in rest:
        layers += [conv_pool(inputs, outputs), Residual(outputs)]
    return nn.Sequential(*layers, *_head(channels[-1], num_classes))


def conv_pool(in_channels: int, out_channels: int) -> nn.Sequential:
    """Return a 3 × 3 convolution, max pooling by two, batch norm and ReLU."""
    # Pooling first: what follows then has a quarter of the pixels.
    conv = nn.Conv2d(in_channels, out_channels, 3, padding=1, bias=False)
    return nn.Sequential(conv, nn.MaxPool2d(2), nn.BatchNorm2d(out_channels), nn.ReLU())


class Residual(nn.Module):
    """Add two 3 × 3 convolutions, each with batch norm and ReLU, to the input."""

    def __init__(self, channels: int):
        super().__init__()
        layers: list[nn.Module] = []
        for _ in range(2):
            conv = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
            layers += [conv, nn.BatchNorm2d(channels), nn.ReLU()]
        self.branch = nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        """Return ``x + branch(x)``, shape ``(B, channels, H, W)``."""
        return x + self.branch(x)


def _head(channels: int, num_classes: int) -> list[nn.Module]:
    return [nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(channels, num_classes)]
