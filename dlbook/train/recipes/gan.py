"""A GAN that generates handwritten digits."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from functools import partial

import torch
from torch import Tensor, nn

from dlbook.data import load
from dlbook.data.batches import ShuffledBatches
from dlbook.data.tensors import ImageTensors, standardize
from dlbook.models import count_parameters
from dlbook.models.generative import (
    discriminator_loss,
    generator_loss,
    toy_discriminator,
    toy_generator,
)
from dlbook.models.vision import strided_net
from dlbook.train.evaluation import forward_in_batches
from dlbook.train.loop import progress
from dlbook.train.recipes.images import MNIST, start_classifier, train_epochs
from dlbook.train.results import Result, Stopwatch, make_record
from dlbook.train.setup import pick_device

EVALUATIONS = 10
CLASSIFIER = replace(MNIST, batch_size=128)


class Game:
    """A generator and a discriminator, each with an Adam optimizer, on one device.

    Parameters
    ----------
    generator, discriminator : torch.nn.Module
        From noise to images, and from images to logits ``(B,)``.
    latent_dim : int
        Length of a noise vector.
    lr : float
        Learning rate of both.
    """

    def __init__(
        self, generator: nn.Module, discriminator: nn.Module, latent_dim: int, lr: float
    ):
        self.generator, self.discriminator = generator, discriminator
        self.latent_dim = latent_dim
        adam = partial(torch.optim.Adam, lr=lr, betas=(0.5, 0.99))
        self.generator_optimizer = adam(generator.parameters())
        self.discriminator_optimizer = adam(discriminator.parameters())

    def step(self, real: Tensor) -> tuple[Tensor, Tensor]:
        """Update each player once, with real images ``(B, ...)``; return both losses."""
        fake = self.generator(torch.randn(len(real), self.latent_dim, device=real.device))
        d_loss = discriminator_loss(self.discriminator(real), self.discriminator(fake.detach()))
        _update(self.discriminator_optimizer, d_loss)
        g_loss = generator_loss(self.discriminator(fake))
        _update(self.generator_optimizer, g_loss)
        return d_loss.detach(), g_loss.detach()


def _update(optimizer: torch.optim.Optimizer, loss: Tensor) -> None:
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def class_counts(classifier: nn.Module, generated: Tensor, images: ImageTensors) -> list[int]:
    """Count the generated images of each class, if the classifier gives it more than 0.9.

    ``generated`` images ``(N, 1, H, W)`` are in [-1, 1]; the classifier was trained on
    ``images``, whose lowest number is black and whose highest is white.
    """
    low, high = images.x_train.min(), images.x_train.max()
    logits = forward_in_batches(classifier, (generated + 1) / 2 * (high - low) + low)
    confidence, classes = logits.softmax(dim=1).max(dim=1)
    return torch.bincount(classes[confidence > 0.9], minlength=logits.shape[1]).tolist()


@dataclass(frozen=True)
class GANRecipe:
    """A recipe to train generator and discriminator.

    Attributes
    ----------
    base_channels, latent_dim : int
        Width of both networks, and length of a noise vector.
    steps, batch_size : int
        Steps of each network, images per step.
    lr : float
        Of Adam, for both.
    """

    base_channels: int = 16
    latent_dim: int = 64
    steps: int = 1000
    batch_size: int = 64
    lr: float = 1e-3

    about = "handwritten digits out of noise with a GAN"
    full_scale = 64.0

    def scaled(self, scale: float) -> GANRecipe:
        """Return a recipe of about ``scale`` times the computation: wider and longer."""
        factor = scale ** (1 / 3)
        return replace(
            self,
            base_channels=max(4, round(self.base_channels * factor)),
            steps=max(EVALUATIONS, round(self.steps * factor)),
            lr=self.lr / factor**0.5,
        )

    def train(self, scale: float, seed: int) -> Result:
        """Train; record how many of 1,000 samples are recognized, and as which digits."""
        torch.manual_seed(seed)
        recipe, device = self.scaled(scale), pick_device()
        images = standardize(load("mnist"), device)
        classifier = strided_net(1, CLASSIFIER.channels)
        train_epochs(*start_classifier(classifier, CLASSIFIER, images), CLASSIFIER, 1)
        generator = toy_generator(recipe.latent_dim, recipe.base_channels).to(device)
        discriminator = toy_discriminator(recipe.base_channels).to(device)
        game = Game(generator, discriminator, recipe.latent_dim, recipe.lr)
        low, high = images.x_train.min(), images.x_train.max()
        real = (images.x_train - low) / (high - low) * 2 - 1
        batches = ShuffledBatches(real, images.y_train, recipe.batch_size, seed)
        noise = torch.randn(1000, recipe.latent_dim, device=device)
        watch, curve, step = Stopwatch(), [], 0
        for evaluation in progress(range(1, EVALUATIONS + 1), EVALUATIONS, "gan"):
            first, step = step, evaluation * recipe.steps // EVALUATIONS
            with watch:
                losses = [torch.stack(game.step(batches(k)[0])) for k in range(first, step)]
            counts = class_counts(classifier, forward_in_batches(generator, noise), images)
            d_loss, g_loss = torch.stack(losses).mean(dim=0).tolist()
            recognized = sum(counts) / len(noise)
            curve.append([step, round(d_loss, 4), round(g_loss, 4), counts, recognized])
        columns = ["step", "discriminator loss", "generator loss"]
        columns += ["recognized images of each class", "fraction recognized"]
        record = make_record(
            watch,
            examples=recipe.steps * recipe.batch_size,
            scale=scale,
            seed=seed,
            recipe=asdict(recipe),
            parameters=[count_parameters(generator), count_parameters(discriminator)],
            curve_columns=columns,
            curve=curve,
        )
        text = f"fraction recognized {recognized:.3f}, images of each class {counts}"
        return Result(text, record)


GAN = GANRecipe()
