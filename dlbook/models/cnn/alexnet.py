"""AlexNet: LeNet's plan, a thousand times larger, with ReLU and dropout."""

from __future__ import annotations

from torch import nn


def alexnet(classes: int = 1000) -> nn.Sequential:
    """Return the network of Krizhevsky, Sutskever and Hinton (2012, section 3.5).

    Parameters
    ----------
    classes : int
        Outputs.

    Returns
    -------
    torch.nn.Sequential
        From ``(B, 3, 227, 227)`` to logits ``(B, classes)``; 60,965,224 parameters.

    Notes
    -----
    ``groups=2`` stands where the paper's two GPUs did not talk to each other. Differs from the
    paper: images of 227 × 227 pixels, as its arithmetic needs, in place of 224 × 224.
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
        *_hidden(256 * 6 * 6, 4096),
        *_hidden(4096, 4096),
        nn.Linear(4096, classes),
    )


def _conv(channels: int, filters: int, size: int, **options) -> list[nn.Module]:
    return [nn.Conv2d(channels, filters, size, **options), nn.ReLU()]


def _hidden(inputs: int, outputs: int) -> list[nn.Module]:
    return [nn.Linear(inputs, outputs), nn.ReLU(), nn.Dropout(0.5)]
