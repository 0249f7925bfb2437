"""ResNet: each block adds to what it was given, so that a hundred layers can be trained."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn.functional import pad, relu


def conv_bn(inputs: int, outputs: int, size: int, stride: int = 1) -> nn.Sequential:
    """Return a convolution that keeps the size (but for ``stride``), and batch normalization.

    Parameters
    ----------
    inputs, outputs : int
        Channels.
    size : int
        Of the filters, odd.
    stride : int
        Step of the filters, in pixels.
    """
    # No bias: normalization takes the mean away again.
    conv = nn.Conv2d(inputs, outputs, size, stride, padding=size // 2, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(outputs))


class BasicBlock(nn.Module):
    """Two 3 × 3 convolutions and a way around them (He et al. 2016, figure 2 and eq. 2).

    Parameters
    ----------
    inputs, width : int
        Channels that come, and that go.
    stride : int
        Step of the first convolution: 2 halves the image.
    shortcut : torch.nn.Module
        The way around, from what comes to the shape of what goes.
    """

    expansion = 1

    def __init__(self, inputs: int, width: int, stride: int, shortcut: nn.Module):
        super().__init__()
        self.first = conv_bn(inputs, width, 3, stride)
        self.second = conv_bn(width, width, 3)
        self.shortcut = shortcut

    def forward(self, x: Tensor) -> Tensor:
        """Return ``relu(F(x) + shortcut(x))``, shape ``(B, width, H/stride, W/stride)``."""
        h = relu(self.first(x))
        return relu(self.second(h) + self.shortcut(x))


class Bottleneck(nn.Module):
    """A 3 × 3 convolution between two of 1 × 1 (He et al. 2016, figure 5).

    Parameters as :class:`BasicBlock`; it gives out ``4 * width`` channels.

    Notes
    -----
    Differs from the paper: the stride is in the 3 × 3 convolution ("ResNet v1.5"), as in most
    programs; parameters are as many.
    """

    expansion = 4

    def __init__(self, inputs: int, width: int, stride: int, shortcut: nn.Module):
        super().__init__()
        self.reduce = conv_bn(inputs, width, 1)
        self.middle = conv_bn(width, width, 3, stride)
        self.expand = conv_bn(width, 4 * width, 1)
        self.shortcut = shortcut

    def forward(self, x: Tensor) -> Tensor:
        """Return ``relu(F(x) + shortcut(x))``, shape ``(B, 4*width, H/stride, W/stride)``."""
        h = relu(self.reduce(x))
        h = relu(self.middle(h))
        return relu(self.expand(h) + self.shortcut(x))


Block = type[BasicBlock] | type[Bottleneck]


class PaddedShortcut(nn.Module):
    """The way around without parameters: skip pixels, add channels of zeros (option A).

    Parameters
    ----------
    new : int
        Channels to add, an even number.
    stride : int
        Step in pixels.
    """

    def __init__(self, new: int, stride: int):
        super().__init__()
        self.new, self.stride = new, stride

    def forward(self, x: Tensor) -> Tensor:
        """Return shape ``(B, C + new, H/stride, W/stride)``."""
        half = self.new // 2
        return pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, half, half))


class ResNet(nn.Module):
    """A stem, stages of residual blocks, each at half the size of the one before, and a head.

    Parameters
    ----------
    stem : torch.nn.Module
        From images to ``widths[0]`` channels.
    block : type
        :class:`BasicBlock` or :class:`Bottleneck`.
    depths, widths : tuple of int
        Blocks, and their width, of each stage.
    classes : int
        Outputs.
    projects : bool
        Whether a shortcut that changes shape is a 1 × 1 convolution (option B of the paper)
        or :class:`PaddedShortcut` (option A).
    """

    def __init__(
        self,
        stem: nn.Module,
        block: Block,
        depths: tuple[int, ...],
        widths: tuple[int, ...],
        classes: int,
        projects: bool = True,
    ):
        super().__init__()
        self.stem = stem
        blocks: list[nn.Module] = []
        channels = widths[0]
        for stage, (depth, width) in enumerate(zip(depths, widths, strict=True)):
            for i in range(depth):
                stride = 2 if stage > 0 and i == 0 else 1
                outputs = width * block.expansion
                shortcut = _shortcut(channels, outputs, stride, projects)
                blocks.append(block(channels, width, stride, shortcut))
                channels = outputs
        self.blocks = nn.Sequential(*blocks)
        self.head = nn.Linear(channels, classes)
        self.apply(_initialize)

    def forward(self, images: Tensor) -> Tensor:
        """From ``(B, C, H, W)`` to logits ``(B, classes)``."""
        h = self.blocks(self.stem(images))
        return self.head(h.mean(dim=(2, 3)))  # of any size


def _shortcut(inputs: int, outputs: int, stride: int, projects: bool) -> nn.Module:
    if inputs == outputs and stride == 1:
        return nn.Identity()
    if projects:
        return conv_bn(inputs, outputs, 1, stride)
    return PaddedShortcut(outputs - inputs, stride)


def _initialize(layer: nn.Module) -> None:
    if isinstance(layer, nn.Conv2d):
        nn.init.kaiming_normal_(layer.weight, mode="fan_out", nonlinearity="relu")


def _imagenet(block: Block, depths: tuple[int, ...], classes: int) -> ResNet:
    stem = nn.Sequential(conv_bn(3, 64, 7, 2), nn.ReLU(), nn.MaxPool2d(3, 2, padding=1))
    return ResNet(stem, block, depths, (64, 128, 256, 512), classes)


def resnet18(classes: int = 1000) -> ResNet:
    """ResNet-18 for ``(B, 3, 224, 224)`` (He et al. 2016, table 1)."""
    return _imagenet(BasicBlock, (2, 2, 2, 2), classes)


def resnet34(classes: int = 1000) -> ResNet:
    """ResNet-34 for ``(B, 3, 224, 224)``, with projections where shapes change."""
    return _imagenet(BasicBlock, (3, 4, 6, 3), classes)


def resnet50(classes: int = 1000) -> ResNet:
    """ResNet-50 for ``(B, 3, 224, 224)``."""
    return _imagenet(Bottleneck, (3, 4, 6, 3), classes)


def resnet101(classes: int = 1000) -> ResNet:
    """ResNet-101 for ``(B, 3, 224, 224)``."""
    return _imagenet(Bottleneck, (3, 4, 23, 3), classes)


def resnet152(classes: int = 1000) -> ResNet:
    """ResNet-152 for ``(B, 3, 224, 224)``."""
    return _imagenet(Bottleneck, (3, 8, 36, 3), classes)


def cifar_resnet(layers: int = 20, classes: int = 10) -> ResNet:
    """Return a network of He et al. (2016, section 4.2) for images of 32 × 32 pixels.

    Parameters
    ----------
    layers : int
        ``6 n + 2``: the paper has 20, 32, 44, 56, 110 and 1202.
    classes : int
        Outputs.

    Raises
    ------
    ValueError
        Where ``layers`` is not ``6 n + 2``.
    """
    n, rest = divmod(layers - 2, 6)
    if rest or n < 1:
        raise ValueError(f"cifar_resnet: layers must be 6 n + 2, such as 20, got {layers}")
    stem = nn.Sequential(conv_bn(3, 16, 3), nn.ReLU())
    return ResNet(stem, BasicBlock, (n, n, n), (16, 32, 64), classes, projects=False)
