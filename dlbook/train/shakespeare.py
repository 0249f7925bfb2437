"""``python -m dlbook.train.shakespeare lstm|gpt --scale laptop|full|NUMBER``: plays."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass

import torch
from torch import nn

from dlbook.data import load
from dlbook.models import count_parameters
from dlbook.models.language import GPT, CharRNN, GPTConfig
from dlbook.train.batches import TextWindows
from dlbook.train.characters import Characters, split_text, text_loss
from dlbook.train.devices import pick_device
from dlbook.train.early_stopping import EarlyStopping
from dlbook.train.loop import training_steps
from dlbook.train.metrics import token_loss
from dlbook.train.optimizers import MuonAdamW, linear_warmup_decay
from dlbook.train.progress import progress
from dlbook.train.results import Stopwatch, arguments, write_results
from dlbook.train.run import Run

FULL = 216.0
CHECKS = 20
"""How often in a run the validation loss is measured."""


@dataclass(frozen=True)
class Recipe:
    """How a model of text is trained.

    Attributes
    ----------
    width, layers : int
        Of the model.
    length, batch_size : int
        Characters a window, windows a step.
    steps : int
        Of the optimizer.
    lr : float
        Peak of AdamW's rate.
    """

    width: int
    layers: int
    length: int
    batch_size: int
    steps: int
    lr: float

    def grown(self, scale: float) -> Recipe:
        """Return the recipe of about ``scale`` times the computation a character seen.

        Width and steps grow with the third root; depth and window grow a little as well.
        """
        factor = scale ** (1 / 3)
        return Recipe(
            width=max(16, round(self.width * factor / 16) * 16),
            layers=max(1, round(self.layers * factor**0.25)),
            length=max(8, round(self.length * factor**0.5)),
            batch_size=self.batch_size,
            steps=max(CHECKS, round(self.steps * factor)),
            lr=self.lr / factor**0.5,
        )


RECIPES = {
    # Chosen by the loss on the tenth of the text before the last, after 25 s on one core of a
    # server, with training on the eight tenths before. Batches of 8 were better by 0.03 than
    # of 16, and by 0.05 than of 32; then a rate of 1e-2 that falls early, with a second moment
    # that forgets sooner, was better by 0.02 than 6e-3 (one seed each).
    "lstm": Recipe(width=256, layers=1, length=64, batch_size=8, steps=2400, lr=1e-2),
    # Chosen in the same way, by runs of 10 to 30 s, the first of them on Tiny Shakespeare: two
    # wide layers do better than three or four narrow ones, B = 16 than 8 or 32, Muon's rate
    # 2e-2 than 3e-2 or 5e-2, and embeddings of the last three or four characters than of one
    # (by 0.09) or six. Steps are what a minute on two cores allows.
    "gpt": Recipe(width=96, layers=2, length=64, batch_size=16, steps=1500, lr=1e-2),
}


def lstm_run(recipe: Recipe, vocabulary: int, device: torch.device) -> Run:
    """Return an LSTM with AdamW; an eighth of its width is enough to tell characters apart."""
    model = CharRNN(vocabulary, recipe.width, recipe.layers, embedding_dim=recipe.width // 8)
    model.to(device)
    optimizer = torch.optim.AdamW(model.parameters(), recipe.lr, (0.9, 0.95), weight_decay=0.01)
    return _scheduled(model, optimizer, recipe, flat=0.3)


def gpt_run(recipe: Recipe, vocabulary: int, device: torch.device) -> Run:
    """Return a GPT, four or eight heads, with Muon in its blocks."""
    heads = 4 if recipe.width < 256 else 8  # both divide a width that 16 divides
    config = GPTConfig(vocabulary, recipe.length, recipe.width, heads, recipe.layers)
    model = GPT(config).to(device)
    matrices = [p for p in model.blocks.parameters() if p.dim() == 2]
    others = [p for name, p in model.named_parameters() if p.dim() < 2 or "blocks" not in name]
    optimizer = MuonAdamW(matrices, others, lr=2 * recipe.lr, others_lr=recipe.lr)
    return _scheduled(model, optimizer, recipe, flat=0.5)


def _scheduled(
    model: nn.Module, optimizer: torch.optim.Optimizer, recipe: Recipe, flat: float
) -> Run:
    return Run(model, optimizer, linear_warmup_decay(optimizer, recipe.steps, 0.03, flat))


RUNS = {"lstm": lstm_run, "gpt": gpt_run}


def main(argv: list[str] | None = None) -> None:
    """Train at the scale of the command line, and write what came of it, with a sample."""
    options = arguments("Train a model of characters: lstm or gpt.", FULL, argv)
    if options.rest not in (["lstm"], ["gpt"]):
        raise SystemExit(f"expected one model, lstm or gpt, got {options.rest}")
    (kind,) = options.rest
    torch.manual_seed(options.seed)
    recipe, device = RECIPES[kind].grown(options.scale), pick_device()
    text = load("shakespeare")
    characters = Characters(text)
    training, validation = split_text(characters.encode(text).to(device))
    run = RUNS[kind](recipe, len(characters), device)
    watch = Stopwatch()
    windows = TextWindows(training, recipe.length, recipe.batch_size, options.seed)
    curve, best = fit(run, windows, validation, recipe, watch)
    prompt = characters.encode("\n")[None].to(device)
    path = write_results(
        f"shakespeare_{kind}",
        options.results,
        watch,
        examples=run.step * recipe.batch_size * recipe.length,
        scale=options.scale,
        seed=options.seed,
        recipe=asdict(recipe),
        parameters=count_parameters(run.model),
        validation_loss=round(best, 4),
        curve_columns=["step", "training loss", "validation loss"],
        curve=curve,
        sample=characters.decode(run.model.generate(prompt, 500, temperature=0.8)[0]),
    )
    print(f"{kind}: {best:.4f} nats in {watch.seconds:.1f} s; {path}", file=sys.stderr)


def fit(
    run: Run, windows: TextWindows, validation: torch.Tensor, recipe: Recipe, watch: Stopwatch
) -> tuple[list, float]:
    """Train, keep the best model, and return the curve and the least validation loss."""
    stopping, curve = EarlyStopping(run.model, patience=5), []
    dtype = torch.bfloat16 if run.device.type == "cuda" else None
    for check in progress(range(1, CHECKS + 1), CHECKS, "shakespeare"):
        with watch:
            steps = training_steps(
                run,
                windows,
                token_loss,
                check * recipe.steps // CHECKS,
                max_norm=1.0,
                dtype=dtype,
            )
            losses = torch.stack([loss for _, loss in steps])
        loss = text_loss(run.model, validation, recipe.length)
        curve.append([run.step, round(losses.mean().item(), 4), round(loss, 4)])
        if stopping.should_stop(loss, at=run.step):
            break
    stopping.restore()
    return curve, stopping.best


if __name__ == "__main__":
    main()
