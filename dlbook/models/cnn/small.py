"""Networks that learn within a minute on one core."""

from __future__ import annotations

from torch import nn

from dlbook.models.cnn.resnet import BasicBlock, ResNet, conv_bn


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
    layers: list[nn.Module] = []
    for inputs, outputs in zip((channels, *widths), widths, strict=False):
        conv = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
        # Pooling first: what follows then has a quarter of the pixels.
        layers += [conv, nn.MaxPool2d(2), nn.BatchNorm2d(outputs), nn.ReLU()]
    layers += [nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(widths[-1], classes)]
    return nn.Sequential(*layers)


def small_resnet(
    channels: int = 3, widths: tuple[int, ...] = (32, 64, 128), classes: int = 10
) -> ResNet:
    """Return a residual network of one block a stage whose stem halves the image at once.

    Parameters as :func:`conv_net`.
    """
    stem = nn.Sequential(conv_bn(channels, widths[0], 3), nn.MaxPool2d(2), nn.ReLU())
    return ResNet(stem, BasicBlock, (1,) * len(widths), widths, classes)
