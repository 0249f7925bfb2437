"""DCGAN: convolutions that shrink an image, and their transposes that grow one from noise."""

from __future__ import annotations

from torch import nn


def dcgan_generator(latent: int = 100, width: int = 64, channels: int = 3) -> nn.Sequential:
    """Return the generator for 64 × 64 pixels (Radford et al. 2016, figure 1).

    Parameters
    ----------
    latent : int
        Numbers of noise.
    width : int
        Channels before the last layer; each layer before has twice as many.
    channels : int
        Of the images.

    Returns
    -------
    torch.nn.Sequential
        From noise ``(B, latent)`` to images ``(B, channels, 64, 64)`` between -1 and 1.

    Notes
    -----
    Differs from the paper: half as wide with the default, like most programs; 3,576,704
    parameters.
    """
    layers: list[nn.Module] = [nn.Unflatten(1, (latent, 1, 1))]
    layers += _grow(latent, 8 * width, stride=1, padding=0)  # to 4 × 4
    for factor in (8, 4, 2):
        layers += _grow(factor * width, factor * width // 2)
    last = nn.ConvTranspose2d(width, channels, 4, 2, 1, bias=False)
    return nn.Sequential(*layers, last, nn.Tanh()).apply(_initialize)


def dcgan_discriminator(width: int = 64, channels: int = 3) -> nn.Sequential:
    """Return the discriminator for 64 × 64 pixels (Radford et al. 2016, section 3).

    Parameters
    ----------
    width : int
        Channels after the first layer; each later layer has twice as many.
    channels : int
        Of the images.

    Returns
    -------
    torch.nn.Sequential
        From images ``(B, channels, 64, 64)`` to logits ``(B,)``, positive for "real".
    """
    layers: list[nn.Module] = [nn.Conv2d(channels, width, 4, 2, 1, bias=False)]
    layers.append(nn.LeakyReLU(0.2))
    for factor in (1, 2, 4):
        layers += [
            nn.Conv2d(factor * width, 2 * factor * width, 4, 2, 1, bias=False),
            nn.BatchNorm2d(2 * factor * width),
            nn.LeakyReLU(0.2),
        ]
    last = nn.Conv2d(8 * width, 1, 4, bias=False)
    return nn.Sequential(*layers, last, nn.Flatten(0)).apply(_initialize)


def _grow(inputs: int, outputs: int, stride: int = 2, padding: int = 1) -> list[nn.Module]:
    conv = nn.ConvTranspose2d(inputs, outputs, 4, stride, padding, bias=False)
    return [conv, nn.BatchNorm2d(outputs), nn.ReLU()]


def _initialize(layer: nn.Module) -> None:
    """Draw weights with a standard deviation of 0.02, as section 4 of the paper says."""
    if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
        nn.init.normal_(layer.weight, std=0.02)
