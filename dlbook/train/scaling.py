"""Language models of growing size that read a text once: what a scaling law is fitted to."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import log_softmax

from dlbook.data.batches import ShuffledBatches
from dlbook.models.language import GPT, GPTConfig
from dlbook.train.evaluation import token_loss
from dlbook.train.loop import TrainState, training_steps
from dlbook.train.optimizers import MuonAdamW, linear_warmup_decay, muon_groups

BLOCK_SIZE = 64
"""Tokens in a window."""


class Scored(NamedTuple):
    """Of each token of a text: its log probability, and whether it was the most likely one."""

    log_p: Tensor
    is_right: Tensor


def scaled_gpt(vocab_size: int, d_model: int, n_layer: int = 2) -> GPT:
    """Return a GPT of two blocks with heads of 16 features: only its width grows."""
    return GPT(GPTConfig(vocab_size, BLOCK_SIZE, d_model, max(1, d_model // 16), n_layer))


def hold_out(tokens: Tensor, every: int = 40, length: int = 2000) -> tuple[Tensor, Tensor]:
    """Return a text without every ``every``-th stretch of ``length`` tokens, and those.

    So both have the same kind of text, which the end of a text and the rest may not have.
    """
    stretches = tokens[: len(tokens) // length * length].view(-1, length)
    if len(stretches) < every:
        raise ValueError(
            f"hold_out: {len(tokens)} tokens have no {every} stretches of {length}"
        )
    is_held = torch.arange(len(stretches)) % every == every // 2
    return stretches[~is_held].flatten(), stretches[is_held].flatten()


def train_once(
    model: GPT,
    tokens: Tensor,
    n_tokens: int,
    lr: float = 0.02,
    steps: int = 1200,
    seed: int = 0,
    stop_after: float = 1.0,
) -> int:
    """Train on ``n_tokens`` of a text in about ``steps`` steps; return how many were read.

    The batch grows with ``n_tokens``, so that every size takes as many steps and has the same
    learning rate; the smallest batch is four windows. Up to the text's length no window comes
    twice. ``stop_after`` is the fraction of the run, and of its schedule, after which it stops.
    """
    batch_size = max(4, round(n_tokens / (BLOCK_SIZE * steps)))
    steps = round(n_tokens / (BLOCK_SIZE * batch_size))
    windows = (part.unfold(0, BLOCK_SIZE, BLOCK_SIZE) for part in (tokens[:-1], tokens[1:]))
    batches = ShuffledBatches(*windows, batch_size, seed)
    optimizer = MuonAdamW(*muon_groups(model, model.blocks), lr=lr, others_lr=lr / 2)
    schedule = linear_warmup_decay(optimizer, steps, warmup=0.05, flat=0.25)
    state, taken = TrainState(model, optimizer, schedule), round(stop_after * steps)
    for _ in training_steps(state, batches, token_loss, taken, max_norm=1.0):
        pass
    return taken * batch_size * BLOCK_SIZE


@torch.no_grad()
def score_text(model: GPT, tokens: Tensor) -> Scored:
    """Score a text token by token, each after 32 to 63 tokens of context."""
    half = BLOCK_SIZE // 2
    x, y = (part.unfold(0, BLOCK_SIZE, half) for part in (tokens[:-1], tokens[1:]))
    logits = torch.cat([model(part)[:, half:] for part in x.split(250)])
    y = y[:, half:, None]
    log_p = log_softmax(logits, dim=-1).gather(-1, y).flatten()
    return Scored(log_p, (logits.argmax(dim=-1, keepdim=True) == y).flatten())
