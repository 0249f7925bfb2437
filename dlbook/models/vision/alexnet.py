"""AlexNet: LeNet's plan, a thousand times larger, with ReLU and dropout."""

from __future__ import annotations

from torch import nn


def alexnet(num_classes: int = 1000) -> nn.Sequential:
    """Return the network of Krizhevsky, Sutskever and Hinton (2012, section 3.5).

    It maps ``(B, 3, 227, 227)`` to logits ``(B, num_classes)``; 60,965,224 parameters for 1000
    classes.

    Notes
    -----
    ``groups=2`` stands for the paper's two GPUs, which did not communicate in these layers.
    Differs from the paper: images of 227 × 227 pixels, as its arithmetic requires, in place of
    224 × 224.
    """
    return nn.Sequential(
        *_conv(3, 96, 11, stride=4),
        nn.LocalResponseNorm(5, alpha=5e-4, k=2.0),  # torch divides alpha by 5, the paper not
        nn.MaxPool2d(3, 2),
        *_conv(96, 256, 5, padding=2, groups=2),
        nn.LocalResponseNorm(5, alpha=5e-4, k=2.0),
        nn.MaxPool2d(3, 2),
        *_conv(256, 384, 3, padding=1),
        *_conv(384, 384, 3, padding=1, groups=2),
        *_conv(384, 256, 3, padding=1, groups=2),
        nn.MaxPool2d(3, 2),
        nn.Flatten(),
        *(nn.Linear(256 * 6 * 6, 4096), nn.ReLU(), nn.Dropout(0.5)),
        *(nn.Linear(4096, 4096), nn.ReLU(), nn.Dropout(0.5)),
        nn.Linear(4096, num_classes),
    )


def _conv(in_channels: int, out_channels: int, kernel_size: int, **options) -> list[nn.Module]:
    return [nn.Conv2d(in_channels, out_channels, kernel_size, **options), nn.ReLU()]
