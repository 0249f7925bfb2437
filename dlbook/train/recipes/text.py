"""Character-level language models of nine plays of Shakespeare: an LSTM and a GPT."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from dlbook.data import load
from dlbook.data.batches import TextWindows
from dlbook.data.tensors import CharTokenizer, split_text
from dlbook.models import count_parameters
from dlbook.models.language import GPT, CharRNN, GPTConfig
from dlbook.train.evaluation import EarlyStopping, evaluate_loss, token_loss
from dlbook.train.loop import TrainState, progress, training_steps
from dlbook.train.optimizers import MuonAdamW, linear_warmup_decay, muon_groups
from dlbook.train.results import Result, Stopwatch, make_record
from dlbook.train.setup import pick_device

EVALUATIONS = 20
"""How often in a run the validation loss is measured."""


@dataclass(frozen=True)
class TextRecipe:
    """A recipe to train a language model.

    ``start`` leads from a recipe, the vocabulary's size and a device to the state before the
    first step.
    """

    about: str  # one line
    start: Callable[[TextRecipe, int, torch.device], TrainState]
    d_model: int
    n_layer: int
    block_size: int  # characters per window
    batch_size: int  # windows per step
    steps: int
    lr: float  # of AdamW, at its peak
    full_scale: float = 216.0  # how much more computation ``--scale full`` is

    def scaled(self, scale: float) -> TextRecipe:
        """Return a recipe of about ``scale`` times the computation per character.

        Width and steps grow with the cube root; depth and window grow a little as well.
        """
        factor = scale ** (1 / 3)
        return replace(
            self,
            d_model=max(16, round(self.d_model * factor / 16) * 16),
            n_layer=max(1, round(self.n_layer * factor**0.25)),
            block_size=max(8, round(self.block_size * factor**0.5)),
            steps=max(EVALUATIONS, round(self.steps * factor)),
            lr=self.lr / factor**0.5,
        )

    def train(self, scale: float, seed: int) -> Result:
        """Train, and return the lowest validation loss, the curve and a sample."""
        torch.manual_seed(seed)
        recipe, device = self.scaled(scale), pick_device()
        text = load("shakespeare")
        tokenizer = CharTokenizer(text)
        training, validation = split_text(tokenizer.encode(text).to(device))
        state = recipe.start(recipe, len(tokenizer), device)
        watch = Stopwatch()
        windows = TextWindows(training, recipe.block_size, recipe.batch_size, seed)
        curve, best = fit(state, windows, validation, recipe, watch)
        prompt = tokenizer.encode("\n")[None].to(device)
        numbers = ("d_model", "n_layer", "block_size", "batch_size", "steps", "lr")
        record = make_record(
            watch,
            examples=state.step * recipe.batch_size * recipe.block_size,
            scale=scale,
            seed=seed,
            recipe={name: getattr(recipe, name) for name in numbers},
            parameters=count_parameters(state.model),
            validation_loss=round(best, 4),
            curve_columns=["step", "training loss", "validation loss"],
            curve=curve,
            sample=tokenizer.decode(state.model.generate(prompt, 500, temperature=0.8)[0]),
        )
        return Result(f"validation loss {best:.4f} nats per character", record)


def fit(
    state: TrainState,
    windows: TextWindows,
    validation: Tensor,
    recipe: TextRecipe,
    watch: Stopwatch,
) -> tuple[list, float]:
    """Train, keep the best model, and return the curve and the lowest validation loss."""
    stopping, curve = EarlyStopping(state.model, patience=5), []
    dtype = torch.bfloat16 if state.device.type == "cuda" else None
    for evaluation in progress(range(1, EVALUATIONS + 1), EVALUATIONS, "shakespeare"):
        last_step = evaluation * recipe.steps // EVALUATIONS
        with watch:
            steps = training_steps(
                state, windows, token_loss, last_step, max_norm=1.0, dtype=dtype
            )
            losses = torch.stack([loss for _, loss in steps])
        loss = evaluate_loss(state.model, validation, recipe.block_size)
        curve.append([state.step, round(losses.mean().item(), 4), round(loss, 4)])
        if stopping.should_stop(loss, at=state.step):
            break
    stopping.restore()
    return curve, stopping.best


def start_lstm(
    recipe, vocab_size: int, device: torch.device, warmup: float = 0.03, flat: float = 0.3
) -> TrainState:
    """Return an LSTM with AdamW; the schedule's parts are fractions of the steps."""
    # An eighth of the width is enough to tell characters apart.
    model = CharRNN(
        vocab_size, recipe.d_model, recipe.n_layer, embedding_dim=recipe.d_model // 8
    ).to(device)
    optimizer = torch.optim.AdamW(model.parameters(), recipe.lr, (0.9, 0.95), weight_decay=0.01)
    schedule = linear_warmup_decay(optimizer, recipe.steps, warmup, flat)
    return TrainState(model, optimizer, schedule)


def start_gpt(
    recipe, vocab_size: int, device: torch.device, n_head: int | None = None, flat: float = 0.5
) -> TrainState:
    """Return a GPT with Muon for the matrices of its blocks, and AdamW for the rest."""
    if n_head is None:
        n_head = 4 if recipe.d_model < 256 else 8  # both divide a width that 16 divides
    config = GPTConfig(vocab_size, recipe.block_size, recipe.d_model, n_head, recipe.n_layer)
    model = GPT(config).to(device)
    groups = muon_groups(model, model.blocks)
    optimizer = MuonAdamW(*groups, lr=2 * recipe.lr, others_lr=recipe.lr)
    return TrainState(
        model, optimizer, linear_warmup_decay(optimizer, recipe.steps, 0.03, flat)
    )


# Chosen by the loss on the tenth of the text before the last, after 25 s on one core of a
# server, with training on the eight tenths before. Batches of 8 were better by 0.03 than of 16,
# and by 0.05 than of 32; then a learning rate of 1e-2 that decays early, with a second moment
# that forgets sooner, was better by 0.02 than 6e-3 (one seed each).
SHAKESPEARE_LSTM = TextRecipe(
    "an LSTM that writes plays, character by character",
    start_lstm,
    d_model=256,
    n_layer=1,
    block_size=64,
    batch_size=8,
    steps=2400,
    lr=1e-2,
)

# Compared on 20,000 characters of the same part after 350 steps, one seed each, so that 0.01 is
# chance: Muon was better than AdamW (at 4e-3) by 0.11, its learning rate of 2e-2 than 3e-2 by
# 0.02. A third layer, or 128 features, gain 0.05 for 1.7 to 2 times the computation. Normalized
# queries and keys, squared ReLU, or RMSNorm without gains change less than 0.02.
SHAKESPEARE_GPT = TextRecipe(
    "a GPT that writes plays, character by character",
    start_gpt,
    d_model=96,
    n_layer=2,
    block_size=64,
    batch_size=16,
    steps=1500,
    lr=1e-2,
)
