"""Which pixels a unit of a convolutional network sees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from torch import nn

WINDOWED = (nn.Conv2d, nn.MaxPool2d, nn.AvgPool2d)


class Field(NamedTuple):
    """The pixels, along one axis, that a layer's units see.

    Attributes
    ----------
    size : int
        Pixels from the first to the last that one unit sees.
    jump : int
        How far the fields of neighboring units are apart.
    first : int
        First pixel that unit 0 sees; below 0 it lies in the padding.
    """

    size: int
    jump: int
    first: int

    def pixels(self, unit: int) -> range:
        """Return the pixels from the first to the last that ``unit`` sees."""
        start = self.first + unit * self.jump
        return range(start, start + self.size)


def receptive_field(layers: Iterable[nn.Module]) -> list[Field]:
    """Return the field after each convolution and pooling (Araujo et al. 2019).

    Parameters
    ----------
    layers : iterable of torch.nn.Module
        In the order in which they are applied, such as ``model.modules()``. Layers that look at
        one place only, such as activations, are passed over. Of two ways that are added, such
        as a residual block and its shortcut, give the longer alone.

    Returns
    -------
    list of Field
        One for each layer with a window, for one axis.

    Raises
    ------
    ValueError
        Where a layer's window, step, padding or dilation is not the same along both axes.
    """
    fields, last = [], Field(1, 1, 0)
    for layer in layers:
        if not isinstance(layer, WINDOWED):
            continue
        kernel, stride, padding = (
            _side(layer, name) for name in ("kernel_size", "stride", "padding")
        )
        dilation = _side(layer, "dilation") if hasattr(layer, "dilation") else 1
        last = Field(
            last.size + dilation * (kernel - 1) * last.jump,
            last.jump * stride,
            last.first - padding * last.jump,
        )
        fields.append(last)
    return fields


def _side(layer: nn.Module, name: str) -> int:
    value = getattr(layer, name)
    sides = set(value) if isinstance(value, tuple) else {value}
    side = sides.pop()
    if sides or not isinstance(side, int):
        raise ValueError(
            f"receptive_field: expected {name} to be one number for both axes, got {value!r} "
            f"in {layer}"
        )
    return side
