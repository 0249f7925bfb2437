"""VGG: nothing but 3 × 3 convolutions, two to four between poolings."""

from __future__ import annotations

from torch import nn

BLOCKS = {11: (1, 1, 2, 2, 2), 13: (2, 2, 2, 2, 2), 16: (2, 2, 3, 3, 3), 19: (2, 2, 4, 4, 4)}
"""Convolutions in each of the five blocks, by the number of layers with weights."""

WIDTHS = (64, 128, 256, 512, 512)


def vgg(layers: int, classes: int = 1000) -> nn.Sequential:
    """Return a network of Simonyan and Zisserman (2015, table 1).

    Parameters
    ----------
    layers : int
        11, 13, 16 or 19: the paper's configurations A, B, D and E.
    classes : int
        Outputs.

    Returns
    -------
    torch.nn.Sequential
        From ``(B, 3, 224, 224)`` to logits ``(B, classes)``.

    Raises
    ------
    ValueError
        Where the paper has no network of so many layers.

    Notes
    -----
    Differs from the paper: nothing.
    """
    if layers not in BLOCKS:
        raise ValueError(f"vgg: layers must be one of {sorted(BLOCKS)}, got {layers}")
    parts: list[nn.Module] = []
    channels = 3
    for width, convolutions in zip(WIDTHS, BLOCKS[layers], strict=True):
        for _ in range(convolutions):
            parts += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU()]
            channels = width
        parts.append(nn.MaxPool2d(2))
    return nn.Sequential(*parts, *_head(classes))


def _head(classes: int) -> list[nn.Module]:
    """Return the perceptron on top, which holds most of the parameters."""
    return [
        nn.Flatten(),
        *(nn.Linear(512 * 7 * 7, 4096), nn.ReLU(), nn.Dropout(0.5)),
        *(nn.Linear(4096, 4096), nn.ReLU(), nn.Dropout(0.5)),
        nn.Linear(4096, classes),
    ]
