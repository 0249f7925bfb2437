"""Sliding windows over signals and images, for convolution and pooling.

Axes: C channels, then the spatial ones (H and W of an image), B batch last. A
slice along H and W is then made of long runs in memory, copied two to three
times as fast as with the batch first; and the channels stand before all that a
matrix product sums over. To the outside only :func:`batch_first` views of such
arrays are shown, which the next layer takes without a copy.

A *tap* is one place inside the window; for each, the entries that it sees as
the window slides are a strided slice of the input.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

Lengths = tuple[int, ...]


@dataclass(frozen=True)
class Windows:
    """Size and spacing of windows: one number per spatial axis in each field."""

    kernel: Lengths
    stride: Lengths
    padding: Lengths
    dilation: Lengths

    def counts(self, size: Lengths) -> Lengths:
        """Return how many windows fit along each axis of an input of ``size``."""
        fields = zip(size, self.kernel, self.stride, self.padding, self.dilation, strict=True)
        return tuple((n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, s, p, d in fields)

    def taps(self, counts: Lengths) -> Iterator[tuple[Lengths, tuple[slice, ...]]]:
        """Yield each place in the window, and the slices of a padded input that it sees."""
        for place in itertools.product(*map(range, self.kernel)):
            fields = zip(place, counts, self.stride, self.dilation, strict=True)
            slices = (slice(i * d, i * d + s * (n - 1) + 1, s) for i, n, s, d in fields)
            yield place, tuple(slices)

    def padded_size(self, size: Lengths) -> Lengths:
        """Return the lengths of the spatial axes with the padding."""
        return tuple(n + 2 * p for n, p in zip(size, self.padding, strict=True))

    def padded(self, x: np.ndarray, value: float = 0.0) -> np.ndarray:
        """Return ``x`` with ``value`` around its spatial axes."""
        if not any(self.padding):
            return x
        channels, *size, batch = x.shape
        shape = (channels, *self.padded_size(size), batch)
        out = np.full_like(x, value, shape=shape, order="C")
        out[self.inside(size)] = x
        return out

    def inside(self, size: Lengths) -> tuple[slice, ...]:
        """Return the slices of a padded array that hold the input of ``size``."""
        spans = (slice(p, p + n) for n, p in zip(size, self.padding, strict=True))
        return (slice(None), *spans)

    def im2col(self, x: np.ndarray, counts: Lengths) -> np.ndarray:
        """Copy what each tap sees: (C, *size, B) to (C, *kernel, *counts, B).

        A slice copy for each tap, so that a convolution is then one matrix
        product: twice as fast as ``tensordot`` on a view of all windows, four
        times as fast as fancy indexing. The price is memory: the input times
        the number of taps.
        """
        x = self.padded(x)
        shape = (x.shape[0], *self.kernel, *counts, x.shape[-1])
        out = np.empty_like(x, shape=shape, order="C")
        for place, slices in self.taps(counts):
            out[(slice(None), *place)] = x[(slice(None), *slices)]
        return out

    def col2im(self, columns: np.ndarray, size: Lengths) -> np.ndarray:
        """Add what each tap saw back to where it was: the transpose of :meth:`im2col`."""
        axes = len(self.kernel)
        shape = (columns.shape[0], *self.padded_size(size), columns.shape[-1])
        out = np.zeros(shape, columns.dtype, like=columns)
        for place, slices in self.taps(columns.shape[1 + axes : -1]):
            out[(slice(None), *slices)] += columns[(slice(None), *place)]
        return out[self.inside(size)]


def batch_last(x: np.ndarray) -> np.ndarray:
    """Return a view with the axes in the order of this module."""
    return np.moveaxis(x, 0, -1)


def batch_first(x: np.ndarray) -> np.ndarray:
    """Return a view with the axes in torch's order: (C, *size, B) to (B, C, *size)."""
    return np.moveaxis(x, -1, 0)


def per_axis(op: str, name: str, value: int | Lengths, axes: int, least: int = 1) -> Lengths:
    """Return ``value`` for each spatial axis; one number stands for all of them."""
    values = tuple(value) if isinstance(value, tuple | list) else (value,) * axes
    if len(values) != axes or not all(isinstance(v, int | np.integer) for v in values):
        raise ValueError(f"{op}: {name} must be a number or {axes} of them, got {value}")
    if any(v < least for v in values):
        raise ValueError(f"{op}: {name} must be at least {least}, got {value}")
    return values


def validate_counts(op: str, windows: Windows, size: Lengths) -> Lengths:
    """Return ``windows.counts(size)``, or raise a ValueError if no window fits."""
    counts = windows.counts(size)
    if any(n < 1 for n in counts):
        raise ValueError(
            f"{op}: no window of {windows.kernel} (dilation {windows.dilation}) fits into "
            f"{size} with padding {windows.padding}"
        )
    return counts
