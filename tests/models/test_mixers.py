"""Layers that remember: what is read from the state is what the parallel form computes."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn
from torch.nn.functional import normalize, scaled_dot_product_attention, silu, softplus

from dlbook.data.recall import recall_pairs
from dlbook.models.language import (
    LinearAttention,
    RecallNet,
    SelectiveStateSpace,
    SoftmaxAttention,
    StateSpace,
)

B, T, D, K = 2, 9, 6, 4


def softmax(layer: SoftmaxAttention, x: Tensor) -> Tensor:
    allowed = torch.ones(T, T, dtype=torch.bool).tril()
    if layer.window is not None:
        allowed = allowed.triu(1 - layer.window)
    return scaled_dot_product_attention(layer.query(x), layer.key(x), layer.value(x), allowed)


def linear(layer: LinearAttention, x: Tensor) -> Tensor:
    q, k = normalize(layer.query(x), dim=-1), normalize(layer.key(x), dim=-1)
    return (q @ k.mT).tril() @ layer.value(x)


def selective(layer: SelectiveStateSpace, x: Tensor) -> Tensor:
    state, found = torch.zeros(B, K, D), []
    step = softplus(layer.step(x))
    for t in range(T):
        written = (step * layer.b(x))[:, t, :, None] * layer.x(x)[:, t, None]
        state = (-step[:, t, :, None] * layer.log_a.exp()).exp() * state + written
        found.append(layer.c(x)[:, t, None] @ state)
    return torch.cat(found, dim=1)


def state_space(layer: StateSpace, x: Tensor) -> Tensor:
    a = torch.complex(-layer.log_decay.exp(), layer.frequency)
    decay = (a * layer.log_step.exp()).exp()
    weight = torch.view_as_complex(layer.c) * (decay - 1) / a
    signal, state, found = layer.input(x), torch.zeros(B, D, K // 2, dtype=torch.cfloat), []
    for t in range(T):
        state = decay * state + signal[:, t, :, None]
        found.append(2 * (weight * state).sum(dim=-1).real)
    return layer.output(silu(layer.gate(x)) * torch.stack(found, dim=1))


LAYERS = {
    "softmax": (lambda d: SoftmaxAttention(d, K), softmax),
    "window": (lambda d: SoftmaxAttention(d, K, window=3), softmax),
    "linear": (lambda d: LinearAttention(d, K), linear),
    "selective": (lambda d: SelectiveStateSpace(d, K), selective),
    "state space": (lambda d: StateSpace(d, K), state_space),
}


@pytest.mark.parametrize("name", LAYERS)
def test_reading_the_state_equals_another_form(name):
    torch.manual_seed(0)
    make, other_form = LAYERS[name]
    layer, x = make(D), torch.randn(B, T, D, requires_grad=True)
    reads = [layer.read(layer.write(x[:, : t + 1]), x[:, t : t + 1]) for t in range(T)]
    found, expected = torch.cat(reads, dim=1), other_form(layer, x)
    torch.testing.assert_close(found, expected, atol=1e-5, rtol=1e-4)
    grad, parameters = torch.randn(B, T, D), list(layer.parameters())
    ours = torch.autograd.grad(found, [x, *parameters], grad)
    theirs = torch.autograd.grad(expected, [x, *parameters], grad)
    for a, b in zip(ours, theirs, strict=True):
        torch.testing.assert_close(a, b, atol=1e-4, rtol=1e-3)


@pytest.mark.parametrize("name", LAYERS)
def test_a_net_around_the_layer_is_trained_in_all_its_parts(name):
    net = RecallNet(LAYERS[name][0], n_keys=12, n_values=5, d_model=D)
    keys, values, asked, answers = recall_pairs(0, 7, 3, 4, n_keys=12, n_values=5)
    logits = net(keys, values, asked)
    assert logits.shape == (3, 4, 5)
    nn.functional.cross_entropy(logits.flatten(0, 1), answers.flatten()).backward()
    assert all(p.grad is not None and p.grad.isfinite().all() for p in net.parameters())


def test_states_of_fixed_size_do_not_grow():
    for name in ("window", "linear", "selective", "state space"):
        layer = LAYERS[name][0](D)
        sizes = {n: [x.shape for x in layer.write(torch.randn(1, n, D))] for n in (3, 8, 20)}
        assert sizes[3] == sizes[8] == sizes[20], name


def test_without_a_layer_nothing_is_remembered():
    net = RecallNet(None)
    keys, values, asked, _ = recall_pairs(1, 5)
    assert torch.equal(net(keys, values, asked), net(keys, values.flip(1), asked))


def test_an_odd_state_is_refused():
    with pytest.raises(ValueError, match="must be even, got 3"):
        StateSpace(D, 3)
