"""Measure a model, in evaluation mode and without gradients; stop when it gets no better."""

from __future__ import annotations

import copy
import math

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

IGNORE_INDEX = -100
"""The target that ``cross_entropy`` leaves out."""


def forward_in_batches(model: nn.Module, x: Tensor, batch_size: int = 1000) -> Tensor:
    """Return the model's outputs for all of ``x``, computed ``batch_size`` at a time.

    The model is in evaluation mode meanwhile; the result is on its device.
    """
    if len(x) == 0:
        raise ValueError("forward_in_batches: expected at least one input, got none")
    device = next(model.parameters()).device
    was_training = model.training
    model.eval()
    with torch.no_grad():
        outputs = torch.cat([model(part.to(device)) for part in x.split(batch_size)])
    model.train(was_training)
    return outputs


def accuracy(model: nn.Module, x: Tensor, y: Tensor) -> float:
    """Return the fraction of inputs ``(N, ...)`` whose largest logit is that of class ``y``."""
    predicted = forward_in_batches(model, x).argmax(dim=-1)
    return (predicted == y.to(predicted.device)).double().mean().item()


def token_loss(logits: Tensor, y: Tensor) -> Tensor:
    """Return the mean cross-entropy of logits ``(..., C)`` and classes ``(...)``."""
    return cross_entropy(logits.flatten(0, -2), y.flatten())


def mean_cross_entropy(model: nn.Module, x: Tensor, y: Tensor, batch_size: int = 250) -> float:
    """Return the mean of ``-log p(y)`` in nats, over examples or over all tokens of texts.

    The model maps ``N`` inputs to logits ``(N, C)``, or ``(N, T, C)`` for texts; ``y`` has the
    classes, ``(N,)`` or ``(N, T)``.
    """
    logits = forward_in_batches(model, x, batch_size)
    return token_loss(logits.float(), y.to(logits.device)).item()


def evaluate_loss(model: nn.Module, tokens: Tensor, block_size: int) -> float:
    """Return the mean cross-entropy of a text in nats per token, each with enough context.

    Windows of ``block_size`` tokens overlap by half, and each token is scored once: in the
    second half of a window, or in the first half of the first window. So the loss compares with
    that of n-gram models, which have a context everywhere. An incomplete last window is left
    out.
    """
    if len(tokens) <= block_size:
        raise ValueError(
            f"evaluate_loss: {len(tokens)} tokens are no window of {block_size} and one more"
        )
    stride = max(1, block_size // 2)
    x = tokens[:-1].unfold(0, block_size, stride)
    y = tokens[1:].unfold(0, block_size, stride).clone()
    y[1:, : block_size - stride] = IGNORE_INDEX
    return mean_cross_entropy(model, x, y)


class EarlyStopping:
    """Remember the model with the lowest loss, and say when to stop (Prechelt 1998).

    ``patience`` measurements without a new lowest loss are the end. ``best`` is the lowest loss
    so far, and ``best_at`` the caller's number for that measurement, such as the step.
    """

    def __init__(self, model: nn.Module, patience: int):
        if patience < 1:
            raise ValueError(f"EarlyStopping: patience must be at least 1, got {patience}")
        self.model, self.patience = model, patience
        self.best, self.best_at, self.worse = math.inf, None, 0

    def should_stop(self, loss: float, at: int) -> bool:
        """Record a validation loss; return whether the last ``patience`` were no better.

        NaN counts as no better.
        """
        if loss < self.best:
            self.best, self.best_at, self.worse = loss, at, 0
            self._weights = copy.deepcopy(self.model.state_dict())
        else:
            self.worse += 1
        return self.worse >= self.patience

    def restore(self) -> None:
        """Load the best weights back into the model."""
        if self.best_at is None:
            raise RuntimeError("EarlyStopping: no loss was recorded, so there is no best model")
        self.model.load_state_dict(self._weights)
