"""Metrics by hand, in evaluation mode; early stopping."""

from __future__ import annotations

import math

import pytest
import torch
from torch import nn

from dlbook.train import (
    EarlyStopping,
    accuracy,
    evaluate_loss,
    forward_in_batches,
    mean_cross_entropy,
    token_loss,
)


class Echo(nn.Module):
    """Returns its inputs, and records the mode."""

    def __init__(self):
        super().__init__()
        self.unused = nn.Parameter(torch.zeros(()))
        self.seen = []

    def forward(self, x):
        self.seen.append((self.training, torch.is_grad_enabled(), len(x)))
        return x


LOGITS = torch.tensor([[2.0, 1.0, 0.0], [0.0, 0.0, 5.0], [1.0, 3.0, 2.0], [4.0, 0.0, 1.0]])
CLASSES = torch.tensor([0, 2, 2, 1])


def test_accuracy_by_hand():
    assert accuracy(Echo(), LOGITS, CLASSES) == 0.5
    assert accuracy(Echo(), LOGITS, LOGITS.argmax(1)) == 1.0


@pytest.mark.parametrize("training", [True, False])
def test_outputs_are_computed_in_evaluation_mode_in_parts(training):
    model = Echo().train(training)
    assert torch.equal(forward_in_batches(model, LOGITS, batch_size=3), LOGITS)
    assert model.seen == [(False, False, 3), (False, False, 1)]
    assert model.training is training


def test_no_inputs_are_refused():
    with pytest.raises(ValueError, match="at least one input"):
        forward_in_batches(Echo(), LOGITS[:0])


def test_cross_entropy_of_even_logits_is_log_of_the_classes():
    x = torch.zeros(7, 5, 3)
    y = torch.ones(7, 5, dtype=torch.long)
    assert mean_cross_entropy(Echo(), x, y, batch_size=3) == pytest.approx(math.log(3))


def test_cross_entropy_is_the_mean_over_all_tokens():
    by_hand = -LOGITS.log_softmax(1)[torch.arange(4), CLASSES]
    assert mean_cross_entropy(Echo(), LOGITS, CLASSES) == pytest.approx(by_hand.mean().item())
    texts, targets = LOGITS.view(2, 2, 3), CLASSES.view(2, 2)
    assert token_loss(texts, targets).item() == pytest.approx(by_hand.mean().item())
    assert token_loss(texts, targets.flip(0)).item() != pytest.approx(by_hand.mean().item())


# --- the loss of a text ---------------------------------------------------------------


class Next(nn.Module):
    """Sure that the next token is one more, up to ``doubt``."""

    def __init__(self, vocab_size: int, sure: float):
        super().__init__()
        self.sure = nn.Parameter(torch.tensor(sure))
        self.vocab_size = vocab_size

    def forward(self, x):
        return self.sure * nn.functional.one_hot((x + 1) % self.vocab_size, self.vocab_size)


def test_the_loss_of_a_text_by_hand():
    text = torch.arange(30) % 7
    sure = -math.log(math.exp(2) / (math.exp(2) + 6))
    assert evaluate_loss(Next(7, 2.0), text, block_size=4) == pytest.approx(sure, rel=1e-5)
    assert evaluate_loss(Next(7, 0.0), text, block_size=4) == pytest.approx(
        math.log(7), rel=1e-5
    )
    text[12] += 1  # read once and foretold once
    assert evaluate_loss(Next(7, 2.0), text % 7, block_size=4) > sure + 0.1


class SureOfLate(Next):
    """As sure only where half a window of four comes before."""

    def forward(self, x):
        logits = super().forward(x)
        logits[:, :2] = 0
        return logits


def test_a_character_is_judged_once_and_with_half_a_window_before_it():
    text = torch.arange(29) % 7
    sure = -math.log(math.exp(2) / (math.exp(2) + 6))
    expected = (2 * math.log(7) + 26 * sure) / 28  # the first two have nothing before them
    assert evaluate_loss(SureOfLate(7, 2.0), text, 4) == pytest.approx(expected, rel=1e-5)


def test_an_incomplete_window_is_left_out():
    text = torch.arange(30) % 7
    text[29] += 3
    assert evaluate_loss(Next(7, 2.0), text, 4) == evaluate_loss(Next(7, 2.0), text[:29], 4)
    assert evaluate_loss(Next(7, 2.0), text, 29) > evaluate_loss(Next(7, 2.0), text, 4)


def test_the_shortest_text_is_a_window_and_a_target():
    assert evaluate_loss(Next(7, 0.0), torch.arange(3), 1) == pytest.approx(math.log(7))
    with pytest.raises(ValueError, match="4 tokens are no window of 4"):
        evaluate_loss(Next(7, 0.0), torch.arange(4), 4)


# --- early stopping -------------------------------------------------------------------


def stop_after(losses: list[float], patience: int) -> int | None:
    stopping = EarlyStopping(nn.Linear(2, 1), patience)
    for i, loss in enumerate(losses):
        if stopping.should_stop(loss, at=i):
            return i
    return None


@pytest.mark.parametrize(
    ("losses", "patience", "at"),
    [
        ([3, 2, 1, 2, 2, 2], 2, 4),
        ([3, 2, 1, 2, 0, 2, 2], 2, 6),
        ([3, 2, 1], 1, None),
        ([3, 3], 1, 1),  # no better is not better
        ([3, math.nan, math.nan], 2, 2),
        ([math.nan], 1, 0),
        ([math.nan, math.nan], 2, 1),
    ],
)
def test_it_stops_after_so_many_that_are_no_better(losses, patience, at):
    assert stop_after(losses, patience) == at


def test_the_best_weights_come_back():
    model = nn.Linear(2, 1)
    stopping = EarlyStopping(model, patience=5)
    for step, loss in enumerate([3.0, 1.0, 2.0]):
        nn.init.constant_(model.weight, loss)
        stopping.should_stop(loss, at=step)
    assert (stopping.best, stopping.best_at) == (1.0, 1)
    assert model.weight.unique().item() == 2.0
    stopping.restore()
    assert model.weight.unique().item() == 1.0


def test_misuse_of_early_stopping_is_refused():
    with pytest.raises(RuntimeError, match="no loss was recorded"):
        EarlyStopping(nn.Linear(2, 1), 1).restore()
    with pytest.raises(ValueError, match="at least 1, got 0"):
        EarlyStopping(nn.Linear(2, 1), 0)
