"""Spend one budget of computation on GPTs of several widths, and compare them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch

from dlbook.data import load
from dlbook.data.tensors import CharTokenizer
from dlbook.models import count_parameters
from dlbook.train.loop import progress
from dlbook.train.results import Result, Stopwatch, make_record
from dlbook.train.scaling import hold_out, scaled_gpt, score_text, train_once
from dlbook.train.setup import pick_device


@dataclass(frozen=True)
class SizesRecipe:
    """A recipe to train several widths, each with the same number of operations ``6 N D``."""

    about: str  # one line
    budget: float
    widths: tuple[int, ...]
    full_scale: float = 32.0  # more would read the nine plays more than once

    def scaled(self, scale: float) -> SizesRecipe:
        """Return a recipe of ``scale`` times the computation.

        Parameters and text share it equally, so that widths grow with the fourth root.
        """
        widths = tuple(dict.fromkeys(_width(w * scale**0.25) for w in self.widths))
        return replace(self, budget=self.budget * scale, widths=widths)

    def train(self, scale: float, seed: int) -> Result:
        """Train each width, and return the losses on held-out text, the lowest one last."""
        recipe, device, watch = self.scaled(scale), pick_device(), Stopwatch()
        text = load("shakespeare")
        tokenizer = CharTokenizer(text)
        training, held_out = hold_out(tokenizer.encode(text).to(device))
        runs = []
        for width in progress(recipe.widths, len(recipe.widths)):
            torch.manual_seed(seed)
            model = scaled_gpt(len(tokenizer), width).to(device)
            N = count_parameters(model)
            with watch:
                read = train_once(model, training, round(recipe.budget / (6 * N)), seed=seed)
            loss = -score_text(model, held_out).log_p.double().mean().item()
            runs.append([width, N, read, round(loss, 4)])
        runs.sort(key=lambda run: -run[-1])
        record = make_record(
            watch,
            examples=sum(read for _, _, read, _ in runs),
            scale=scale,
            seed=seed,
            recipe={"budget": recipe.budget, "widths": list(recipe.widths)},
            curve_columns=["width", "parameters", "characters read", "loss"],
            curve=runs,
        )
        width, *_, loss = runs[-1]
        return Result(f"loss {loss:.3f}, the lowest, at width {width}", record)


def _width(wanted: float) -> int:
    """Round to a width that heads of about 16 features divide, each of an even number."""
    step = 4 if wanted < 30 else 16
    return max(step, round(wanted / step) * step)


SHAKESPEARE_SIZES = SizesRecipe(
    "GPTs of four widths at equal computation: how to spend a budget",
    budget=3e9,
    widths=(8, 12, 24, 48),
)
