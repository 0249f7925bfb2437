"""``python -m dlbook.train.gan --scale laptop|full|NUMBER``: digits out of noise."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from functools import partial

import torch
from torch import Tensor, nn

from dlbook.data import load
from dlbook.models import count_parameters
from dlbook.models.generative import (
    discriminator_loss,
    generator_loss,
    toy_discriminator,
    toy_generator,
)
from dlbook.models.vision import strided_net
from dlbook.train.batches import ShuffledBatches
from dlbook.train.classify import Recipe, classifier_run, train_until
from dlbook.train.devices import pick_device
from dlbook.train.metrics import outputs_of
from dlbook.train.pictures import Pictures, standardized
from dlbook.train.progress import progress
from dlbook.train.results import Stopwatch, arguments, write_results

FULL = 64.0
CHECKS = 10
JUDGE = Recipe(widths=(16, 32, 64), epochs=1)


@dataclass(frozen=True)
class GANRecipe:
    """How the pair is trained.

    Attributes
    ----------
    width, latent : int
        Of both networks, and numbers of noise.
    steps, batch_size : int
        Of each player, and images in one.
    lr : float
        Of Adam, both players.
    """

    width: int = 16
    latent: int = 64
    steps: int = 1000
    batch_size: int = 64
    lr: float = 1e-3

    def grown(self, scale: float) -> GANRecipe:
        """Return the recipe of about ``scale`` times the computation: wider and longer."""
        factor = scale ** (1 / 3)
        width = max(4, round(self.width * factor))
        steps = max(CHECKS, round(self.steps * factor))
        return GANRecipe(width, self.latent, steps, self.batch_size, self.lr / factor**0.5)


class Game:
    """A generator and a discriminator, each with its optimizer, on one device.

    Parameters
    ----------
    generator, discriminator : torch.nn.Module
        From noise to images, and from images to logits ``(B,)``.
    latent : int
        Numbers of noise.
    lr : float
        Of Adam.
    """

    def __init__(self, generator: nn.Module, discriminator: nn.Module, latent: int, lr: float):
        self.generator, self.discriminator, self.latent = generator, discriminator, latent
        make = partial(torch.optim.Adam, lr=lr, betas=(0.5, 0.99))
        self.generator_optimizer = make(generator.parameters())
        self.discriminator_optimizer = make(discriminator.parameters())

    def step(self, real: Tensor) -> tuple[Tensor, Tensor]:
        """Let each player move once, on real images ``(B, ...)``; return both losses."""
        fake = self.generator(torch.randn(len(real), self.latent, device=real.device))
        d_loss = discriminator_loss(self.discriminator(real), self.discriminator(fake.detach()))
        _move(self.discriminator_optimizer, d_loss)
        g_loss = generator_loss(self.discriminator(fake))
        _move(self.generator_optimizer, g_loss)
        return d_loss.detach(), g_loss.detach()


def _move(optimizer: torch.optim.Optimizer, loss: Tensor) -> None:
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def class_counts(judge: nn.Module, images: Tensor, pictures: Pictures) -> list[int]:
    """Return for how many images in [-1, 1] the judge names each class and is 0.9 sure.

    Parameters
    ----------
    judge : torch.nn.Module
        A classifier of standardized images.
    images : Tensor
        Shape ``(N, 1, H, W)``.
    pictures : Pictures
        What the judge was trained on: black is its least number, white its greatest.
    """
    low, high = pictures.x_train.min(), pictures.x_train.max()
    p = outputs_of(judge, (images + 1) / 2 * (high - low) + low).softmax(dim=1)
    sure, classes = p.max(dim=1)
    return torch.bincount(classes[sure > 0.9], minlength=p.shape[1]).tolist()


def main(argv: list[str] | None = None) -> None:
    """Train at the scale of the command line, and write what came of it."""
    options = arguments("Train a generator of digits.", FULL, argv)
    torch.manual_seed(options.seed)
    recipe, device = GANRecipe().grown(options.scale), pick_device()
    pictures = standardized(load("mnist"), device)
    judge, judge_batches, last = classifier_run(strided_net(1, JUDGE.widths), JUDGE, pictures)
    train_until(judge, judge_batches, last)

    generator = toy_generator(recipe.latent, recipe.width).to(device)
    discriminator = toy_discriminator(recipe.width).to(device)
    game = Game(generator, discriminator, recipe.latent, recipe.lr)
    low, high = pictures.x_train.min(), pictures.x_train.max()
    real = (pictures.x_train - low) / (high - low) * 2 - 1
    batches = ShuffledBatches(real, pictures.y_train, recipe.batch_size, options.seed)
    noise = torch.randn(1000, recipe.latent, device=device)
    watch, curve = Stopwatch(), []
    for check in progress(range(1, CHECKS + 1), CHECKS, "gan"):
        first, until = ((k * recipe.steps) // CHECKS for k in (check - 1, check))
        with watch:
            losses = [torch.stack(game.step(batches(k)[0])) for k in range(first, until)]
        counts = class_counts(judge.model, outputs_of(generator, noise), pictures)
        d_loss, g_loss = torch.stack(losses).mean(dim=0).tolist()
        curve.append([until, round(d_loss, 4), round(g_loss, 4), counts])
    path = write_results(
        "gan",
        options.results,
        watch,
        examples=recipe.steps * recipe.batch_size,
        scale=options.scale,
        seed=options.seed,
        recipe=asdict(recipe),
        parameters=[count_parameters(generator), count_parameters(discriminator)],
        curve_columns=["step", "discriminator loss", "generator loss", "images of each class"],
        curve=curve,
    )
    print(f"gan: {counts} in {watch.seconds:.1f} s; {path}", file=sys.stderr)


if __name__ == "__main__":
    main()
