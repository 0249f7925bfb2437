"""A matrix divided by its largest singular value, so that no layer stretches by more than 1."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize


def power_iteration(weight: Tensor, v: Tensor, steps: int = 1) -> tuple[Tensor, Tensor]:
    """Turn ``v`` towards the direction that a matrix stretches most (Miyato 2018, algorithm 1).

    Parameters
    ----------
    weight : Tensor
        One matrix or several, shape ``(..., H, D)``.
    v : Tensor
        A first guess of the right singular vector, length 1, shape ``(..., D)``.
    steps : int
        How often to multiply by the matrix and by its transpose, at least once.

    Returns
    -------
    tuple of Tensor
        The left singular vector ``u``, ``(..., H)``, and the improved ``v``, ``(..., D)``.

    Notes
    -----
    The paper keeps ``u`` and starts with the transpose; torch keeps both and starts here.
    """
    for _ in range(steps):
        u = normalize((weight @ v[..., None])[..., 0], dim=-1, eps=1e-12)
        v = normalize((weight.mT @ u[..., None])[..., 0], dim=-1, eps=1e-12)
    return u, v


class SpectralNorm(nn.Module):
    """Gives a weight divided by its largest singular value (Miyato et al. 2018, eq. 8).

    To be used as ``torch.nn.utils.parametrize.register_parametrization(layer, "weight",
    SpectralNorm(layer.weight))``. For a convolution, reshape its weight to a matrix first.

    Parameters
    ----------
    weight : Tensor
        As the layer has it at the start, shape ``(..., H, D)``.

    Notes
    -----
    Each call in training takes one step of the power iteration: the weight changes little from
    step to step, and the vectors follow it. The slope goes through the division, with ``u`` and
    ``v`` held fixed, which is exact where they have arrived (section 3).
    """

    def __init__(self, weight: Tensor):
        super().__init__()
        with torch.no_grad():
            shape = *weight.shape[:-2], weight.shape[-1]
            v = normalize(torch.randn(shape).to(weight), dim=-1)
            u, v = power_iteration(weight, v, 15)
        self.register_buffer("u", u)
        self.register_buffer("v", v)

    def forward(self, weight: Tensor) -> Tensor:
        """Return the divided weight, of the same shape."""
        if self.training:
            with torch.no_grad():
                self.u, self.v = power_iteration(weight, self.v)
        stretch = self.u[..., None, :] @ weight @ self.v[..., None]  # shape (..., 1, 1)
        return weight / stretch
