"""A generator and a discriminator for 28 × 28 pixels that train within a minute on one core."""

from __future__ import annotations

from torch import nn
from torch.nn.utils.parametrizations import spectral_norm


def small_generator(latent: int = 64, width: int = 16) -> nn.Sequential:
    """Return a network from noise ``(B, latent)`` to images ``(B, 1, 28, 28)`` in [-1, 1].

    Parameters
    ----------
    latent : int
        Numbers of noise.
    width : int
        Channels at 14 × 14 pixels.

    Notes
    -----
    An image grows by a convolution to four times the channels, which then become four pixels
    (Shi et al. 2016, eq. 4): on a CPU that is faster than a transposed convolution.
    """
    return nn.Sequential(
        nn.Linear(latent, 4 * width * 7 * 7, bias=False),
        nn.Unflatten(1, (4 * width, 7, 7)),
        *_normed(4 * width),
        nn.Conv2d(4 * width, 8 * width, 3, padding=1, bias=False),
        nn.PixelShuffle(2),
        *_normed(2 * width),
        nn.Conv2d(2 * width, 2 * width, 3, padding=1, bias=False),
        *_normed(2 * width),
        nn.Conv2d(2 * width, 4, 3, padding=1),
        nn.PixelShuffle(2),
        nn.Tanh(),
    )


def small_discriminator(width: int = 16) -> nn.Sequential:
    """Return a network from images ``(B, 1, 28, 28)`` to logits ``(B,)``, without norms.

    Parameters
    ----------
    width : int
        Channels of the first layer.

    Notes
    -----
    Without batch normalization the score of an image does not depend on the others of its
    batch, as a gradient penalty needs (Gulrajani et al. 2017, section 4).
    """
    return nn.Sequential(
        nn.Conv2d(1, width, 4, 2, 1),
        nn.LeakyReLU(0.2),
        nn.Conv2d(width, 2 * width, 4, 2, 1),
        nn.LeakyReLU(0.2),
        nn.Conv2d(2 * width, 4 * width, 3, 2, 1),
        nn.LeakyReLU(0.2),
        nn.Flatten(),
        nn.Linear(4 * width * 4 * 4, 1),
        nn.Flatten(0),
    )


def with_spectral_norm(model: nn.Module) -> nn.Module:
    """Divide each layer's matrix by its largest singular value (Miyato et al. 2018, eq. 8).

    Parameters
    ----------
    model : torch.nn.Module
        Changed: its convolutions and linear layers.

    Returns
    -------
    torch.nn.Module
        The same model.
    """
    for layer in model.modules():
        if isinstance(layer, nn.Conv2d | nn.Linear):
            spectral_norm(layer)
    return model


def _normed(channels: int) -> list[nn.Module]:
    return [nn.BatchNorm2d(channels), nn.ReLU()]
