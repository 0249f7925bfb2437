"""Networks that learn within a minute on one core."""

from __future__ import annotations

from itertools import pairwise

from torch import Tensor, nn


def strided_net(
    channels: int, widths: tuple[int, ...] = (16, 32, 64), classes: int = 10
) -> nn.Sequential:
    """Return convolutions that halve the image, each normalized, and a linear layer.

    Parameters
    ----------
    channels : int
        Of the images: 1 if gray, 3 if in color.
    widths : tuple of int
        Filters of each convolution. The first looks at 5 × 5 pixels, the others at 3 × 3.
    classes : int
        Outputs.

    Returns
    -------
    torch.nn.Sequential
        From ``(B, channels, H, W)`` to logits ``(B, classes)``; with three widths, images of
        28 × 28 pixels come to the linear layer as 4 × 4 places, others are averaged to that.
    """
    layers: list[nn.Module] = []
    for i, (inputs, outputs) in enumerate(pairwise((channels, *widths))):
        size = 5 if i == 0 else 3
        conv = nn.Conv2d(inputs, outputs, size, stride=2, padding=size // 2, bias=False)
        layers += [conv, nn.BatchNorm2d(outputs), nn.ReLU()]
    head = [nn.AdaptiveAvgPool2d(4), nn.Flatten(), nn.Linear(16 * widths[-1], classes)]
    return nn.Sequential(*layers, *head)


def conv_net(
    channels: int, widths: tuple[int, ...] = (16, 32, 64), classes: int = 10
) -> nn.Sequential:
    """Return blocks of convolution, pooling, normalization and ReLU, and a linear layer.

    Parameters
    ----------
    channels : int
        Of the images: 1 if gray, 3 if in color.
    widths : tuple of int
        Filters of each block; each halves the image.
    classes : int
        Outputs.

    Returns
    -------
    torch.nn.Sequential
        From ``(B, channels, H, W)``, of any size that can be halved so often, to logits
        ``(B, classes)``.
    """
    layers = [conv_pool(*sizes) for sizes in pairwise((channels, *widths))]
    return nn.Sequential(*layers, *_head(widths[-1], classes))


def residual_net(
    channels: int, widths: tuple[int, ...] = (32, 64, 128), classes: int = 10
) -> nn.Sequential:
    """Return :func:`conv_net` with two more convolutions, and a way around them, a block.

    Parameters and result as :func:`conv_net`. The first block, at full size the dearest, is
    left as it is.
    """
    first, *rest = pairwise((channels, *widths))
    layers = [conv_pool(*first)]
    for inputs, outputs in rest:
        layers += [conv_pool(inputs, outputs), Residual(outputs)]
    return nn.Sequential(*layers, *_head(widths[-1], classes))


def conv_pool(inputs: int, outputs: int) -> nn.Sequential:
    """Return a 3 × 3 convolution, pooling by two, normalization, ReLU."""
    # Pooling first: what follows then has a quarter of the pixels.
    conv = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
    return nn.Sequential(conv, nn.MaxPool2d(2), nn.BatchNorm2d(outputs), nn.ReLU())


class Residual(nn.Module):
    """Two convolutions, each normalized and with a ReLU, added to what came.

    Parameters
    ----------
    width : int
        Channels.
    """

    def __init__(self, width: int):
        super().__init__()
        layers: list[nn.Module] = []
        for _ in range(2):
            conv = nn.Conv2d(width, width, 3, padding=1, bias=False)
            layers += [conv, nn.BatchNorm2d(width), nn.ReLU()]
        self.branch = nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        """Return ``x + branch(x)``, shape ``(B, width, H, W)``."""
        return x + self.branch(x)


def _head(width: int, classes: int) -> list[nn.Module]:
    return [nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(width, classes)]
