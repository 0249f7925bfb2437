"""Activation functions as modules, for use in :class:`~dlbook.scratch.layers.Sequential`."""

from __future__ import annotations

from dlbook.scratch.module import Module
from dlbook.scratch.ops import activations
from dlbook.scratch.tensor import Tensor


class ReLU(Module):
    """max(x, 0)."""

    def forward(self, input: Tensor) -> Tensor:
        """Return an array of the input's shape."""
        return activations.relu(input)


class LeakyReLU(Module):
    """X where x > 0, else ``negative_slope * x``."""

    def __init__(self, negative_slope: float = 0.01):
        self.negative_slope = negative_slope

    def forward(self, input: Tensor) -> Tensor:
        """Return an array of the input's shape."""
        return activations.leaky_relu(input, self.negative_slope)


class GELU(Module):
    """``x`` times the normal distribution function, by its tanh approximation."""

    def forward(self, input: Tensor) -> Tensor:
        """Return an array of the input's shape."""
        return activations.gelu(input)


class SiLU(Module):
    """``x * sigmoid(x)``."""

    def forward(self, input: Tensor) -> Tensor:
        """Return an array of the input's shape."""
        return activations.silu(input)


class Sigmoid(Module):
    """1 / (1 + e^-x)."""

    def forward(self, input: Tensor) -> Tensor:
        """Return an array of the input's shape."""
        return activations.sigmoid(input)


class Tanh(Module):
    """Hyperbolic tangent."""

    def forward(self, input: Tensor) -> Tensor:
        """Return an array of the input's shape."""
        return activations.tanh(input)


class Softplus(Module):
    """log(1 + e^x)."""

    def forward(self, input: Tensor) -> Tensor:
        """Return an array of the input's shape."""
        return activations.softplus(input)
