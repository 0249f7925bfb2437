"""Weight initialization that preserves the variance of activations or gradients.

Each function fills a weight of shape ``(outputs, inputs, *kernel)`` in place and returns it.
Names, arguments and, for the same generator, the numbers are those of ``torch.nn.init``.
"""

from __future__ import annotations

import math

import torch
from torch import Generator, Tensor
from torch.nn.init import calculate_gain


def fan_in_and_fan_out(tensor: Tensor) -> tuple[int, int]:
    """Return the number of inputs of each output, and of outputs of each input."""
    if tensor.ndim < 2:
        raise ValueError(
            f"expected a weight of at least the axes (outputs, inputs), got shape "
            f"{tuple(tensor.shape)}; set a bias to zeros instead"
        )
    kernel = math.prod(tensor.shape[2:])
    return tensor.shape[1] * kernel, tensor.shape[0] * kernel


def xavier_uniform_(
    tensor: Tensor, gain: float = 1.0, generator: Generator | None = None
) -> Tensor:
    """Draw uniformly from ±``gain * sqrt(6 / (fan_in + fan_out))``.

    Source: Glorot and Bengio 2010, equation 16. The variance is
    ``gain**2 * 2 / (fan_in + fan_out)``, a compromise between activations and gradients.
    """
    bound = gain * math.sqrt(6 / sum(fan_in_and_fan_out(tensor)))
    with torch.no_grad():
        return tensor.uniform_(-bound, bound, generator=generator)


def xavier_normal_(
    tensor: Tensor, gain: float = 1.0, generator: Generator | None = None
) -> Tensor:
    """Draw from a normal distribution with the variance of :func:`xavier_uniform_`."""
    std = gain * math.sqrt(2 / sum(fan_in_and_fan_out(tensor)))
    with torch.no_grad():
        return tensor.normal_(0, std, generator=generator)


def kaiming_normal_(
    tensor: Tensor,
    a: float = 0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    generator: Generator | None = None,
) -> Tensor:
    """Draw from a normal distribution of variance ``gain**2 / fan``.

    Source: He et al. 2015, equations 10 (``fan_in``, which preserves the variance of
    activations) and 14 (``fan_out``, that of gradients). ``nonlinearity`` is what follows:
    "relu", "tanh", "linear" or "leaky_relu" with the negative slope ``a``, which is ReLU, of
    gain √2, at 0.
    """
    if mode not in ("fan_in", "fan_out"):
        raise ValueError(f"mode: expected 'fan_in' or 'fan_out', got {mode!r}")
    fan = fan_in_and_fan_out(tensor)[mode == "fan_out"]
    with torch.no_grad():
        std = calculate_gain(nonlinearity, a) / math.sqrt(fan)
        return tensor.normal_(0, std, generator=generator)


def orthogonal_(
    tensor: Tensor, gain: float = 1.0, generator: Generator | None = None
) -> Tensor:
    """Fill with a random matrix whose rows, or columns, are orthonormal, times ``gain``.

    Source: Saxe, McClelland and Ganguli 2014. Axes after the first count as one; of rows and
    columns, the fewer are orthonormal.
    """
    rows = len(tensor)
    inputs, _ = fan_in_and_fan_out(tensor)
    drawn = tensor.new_empty((rows, inputs)).normal_(generator=generator)
    q, r = torch.linalg.qr(drawn.T if rows < inputs else drawn)
    q = q * r.diagonal().sign()  # makes all orthogonal matrices equally likely
    with torch.no_grad():
        return tensor.copy_(gain * (q.T if rows < inputs else q).reshape(tensor.shape))
