"""Metrics by hand; evaluation mode, and back."""

from __future__ import annotations

import math

import pytest
import torch
from torch import nn

from dlbook.train import (
    accuracy,
    confusion_matrix,
    mean_cross_entropy,
    outputs_of,
    token_loss,
)


class Echo(nn.Module):
    """Gives back its inputs, and notes in which mode."""

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
    assert torch.equal(outputs_of(model, LOGITS, batch_size=3), LOGITS)
    assert model.seen == [(False, False, 3), (False, False, 1)]
    assert model.training is training


def test_no_inputs_are_refused():
    with pytest.raises(ValueError, match="at least one input"):
        outputs_of(Echo(), LOGITS[:0])


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


def test_a_confusion_matrix_has_the_right_class_in_rows():
    matrix = confusion_matrix(LOGITS.argmax(1), CLASSES, classes=4)
    assert matrix.tolist() == [[1, 0, 0, 0], [1, 0, 0, 0], [0, 1, 1, 0], [0, 0, 0, 0]]
