"""Training of an image classifier, from a recipe, and the run at scale made of it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from dlbook.data import load
from dlbook.models import count_parameters
from dlbook.train.batches import Augment, ShuffledBatches
from dlbook.train.devices import pick_device
from dlbook.train.loop import training_steps
from dlbook.train.metrics import accuracy
from dlbook.train.optimizers import linear_warmup_decay
from dlbook.train.pictures import Pictures, standardized
from dlbook.train.progress import progress
from dlbook.train.results import Stopwatch, arguments, write_results
from dlbook.train.run import Run


@dataclass(frozen=True)
class Recipe:
    """How a classifier is trained.

    Attributes
    ----------
    widths : tuple of int
        Filters of the network's stages.
    epochs : int
        How often each image is seen.
    lr, weight_decay : float
        Of AdamW; the rate is its peak.
    batch_size : int
        Images a step.
    smoothing : float
        Share of the target that is spread over all classes.
    """

    widths: tuple[int, ...]
    epochs: int
    lr: float = 1e-2
    weight_decay: float = 0.05
    batch_size: int = 128
    smoothing: float = 0.0

    def grown(self, scale: float) -> Recipe:
        """Return the recipe of about ``scale`` times the computation: wider and longer.

        Computation grows with the square of the width, and with the epochs.
        """
        factor = scale ** (1 / 3)
        widths = tuple(max(8, round(width * factor / 8) * 8) for width in self.widths)
        options = {**asdict(self), "widths": widths}
        # A wider network wants smaller steps.
        options |= {"epochs": max(1, round(self.epochs * factor)), "lr": self.lr / factor**0.5}
        return Recipe(**options)


def classifier_run(
    model: nn.Module,
    recipe: Recipe,
    pictures: Pictures,
    seed: int = 0,
    augment: Augment | None = None,
) -> tuple[Run, ShuffledBatches, int]:
    """Return the run that a recipe asks for, its batches, and the number of its last step."""
    batches = ShuffledBatches(
        pictures.x_train, pictures.y_train, recipe.batch_size, seed, augment
    )
    steps = recipe.epochs * batches.per_epoch
    model = model.to(pictures.x_train.device, memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(
        model.parameters(), recipe.lr, betas=(0.9, 0.98), weight_decay=recipe.weight_decay
    )
    return Run(model, optimizer, linear_warmup_decay(optimizer, steps)), batches, steps


def main(
    name: str,
    data: str,
    build: Callable[[tuple[int, ...]], nn.Module],
    recipe: Recipe,
    full: float,
    augment: Augment | None = None,
    argv: list[str] | None = None,
) -> None:
    """Train at the scale of the command line, and write what came of it.

    Parameters
    ----------
    name, data : str
        Of the run, and of its data set.
    build : callable
        From widths to a model.
    recipe : Recipe
        At scale 1.
    full : float
        The scale of ``--scale full``.
    augment : callable, optional
        Of the batches.
    argv : list of str, optional
        The command line; that of the process else.
    """
    options = arguments(f"Train a classifier on {data}.", full, argv)
    torch.manual_seed(options.seed)
    recipe, device = recipe.grown(options.scale), pick_device()
    pictures = standardized(load(data), device)
    model = build(recipe.widths)
    run, batches, steps = classifier_run(model, recipe, pictures, options.seed, augment)
    watch, curve = Stopwatch(), []
    for epoch in progress(range(1, recipe.epochs + 1), recipe.epochs, name):
        with watch:
            loss = train_until(run, batches, epoch * batches.per_epoch, recipe.smoothing)
        score = accuracy(run.model, pictures.x_test, pictures.y_test)
        curve.append([epoch, round(loss, 4), round(score, 4)])
    path = write_results(
        name,
        options.results,
        watch,
        examples=steps * recipe.batch_size,
        scale=options.scale,
        seed=options.seed,
        recipe=asdict(recipe),
        parameters=count_parameters(model),
        curve_columns=["epoch", "training loss", "test accuracy"],
        curve=curve,
    )
    print(f"{name}: accuracy {score:.4f} in {watch.seconds:.1f} s; {path}", file=sys.stderr)


def train_until(
    run: Run, batches: ShuffledBatches, until: int, smoothing: float = 0.0
) -> float:
    """Take the steps up to ``until`` and return their mean loss, in bfloat16 on a GPU."""
    dtype = torch.bfloat16 if run.device.type == "cuda" else None
    criterion = partial(cross_entropy, label_smoothing=smoothing)
    losses = [loss for _, loss in training_steps(run, batches, criterion, until, dtype=dtype)]
    return torch.stack(losses).mean().item()
