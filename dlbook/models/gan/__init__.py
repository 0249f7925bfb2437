"""Generative adversarial networks: generators, discriminators, and the games they play."""

from dlbook.models.gan.conditional import ConditionalGenerator, ProjectionDiscriminator
from dlbook.models.gan.dcgan import dcgan_discriminator, dcgan_generator
from dlbook.models.gan.losses import (
    discriminator_loss,
    generator_loss,
    gradient_penalty,
    minimax_generator_loss,
    wasserstein_critic_loss,
    wasserstein_generator_loss,
)
from dlbook.models.gan.small import small_discriminator, small_generator, with_spectral_norm

__all__ = [
    "ConditionalGenerator",
    "ProjectionDiscriminator",
    "dcgan_discriminator",
    "dcgan_generator",
    "discriminator_loss",
    "generator_loss",
    "gradient_penalty",
    "minimax_generator_loss",
    "small_discriminator",
    "small_generator",
    "wasserstein_critic_loss",
    "wasserstein_generator_loss",
    "with_spectral_norm",
]
