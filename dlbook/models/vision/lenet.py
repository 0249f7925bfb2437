"""LeNet-5: convolutions, pooling, and a small MLP on top."""

from __future__ import annotations

from torch import nn


def lenet5(num_classes: int = 10, activation: type[nn.Module] = nn.Tanh) -> nn.Sequential:
    """Return LeNet-5 for gray images of 28 × 28 pixels (LeCun et al. 1998, figure 2).

    It maps ``(B, 1, 28, 28)`` to logits ``(B, num_classes)``, with 61,706 parameters for 10
    classes. The paper's activation is a scaled tanh.

    Notes
    -----
    Differs from the paper: its images are padded to 32 × 32 beforehand; its pooling has a gain
    and a bias per channel; a filter of its second convolution sees some of the six channels;
    its outputs are distances to drawn digits (60,000 parameters in all).
    """
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2),
        activation(),
        nn.AvgPool2d(2),
        nn.Conv2d(6, 16, 5),
        activation(),
        nn.AvgPool2d(2),
        nn.Flatten(),
        nn.Linear(16 * 5 * 5, 120),
        activation(),
        nn.Linear(120, 84),
        activation(),
        nn.Linear(84, num_classes),
    )
