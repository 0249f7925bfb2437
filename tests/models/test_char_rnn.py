"""The character model: parts by hand, the state carried on, generation."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from dlbook.models import count_parameters
from dlbook.models.language import CharRNN
from tests.models.checks import random_tokens as tokens

CELLS = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}
every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)


def test_the_simplest_is_the_formula():
    model, x = CharRNN(13, 7, cell=nn.RNN), tokens(3, 5)
    W, U, b, c = model.recurrent.parameters()
    h = torch.zeros(3, 7)
    for t in range(5):
        h = torch.tanh(model.embedding(x[:, t]) @ W.T + b + h @ U.T + c)
        torch.testing.assert_close(model(x)[:, t], model.head(h))


@every_cell
def test_reading_in_two_parts_is_reading_at_once(cell):
    model, x = CharRNN(13, 7, 2, cell), tokens(3, 9)
    first, state = model.forward_with_state(x[:, :4])
    second, _ = model.forward_with_state(x[:, 4:], state)
    torch.testing.assert_close(torch.cat([first, second], dim=1), model(x))
    forgotten, _ = model.forward_with_state(x[:, 4:])
    assert (forgotten - second).abs().max() > 1e-3


@every_cell
def test_at_temperature_zero_it_writes_the_most_likely(cell):
    model, prompt = CharRNN(13, 7, cell=cell), tokens(3, 4)
    text = model.generate(prompt, 6, temperature=0)
    assert text.shape == (3, 10)
    assert torch.equal(text[:, :4], prompt)
    assert torch.equal(model(text)[:, 3:-1].argmax(-1), text[:, 4:])


def test_randomness_is_the_generator_s():
    model, prompt = CharRNN(13, 7), tokens(1, 4)
    a, b, c = (
        model.generate(prompt, 30, generator=torch.Generator().manual_seed(s))
        for s in (0, 0, 1)
    )
    assert torch.equal(a, b)
    assert not torch.equal(a, c)


def test_an_empty_prompt_is_refused():
    with pytest.raises(ValueError, match="at least one token"):
        CharRNN(13, 7).generate(tokens(1, 0), 3)


def test_a_narrow_embedding_changes_the_first_layer_alone():
    V, H, E, L = 13, 11, 3, 2
    model, plain = CharRNN(V, H, L, embedding_dim=E), CharRNN(V, H, L)
    fewer = (V + 4 * H) * (H - E)
    assert count_parameters(model) == count_parameters(plain) - fewer
    assert model(tokens(3, 5)).shape == plain(tokens(3, 5)).shape == (3, 5, V)
