"""ResNet: each block adds to its input, so that a hundred layers can be trained."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn.functional import pad, relu


def conv_bn(
    in_channels: int, out_channels: int, kernel_size: int, stride: int = 1
) -> nn.Sequential:
    """Return a convolution with "same" padding, and batch normalization."""
    # No bias: normalization subtracts the mean anyway.
    padding = kernel_size // 2
    conv = nn.Conv2d(in_channels, out_channels, kernel_size, stride, padding, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(out_channels))


class BasicBlock(nn.Module):
    """Two 3 × 3 convolutions and a shortcut around them (He et al. 2016, figure 2 and eq. 2).

    A ``stride`` of 2, in the first convolution, halves the image; ``shortcut`` leads from the
    input to the shape of the output.
    """

    expansion = 1

    def __init__(self, in_channels: int, channels: int, stride: int, shortcut: nn.Module):
        super().__init__()
        self.first = conv_bn(in_channels, channels, 3, stride)
        self.second = conv_bn(channels, channels, 3)
        self.shortcut = shortcut

    def forward(self, x: Tensor) -> Tensor:
        """Return ``relu(F(x) + shortcut(x))``, ``(B, channels, H/stride, W/stride)``."""
        h = relu(self.first(x))
        return relu(self.second(h) + self.shortcut(x))


class Bottleneck(nn.Module):
    """A 3 × 3 convolution between two of 1 × 1 (He et al. 2016, figure 5).

    The output has ``4 * channels`` channels. Differs from the paper: the stride is in the 3 × 3
    convolution ("ResNet v1.5"), as in most implementations; the number of parameters is the
    same.
    """

    expansion = 4

    def __init__(self, in_channels: int, channels: int, stride: int, shortcut: nn.Module):
        super().__init__()
        self.reduce = conv_bn(in_channels, channels, 1)
        self.middle = conv_bn(channels, channels, 3, stride)
        self.expand = conv_bn(channels, 4 * channels, 1)
        self.shortcut = shortcut

    def forward(self, x: Tensor) -> Tensor:
        """Return ``relu(F(x) + shortcut(x))``, ``(B, 4*channels, H/stride, W/stride)``."""
        h = relu(self.reduce(x))
        h = relu(self.middle(h))
        return relu(self.expand(h) + self.shortcut(x))


Block = type[BasicBlock] | type[Bottleneck]


class PaddedShortcut(nn.Module):
    """A shortcut without parameters: skip pixels, add channels of zeros (option A).

    ``new_channels`` is even.
    """

    def __init__(self, new_channels: int, stride: int):
        super().__init__()
        self.new_channels, self.stride = new_channels, stride

    def forward(self, x: Tensor) -> Tensor:
        """Return shape ``(B, C + new_channels, H/stride, W/stride)``."""
        half = self.new_channels // 2
        return pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, half, half))


class ResNet(nn.Module):
    """A stem, stages of residual blocks, each at half the resolution of the last, and a head.

    ``depths`` and ``channels`` give blocks and channels of each stage. A shortcut that changes
    shape is a 1 × 1 convolution if ``projection`` (option B of the paper), and otherwise
    :class:`PaddedShortcut` (option A).
    """

    def __init__(
        self,
        stem: nn.Module,
        block: Block,
        depths: tuple[int, ...],
        channels: tuple[int, ...],
        num_classes: int,
        projection: bool = True,
    ):
        super().__init__()
        self.stem = stem
        blocks: list[nn.Module] = []
        inputs = channels[0]
        for stage, (depth, width) in enumerate(zip(depths, channels, strict=True)):
            for i in range(depth):
                stride = 2 if stage > 0 and i == 0 else 1
                outputs = width * block.expansion
                shortcut = _shortcut(inputs, outputs, stride, projection)
                blocks.append(block(inputs, width, stride, shortcut))
                inputs = outputs
        self.blocks = nn.Sequential(*blocks)
        self.head = nn.Linear(inputs, num_classes)
        self.apply(_initialize)

    def forward(self, images: Tensor) -> Tensor:
        """From ``(B, C, H, W)`` of any size to logits ``(B, num_classes)``."""
        h = self.blocks(self.stem(images))
        return self.head(h.mean(dim=(2, 3)))


def _shortcut(in_channels: int, out_channels: int, stride: int, projection: bool) -> nn.Module:
    if in_channels == out_channels and stride == 1:
        return nn.Identity()
    if projection:
        return conv_bn(in_channels, out_channels, 1, stride)
    return PaddedShortcut(out_channels - in_channels, stride)


def _initialize(layer: nn.Module) -> None:
    if isinstance(layer, nn.Conv2d):
        nn.init.kaiming_normal_(layer.weight, mode="fan_out", nonlinearity="relu")


def _imagenet(block: Block, depths: tuple[int, ...], num_classes: int) -> ResNet:
    stem = nn.Sequential(conv_bn(3, 64, 7, 2), nn.ReLU(), nn.MaxPool2d(3, 2, padding=1))
    return ResNet(stem, block, depths, (64, 128, 256, 512), num_classes)


def resnet18(num_classes: int = 1000) -> ResNet:
    """ResNet-18 for ``(B, 3, 224, 224)`` (He et al. 2016, table 1)."""
    return _imagenet(BasicBlock, (2, 2, 2, 2), num_classes)


def resnet34(num_classes: int = 1000) -> ResNet:
    """ResNet-34 for ``(B, 3, 224, 224)``, with projections where shapes change."""
    return _imagenet(BasicBlock, (3, 4, 6, 3), num_classes)


def resnet50(num_classes: int = 1000) -> ResNet:
    """ResNet-50 for ``(B, 3, 224, 224)``."""
    return _imagenet(Bottleneck, (3, 4, 6, 3), num_classes)


def resnet101(num_classes: int = 1000) -> ResNet:
    """ResNet-101 for ``(B, 3, 224, 224)``."""
    return _imagenet(Bottleneck, (3, 4, 23, 3), num_classes)


def resnet152(num_classes: int = 1000) -> ResNet:
    """ResNet-152 for ``(B, 3, 224, 224)``."""
    return _imagenet(Bottleneck, (3, 8, 36, 3), num_classes)


def cifar_resnet(depth: int = 20, num_classes: int = 10) -> ResNet:
    """Return a network for images of 32 × 32 pixels (He et al. 2016, section 4.2).

    ``depth`` is ``6 n + 2``: the paper has 20, 32, 44, 56, 110 and 1202.
    """
    n, rest = divmod(depth - 2, 6)
    if rest or n < 1:
        raise ValueError(f"cifar_resnet: depth must be 6 n + 2, such as 20, got {depth}")
    stem = nn.Sequential(conv_bn(3, 16, 3), nn.ReLU())
    return ResNet(stem, BasicBlock, (n, n, n), (16, 32, 64), num_classes, projection=False)
