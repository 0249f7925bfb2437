"""Generative models: adversarial networks and their losses."""

from dlbook.models.generative.dcgan import dcgan_discriminator, dcgan_generator
from dlbook.models.generative.gan_losses import (
    discriminator_loss,
    generator_loss,
    gradient_penalty,
    minimax_generator_loss,
    wasserstein_critic_loss,
    wasserstein_generator_loss,
)
from dlbook.models.generative.toy_gan import (
    ConditionalGenerator,
    ProjectionDiscriminator,
    toy_discriminator,
    toy_generator,
    with_spectral_norm,
)

__all__ = [
    "ConditionalGenerator",
    "ProjectionDiscriminator",
    "dcgan_discriminator",
    "dcgan_generator",
    "discriminator_loss",
    "generator_loss",
    "gradient_penalty",
    "minimax_generator_loss",
    "toy_discriminator",
    "toy_generator",
    "wasserstein_critic_loss",
    "wasserstein_generator_loss",
    "with_spectral_norm",
]
