"""Sliding windows over signals and images: what convolution and pooling share.

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
    """Where windows lie: one number per spatial axis in each field."""

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
            yield (
                place,
                tuple(slice(i * d, i * d + s * (n - 1) + 1, s) for i, n, s, d in fields),
            )

    def padded(self, x: np.ndarray, value: float = 0.0) -> np.ndarray:
        """Return ``x`` with ``value`` around its spatial axes."""
        if not any(self.padding):
            return x
        channels, *size, batch = x.shape
        full = [n + 2 * p for n, p in zip(size, self.padding, strict=True)]
        out = np.full_like(x, value, shape=(channels, *full, batch), order="C")
        out[self.inside(size)] = x
        return out

    def inside(self, size: Lengths) -> tuple[slice, ...]:
        """Return the slices of a padded array that hold the input of ``size``."""
        spans = (slice(p, p + n) for n, p in zip(size, self.padding, strict=True))
        return (slice(None), *spans)

    def unfold(self, x: np.ndarray, counts: Lengths) -> np.ndarray:
        """Copy what each tap sees: (C, *size, B) to (C, *kernel, *counts, B).

        A slice copy for each tap, so that a convolution is then one matrix
        product: twice as fast as ``tensordot`` on a view of all windows, four
        times as fast as fancy indexing. The price is memory, an input times the
        number of taps.
        """
        x = self.padded(x)
        shape = (x.shape[0], *self.kernel, *counts, x.shape[-1])
        out = np.empty_like(x, shape=shape, order="C")
        for place, slices in self.taps(counts):
            out[(slice(None), *place)] = x[(slice(None), *slices)]
        return out

    def fold(self, columns: np.ndarray, size: Lengths) -> np.ndarray:
        """Add what each tap saw back to where it was: the transpose of :meth:`unfold`."""
        axes = len(self.kernel)
        full = [n + 2 * p for n, p in zip(size, self.padding, strict=True)]
        shape = (columns.shape[0], *full, columns.shape[-1])
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
    """Return ``value`` for each spatial axis; one number stands for all of them.

    Raises
    ------
    ValueError
        Where there are too few or too many, or one is below ``least``.
    """
    values = (value,) * axes if isinstance(value, int | np.integer) else tuple(value)
    if len(values) != axes or any(v < least for v in values):
        raise ValueError(
            f"{op}: {name} must be a number or {axes} of them, at least {least}, got {value}"
        )
    return values


def checked_counts(op: str, windows: Windows, size: Lengths) -> Lengths:
    """Return ``windows.counts(size)``, or say that no window fits."""
    counts = windows.counts(size)
    if any(n < 1 for n in counts):
        raise ValueError(
            f"{op}: no window of {windows.kernel} (dilation {windows.dilation}) fits into "
            f"{size} with padding {windows.padding}"
        )
    return counts
