"""Generative models: adversarial networks and their losses."""

from dlbook.models.generative.dcgan import dcgan_discriminator, dcgan_generator
from dlbook.models.generative.gan_losses import (
    discriminator_loss,
    generator_loss,
    gradient_penalty,
    minimax_generator_loss,
)
from dlbook.models.generative.toy_gan import (
    toy_discriminator,
    toy_generator,
    with_spectral_norm,
)

__all__ = [
    "dcgan_discriminator",
    "dcgan_generator",
    "discriminator_loss",
    "generator_loss",
    "gradient_penalty",
    "minimax_generator_loss",
    "toy_discriminator",
    "toy_generator",
    "with_spectral_norm",
]
