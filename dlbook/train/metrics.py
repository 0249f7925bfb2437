"""How good a model is, measured in evaluation mode and without gradients."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy


def outputs_of(model: nn.Module, x: Tensor, batch_size: int = 1000) -> Tensor:
    """Return what the model gives for all of ``x``, computed ``batch_size`` at a time.

    Parameters
    ----------
    model : torch.nn.Module
        Put in evaluation mode, and back afterwards.
    x : Tensor
        Inputs, shape ``(N, ...)``, on any device.
    batch_size : int
        How many go through the model at once: a matter of memory alone.

    Returns
    -------
    Tensor
        Shape ``(N, ...)``, on the model's device.

    Raises
    ------
    ValueError
        Where there are no inputs.
    """
    if len(x) == 0:
        raise ValueError("outputs_of: expected at least one input, got none")
    device = next(model.parameters()).device
    was_training = model.training
    model.eval()
    with torch.no_grad():
        outputs = torch.cat([model(part.to(device)) for part in x.split(batch_size)])
    model.train(was_training)
    return outputs


def accuracy(model: nn.Module, x: Tensor, y: Tensor) -> float:
    """Return the share of inputs ``(N, ...)`` whose largest logit is that of class ``y``."""
    guesses = outputs_of(model, x).argmax(dim=-1)
    return (guesses == y.to(guesses.device)).double().mean().item()


def mean_cross_entropy(model: nn.Module, x: Tensor, y: Tensor, batch_size: int = 250) -> float:
    """Return the mean of ``-log p(y)`` in nats, over examples or over all tokens of texts.

    Parameters
    ----------
    model : torch.nn.Module
        Gives logits, shape ``(N, C)``, or ``(N, T, C)`` for texts.
    x : Tensor
        Inputs, ``N`` of them.
    y : Tensor of int64
        Right classes, shape ``(N,)`` or ``(N, T)``.
    batch_size : int
        How many go through the model at once.
    """
    logits = outputs_of(model, x, batch_size)
    return token_loss(logits.float(), y.to(logits.device)).item()


def token_loss(logits: Tensor, y: Tensor) -> Tensor:
    """Return the cross-entropy, of logits ``(..., C)`` and classes ``(...)``."""
    return cross_entropy(logits.flatten(0, -2), y.flatten())


def confusion_matrix(guesses: Tensor, y: Tensor, classes: int) -> Tensor:
    """Return how often class ``i`` was taken for ``j``: int64, shape ``(classes, classes)``.

    Parameters
    ----------
    guesses, y : Tensor of int64
        Class numbers, guessed and right, shape ``(N,)``.
    classes : int
        How many there are.
    """
    pairs = y * classes + guesses
    return torch.bincount(pairs, minlength=classes**2).view(classes, classes)
