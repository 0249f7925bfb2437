"""VGG: nothing but 3 × 3 convolutions, one to four of them between poolings."""

from __future__ import annotations

from torch import nn

BLOCKS = {11: (1, 1, 2, 2, 2), 13: (2, 2, 2, 2, 2), 16: (2, 2, 3, 3, 3), 19: (2, 2, 4, 4, 4)}
"""Convolutions in each of the five blocks, by the number of layers with weights."""

CHANNELS = (64, 128, 256, 512, 512)


def vgg(depth: int, num_classes: int = 1000) -> nn.Sequential:
    """Return a network of Simonyan and Zisserman (2015, table 1).

    ``depth`` is 11, 13, 16 or 19: the paper's configurations A, B, D and E. It maps
    ``(B, 3, 224, 224)`` to logits ``(B, num_classes)``.
    """
    if depth not in BLOCKS:
        raise ValueError(f"vgg: depth must be one of {sorted(BLOCKS)}, got {depth}")
    layers: list[nn.Module] = []
    in_channels = 3
    for channels, convolutions in zip(CHANNELS, BLOCKS[depth], strict=True):
        for _ in range(convolutions):
            layers += [nn.Conv2d(in_channels, channels, 3, padding=1), nn.ReLU()]
            in_channels = channels
        layers.append(nn.MaxPool2d(2))
    head = [  # holds most of the parameters
        nn.Flatten(),
        *(nn.Linear(512 * 7 * 7, 4096), nn.ReLU(), nn.Dropout(0.5)),
        *(nn.Linear(4096, 4096), nn.ReLU(), nn.Dropout(0.5)),
        nn.Linear(4096, num_classes),
    ]
    return nn.Sequential(*layers, *head)
