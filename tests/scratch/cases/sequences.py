"""Recurrent operations and attention, with inputs and torch's counterparts.

The recurrent counterparts are written out step by step, by the formulas.
"""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812

from dlbook.scratch.ops import attention
from dlbook.scratch.ops.recurrent import gru, lstm, rnn
from tests.scratch.cases.case import case

T, B, D, H = 4, 3, 5, 2
STEPS, STATE = (T, B, D), (B, H)


def weights(gates: int, biases: int = 2) -> list[tuple[int, ...]]:
    """Return the shapes of the weights of a recurrent operation."""
    return [(gates * H, D), (gates * H, H)] + [(gates * H,)] * biases


def torch_rnn(x, h, w_x, w_h, *biases, phi=torch.tanh):
    states = []
    for step in x:
        h = phi(step @ w_x.T + h @ w_h.T + sum(biases))
        states.append(h)
    return torch.stack(states)


def torch_lstm(x, h, c, w_x, w_h, *biases):
    hidden, cells = [], []
    for step in x:
        i, f, g, o = (step @ w_x.T + h @ w_h.T + sum(biases)).chunk(4, dim=1)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        h = o.sigmoid() * c.tanh()
        hidden.append(h)
        cells.append(c)
    return torch.stack([torch.stack(hidden), torch.stack(cells)])


def torch_gru(x, h, w_x, w_h, *biases):
    b_x, b_h = biases or (0, 0)
    states = []
    for step in x:
        r_x, z_x, n_x = (step @ w_x.T + b_x).chunk(3, dim=1)
        r_h, z_h, n_h = (h @ w_h.T + b_h).chunk(3, dim=1)
        z = (z_x + z_h).sigmoid()
        h = (1 - z) * (n_x + (r_x + r_h).sigmoid() * n_h).tanh() + z * h
        states.append(h)
    return torch.stack(states)


RECURRENT = [
    case("rnn", rnn, torch_rnn, STEPS, STATE, *weights(1)),
    case("rnn, no biases", rnn, torch_rnn, STEPS, STATE, *weights(1, biases=0)),
    case(
        "rnn, relu",
        lambda *xs: rnn(*xs, nonlinearity="relu"),
        lambda *xs: torch_rnn(*xs, phi=torch.relu),
        *(STEPS, STATE, *weights(1)),
    ),
    case("lstm", lstm, torch_lstm, STEPS, STATE, STATE, *weights(4)),
    case("lstm, no biases", lstm, torch_lstm, STEPS, STATE, STATE, *weights(4, biases=0)),
    case("gru", gru, torch_gru, STEPS, STATE, *weights(3)),
    case("gru, no biases", gru, torch_gru, STEPS, STATE, *weights(3, biases=0)),
]

QUERY, KEY, VALUE = (2, 3, 4, 5), (2, 3, 6, 5), (2, 3, 6, 7)
ALLOWED = np.random.default_rng(0).random((4, 6)) < 0.5
ALLOWED[:, 2] = True
ADDED = np.random.default_rng(1).standard_normal((2, 1, 4, 6)).astype(np.float32)


def torch_weights(query, key):
    return F.softmax(query @ key.mT / query.shape[-1] ** 0.5, -1)


ATTENTION = [
    case("attention_weights", attention.attention_weights, torch_weights, QUERY, KEY),
    case(
        "scaled_dot_product_attention",
        attention.scaled_dot_product_attention,
        F.scaled_dot_product_attention,
        *(QUERY, KEY, VALUE),
    ),
    case(
        "scaled_dot_product_attention, causal",
        lambda *qkv: attention.scaled_dot_product_attention(*qkv, is_causal=True),
        lambda *qkv: F.scaled_dot_product_attention(*qkv, is_causal=True),
        *(QUERY, KEY, VALUE),
    ),
    case(
        "scaled_dot_product_attention, mask of booleans",
        lambda *qkv: attention.scaled_dot_product_attention(*qkv, ALLOWED),
        lambda *qkv: F.scaled_dot_product_attention(*qkv, torch.tensor(ALLOWED)),
        *(QUERY, KEY, VALUE),
    ),
    case(
        "scaled_dot_product_attention, mask of numbers",
        lambda *qkv: attention.scaled_dot_product_attention(*qkv, ADDED),
        lambda q, k, v: F.scaled_dot_product_attention(
            q, k, v, torch.tensor(ADDED).to(q.dtype)
        ),
        *(QUERY, KEY, VALUE),
    ),
    case(
        "scaled_dot_product_attention, one sequence",
        attention.scaled_dot_product_attention,
        F.scaled_dot_product_attention,
        *((4, 5), (6, 5), (6, 7)),
    ),
]
