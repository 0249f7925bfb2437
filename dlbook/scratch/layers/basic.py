"""The layers of a multilayer perceptron: linear maps, activations, dropout, embeddings."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np

from dlbook.scratch.init import normal_, uniform_
from dlbook.scratch.module import Module
from dlbook.scratch.ops import activations
from dlbook.scratch.ops.dropout import dropout
from dlbook.scratch.ops.index import embedding
from dlbook.scratch.ops.linalg import linear
from dlbook.scratch.ops.shape import reshape
from dlbook.scratch.tensor import Tensor


class Linear(Module):
    """``W x + b`` for each row ``x`` of a batch.

    ``weight`` has shape ``(out_features, in_features)`` and ``bias`` (if there is
    one) ``(out_features,)``; both start uniform over ±1/√in_features, as in torch.
    """

    def __init__(
        self,
        in_features: int,
        out_features: int,
        bias: bool = True,
        *,
        rng: np.random.Generator,
    ):
        bound = 1 / math.sqrt(max(in_features, 1))
        self.weight = uniform_parameter((out_features, in_features), bound, rng)
        self.bias = uniform_parameter((out_features,), bound, rng) if bias else None

    def forward(self, input: Tensor) -> Tensor:
        """Map ``(..., in_features)`` to ``(..., out_features)``."""
        return linear(input, self.weight, self.bias)


def uniform_parameter(shape: tuple[int, ...], bound: float, rng: np.random.Generator) -> Tensor:
    """Return a parameter of uniform random numbers over ±bound."""
    tensor = Tensor(np.empty(shape, np.float32), requires_grad=True)
    return uniform_(tensor, -bound, bound, rng=rng)


class Embedding(Module):
    """A trained table ``weight`` with a row of ``embedding_dim`` numbers for each symbol.

    The rows start as normal numbers of mean 0 and variance 1, as in torch.
    """

    def __init__(self, num_embeddings: int, embedding_dim: int, *, rng: np.random.Generator):
        shape = (num_embeddings, embedding_dim)
        self.weight = normal_(Tensor(np.empty(shape, np.float32), requires_grad=True), rng=rng)

    def forward(self, input) -> Tensor:
        """Map row numbers of any shape ``(...)`` to ``(..., embedding_dim)``."""
        return embedding(input, self.weight)


class Dropout(Module):
    """Set entries to zero at random while training; ``rng`` draws anew at every call."""

    def __init__(self, p: float = 0.5, *, rng: np.random.Generator):
        self.p, self.rng = p, rng

    def forward(self, input: Tensor) -> Tensor:
        """Return a tensor of the input's shape."""
        return dropout(input, self.p, self.training, rng=self.rng)


class Flatten(Module):
    """Join all axes but the first, the batch: ``(B, C, H, W)`` to ``(B, C * H * W)``."""

    def forward(self, input: Tensor) -> Tensor:
        """Return a tensor of two axes."""
        return reshape(input, len(input), math.prod(input.shape[1:]))


class Sequential(Module):
    """Pass the input through ``layers`` in turn.

    A plain function can stand among the modules, as in
    ``Sequential(Linear(...), relu)``. The weights are called ``0.weight``,
    ``2.weight`` and so on after the layers' positions, as in torch.
    """

    def __init__(self, *layers: Callable[[Tensor], Tensor]):
        for i, layer in enumerate(layers):
            if not callable(layer):
                raise TypeError(
                    f"Sequential: layer {i} must be a Module or a function, "
                    f"got {type(layer).__name__}"
                )
            setattr(self, str(i), layer)
        self.length = len(layers)

    def forward(self, input: Tensor) -> Tensor:
        """Return the last layer's output."""
        for layer in self:
            input = layer(input)
        return input

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[Callable[[Tensor], Tensor]]:
        return (getattr(self, str(i)) for i in range(self.length))

    def __getitem__(self, index: int) -> Callable[[Tensor], Tensor]:
        return list(self)[index]


class _Activation(Module):
    """Base class: a subclass names its function, which keeps the shape."""

    function: Callable[..., Tensor]

    def forward(self, input: Tensor) -> Tensor:
        """Return a tensor of the input's shape."""
        return type(self).function(input)


class ReLU(_Activation):
    """max(x, 0)."""

    function = activations.relu


class LeakyReLU(Module):
    """Return x if x > 0, else ``negative_slope * x``."""

    def __init__(self, negative_slope: float = 0.01):
        self.negative_slope = negative_slope

    def forward(self, input: Tensor) -> Tensor:
        """Return a tensor of the input's shape."""
        return activations.leaky_relu(input, self.negative_slope)


class GELU(_Activation):
    """x Φ(x) with the normal distribution function Φ, by its tanh approximation."""

    function = activations.gelu


class SiLU(_Activation):
    """``x * sigmoid(x)``."""

    function = activations.silu


class Sigmoid(_Activation):
    """1 / (1 + e^-x)."""

    function = activations.sigmoid


class Tanh(_Activation):
    """Hyperbolic tangent."""

    function = activations.tanh


class Softplus(_Activation):
    """log(1 + e^x)."""

    function = activations.softplus
