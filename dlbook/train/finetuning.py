"""Fine-tune a language model on answers, and on preferences between answers."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, logsigmoid

from dlbook.models.language import Llama


def pack(
    prompts: Sequence[Sequence[int]], answers: Sequence[Sequence[int]]
) -> tuple[Tensor, Tensor, Tensor]:
    """Return inputs, targets and a mask, each ``(B, T)``, for prompts that lead to answers.

    The mask is True where the target is a token of an answer. Shorter texts are filled up at
    their end, which no earlier position sees.
    """
    texts = [[*p, *a] for p, a in zip(prompts, answers, strict=True)]
    longest = max(map(len, texts))
    tokens = torch.tensor([text + [0] * (longest - len(text)) for text in texts])
    starts = torch.tensor([len(p) for p in prompts])[:, None]
    ends = torch.tensor([len(text) for text in texts])[:, None]
    places = torch.arange(1, longest)
    return tokens[:, :-1], tokens[:, 1:], (places >= starts) & (places < ends)


@torch.no_grad()
def lower_blocks(model: Llama, tokens: Tensor, number: int) -> Tensor:
    """Return the hidden states ``(B, T, D)`` after the first blocks, which do not change."""
    x_BTD = model.embedding(tokens)
    for block in model.blocks[:number]:
        x_BTD = block(x_BTD, model.cos_sin[:, : tokens.shape[1]])
    return x_BTD


def upper_blocks(model: Llama, x_BTD: Tensor, number: int) -> Tensor:
    """Go on from where :func:`lower_blocks` stopped, to the last hidden states."""
    for block in model.blocks[number:]:
        x_BTD = block(x_BTD, model.cos_sin[:, : x_BTD.shape[1]])
    return model.norm(x_BTD)


def answer_log_probs(model: Llama, hidden: Tensor, targets: Tensor, mask: Tensor) -> Tensor:
    """Return the log probability of each answer, ``(B,)``, from the last hidden states.

    ``targets`` and ``mask`` are those of :func:`pack`. Logits are made of the answers alone.
    """
    losses = cross_entropy(model.logits(hidden[mask]), targets[mask], reduction="none")
    rows = mask.nonzero()[:, 0]
    return losses.new_zeros(len(targets)).index_add(0, rows, -losses)


def write_answers(
    model: Llama, prompts: Sequence[Sequence[int]], length: int, stop: int, **options
) -> list[list[int]]:
    """Return up to ``length`` tokens that continue each prompt, without the token ``stop``.

    Prompts of equal length are continued together. ``options`` are those of
    :func:`~dlbook.models.language.sample`.
    """
    together: dict[int, list[int]] = {}
    for number, prompt in enumerate(prompts):
        together.setdefault(len(prompt), []).append(number)
    answers = [[] for _ in prompts]
    for size, numbers in together.items():
        batch = torch.tensor([prompts[i] for i in numbers])
        written = model.generate(batch, length, stop=stop, **options)[:, size:].tolist()
        for i, tokens in zip(numbers, written, strict=True):
            answers[i] = tokens[: tokens.index(stop)] if stop in tokens else tokens
    return answers


def dpo_loss(chosen: Tensor, rejected: Tensor, beta: float = 0.1) -> Tensor:
    """Return the mean of -log sigmoid(beta (chosen - rejected)) (Rafailov et al. 2023, eq. 7).

    ``chosen`` and ``rejected`` are log ratios ``(B,)``: the log probability of an answer minus
    that under the model before training.
    """
    return -logsigmoid(beta * (chosen - rejected)).mean()
