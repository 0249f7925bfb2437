"""Characters there and back; the loss of a text by hand."""

from __future__ import annotations

import math

import pytest
import torch
from torch import nn

from dlbook.train import Characters, split_text, text_loss


class Next(nn.Module):
    """Sure that the next token is one more, up to ``doubt``."""

    def __init__(self, vocabulary: int, sure: float):
        super().__init__()
        self.sure = nn.Parameter(torch.tensor(sure))
        self.vocabulary = vocabulary

    def forward(self, x):
        return self.sure * nn.functional.one_hot((x + 1) % self.vocabulary, self.vocabulary)


def test_there_and_back():
    characters = Characters("to be, or not")
    assert characters.all == " ,benort"
    assert len(characters) == 8
    tokens = characters.encode("bone, too")
    assert tokens.dtype == torch.int64
    assert characters.decode(tokens) == "bone, too"
    assert characters.encode("").shape == (0,)


def test_an_unknown_character_is_named():
    with pytest.raises(ValueError, match=r"lacks \['x', 'z'\]"):
        Characters("abc").encode("azbx")


def test_a_text_is_split_in_order():
    first, rest = split_text(torch.arange(21), 0.9)
    assert first.tolist() == list(range(18))
    assert rest.tolist() == [18, 19, 20]


def test_the_loss_of_a_text_by_hand():
    text = torch.arange(30) % 7
    sure = -math.log(math.exp(2) / (math.exp(2) + 6))
    assert text_loss(Next(7, 2.0), text, length=4) == pytest.approx(sure, rel=1e-5)
    assert text_loss(Next(7, 0.0), text, length=4) == pytest.approx(math.log(7), rel=1e-5)
    text[12] += 1  # read once and foretold once
    assert text_loss(Next(7, 2.0), text % 7, length=4) > sure + 0.1


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
    assert text_loss(SureOfLate(7, 2.0), text, 4) == pytest.approx(expected, rel=1e-5)


def test_a_window_of_one_is_a_window():
    assert text_loss(Next(7, 0.0), torch.arange(3), 1) == pytest.approx(math.log(7), rel=1e-5)


def test_an_incomplete_window_is_left_out():
    text = torch.arange(30) % 7
    text[29] += 3
    assert text_loss(Next(7, 2.0), text, 4) == text_loss(Next(7, 2.0), text[:29], 4)
    assert text_loss(Next(7, 2.0), text, 29) > text_loss(Next(7, 2.0), text, 4)


def test_a_text_too_short_is_refused():
    with pytest.raises(ValueError, match="4 tokens are no window of 4"):
        text_loss(Next(7, 0.0), torch.arange(4), 4)
