"""EfficientNet: cheap convolutions, with depth, width and resolution scaled together.

EfficientNet-Lite0, for phones, has no squeeze-and-excitation, and ReLU6 in place of SiLU. With
the weights of ImageNet it classifies pictures::

    from dlbook.data import load, load_weights
    from dlbook.models.vision import efficientnet_lite0, lite0_input

    model = efficientnet_lite0(load_weights("efficientnet-lite0"))
    logits = model(lite0_input(picture[None]))  # picture: (H, W, 3), 0 to 255
    load("imagenet_classes")[logits.argmax()]
"""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor, nn

from dlbook.models.pretrained import fill_in_order

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


class SameConv2d(nn.Conv2d):
    """A convolution without bias that pads as TensorFlow does.

    The output has H/stride rows and W/stride columns, rounded up; if the zeros that this takes
    cannot be equal on both sides, there is one more below and to the right.
    """

    def __init__(
        self, in_channels: int, out_channels: int, kernel_size: int, stride: int, groups: int
    ):
        super().__init__(
            in_channels, out_channels, kernel_size, stride, groups=groups, bias=False
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return shape ``(B, out_channels, H/stride, W/stride)``."""
        size, stride = self.kernel_size[0], self.stride[0]
        pads = []
        for length in (x.shape[3], x.shape[2]):
            zeros = max((math.ceil(length / stride) - 1) * stride + size - length, 0)
            pads += [zeros // 2, zeros - zeros // 2]
        return super().forward(nn.functional.pad(x, pads))


def _lite_conv(
    in_channels: int, out_channels: int, kernel_size: int = 1, stride: int = 1, groups: int = 1
) -> list[nn.Module]:
    conv = SameConv2d(in_channels, out_channels, kernel_size, stride, groups)
    return [conv, nn.BatchNorm2d(out_channels, eps=1e-3, momentum=0.01)]


class LiteInvertedResidual(nn.Module):
    """Expand, filter depthwise, reduce: :class:`InvertedResidual` without the squeeze."""

    def __init__(
        self, in_channels: int, out_channels: int, expansion: int, kernel_size: int, stride: int
    ):
        super().__init__()
        inside = in_channels * expansion
        expand = [*_lite_conv(in_channels, inside), nn.ReLU6()] if expansion > 1 else []
        self.layers = nn.Sequential(
            *expand,
            *_lite_conv(inside, inside, kernel_size, stride, groups=inside),
            nn.ReLU6(),
            *_lite_conv(inside, out_channels),
        )
        self.residual = in_channels == out_channels and stride == 1

    def forward(self, x: Tensor) -> Tensor:
        """Return shape ``(B, out_channels, H/stride, W/stride)``."""
        return x + self.layers(x) if self.residual else self.layers(x)


def efficientnet_lite0(weights=None, num_classes: int = 1000) -> nn.Sequential:
    """Return EfficientNet-Lite0 for ``(B, 3, 224, 224)``; 4,652,008 parameters.

    ``weights`` are what ``load_weights("efficientnet-lite0")`` returns; without them it starts
    from random ones. With them, and another ``num_classes``, the last layer alone is random.
    """
    layers: list[nn.Module] = [*_lite_conv(3, 32, 3, stride=2), nn.ReLU6()]
    channels = 32
    for expansion, outputs, blocks, stride, size in STAGES:
        for i in range(blocks):
            step = stride if i == 0 else 1
            layers.append(LiteInvertedResidual(channels, outputs, expansion, size, step))
            channels = outputs
    layers += [*_lite_conv(channels, 1280), nn.ReLU6(), nn.AdaptiveAvgPool2d(1), nn.Flatten()]
    model = nn.Sequential(*layers, nn.Dropout(0.2), nn.Linear(1280, 1000))
    if weights is not None:
        fill_in_order(model, weights)
        model.eval()
    if num_classes != 1000:
        model[-1] = nn.Linear(1280, num_classes)
    return model


def lite0_input(images, size: int = 224) -> Tensor:
    """Turn pictures ``(B, H, W, 3)``, from 0 to 255, into the input that Lite0 was trained on.

    The largest square in the middle is cut out, resized to ``size`` pixels a side and scaled to
    about -1 to 1: shape ``(B, 3, size, size)``.
    """
    x = images if isinstance(images, Tensor) else torch.tensor(np.asarray(images))
    if x.ndim != 4 or x.shape[3] != 3:
        raise ValueError(
            f"lite0_input: expected pictures (B, H, W, 3), got {tuple(x.shape)}; a single one "
            "is picture[None]"
        )
    side = min(x.shape[1], x.shape[2])
    top, left = (x.shape[1] - side) // 2, (x.shape[2] - side) // 2
    x = x[:, top : top + side, left : left + side].permute(0, 3, 1, 2).float()
    x = nn.functional.interpolate(x, (size, size), mode="bilinear", antialias=True)
    return (x - 127) / 128


def _round(channels: float) -> int:
    """Round to a multiple of 8 that is at least nine tenths of ``channels``."""
    rounded = max(8, int(channels + 4) // 8 * 8)
    return rounded if rounded >= 0.9 * channels else rounded + 8
