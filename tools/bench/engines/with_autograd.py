"""The steps in HIPS autograd, whose functions are NumPy's."""

from __future__ import annotations

from collections.abc import Callable

import autograd.numpy as np
from autograd import value_and_grad

from tools.bench.workloads import HEADS, LR, WORKLOADS


def mlp(w, x):
    """Two linear maps with a ReLU between."""
    hidden = np.maximum(x @ w["0.weight"].T + w["0.bias"], 0)
    return hidden @ w["2.weight"].T + w["2.bias"]


def _conv_relu_pool(x, weight, bias):
    B, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)), "constant")
    taps = [padded[:, :, i : i + H, j : j + W] for i in range(3) for j in range(3)]
    columns = np.transpose(np.stack(taps, axis=2), (0, 3, 4, 1, 2)).reshape(B * H * W, C * 9)
    out = np.maximum(columns @ weight.reshape(len(weight), -1).T + bias, 0)
    out = np.transpose(out.reshape(B, H, W, -1), (0, 3, 1, 2))
    rows = np.maximum(out[:, :, ::2], out[:, :, 1::2])
    return np.maximum(rows[:, :, :, ::2], rows[:, :, :, 1::2])


def cnn(w, x):
    """Two convolutions, each with ReLU and pooling, and a linear map."""
    x = _conv_relu_pool(x, w["0.weight"], w["0.bias"])
    x = _conv_relu_pool(x, w["3.weight"], w["3.bias"])
    return x.reshape(len(x), -1) @ w["7.weight"].T + w["7.bias"]


def _layer_norm(x, weight, bias):
    centered = x - np.mean(x, axis=-1, keepdims=True)
    variance = np.mean(centered * centered, axis=-1, keepdims=True)
    return centered / np.sqrt(variance + 1e-5) * weight + bias


def transformer(w, x):
    """A pre-norm block."""
    B, T, E = x.shape
    h = _layer_norm(x, w["norm1.weight"], w["norm1.bias"])
    qkv = h @ w["self_attn.in_proj_weight"].T + w["self_attn.in_proj_bias"]
    q, k, v = np.transpose(qkv.reshape(B, T, 3, HEADS, E // HEADS), (2, 0, 3, 1, 4))
    scores = q @ np.swapaxes(k, -1, -2) / np.float32((E // HEADS) ** 0.5)
    scores = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
    attended = scores / np.sum(scores, axis=-1, keepdims=True) @ v
    attended = np.swapaxes(attended, 1, 2).reshape(B, T, E)
    x = x + attended @ w["self_attn.out_proj.weight"].T + w["self_attn.out_proj.bias"]
    h = _layer_norm(x, w["norm2.weight"], w["norm2.bias"])
    h = np.maximum(h @ w["linear1.weight"].T + w["linear1.bias"], 0)
    return x + h @ w["linear2.weight"].T + w["linear2.bias"]


def lstm(w, x):
    """All steps, the products with the input at once."""
    _, B, D = x.shape
    sums = x @ w["weight_ih_l0"].T + (w["bias_ih_l0"] + w["bias_hh_l0"])
    h = c = np.zeros((B, D), np.float32)
    hidden = []
    for products in sums:
        i, f, g, o = np.split(products + h @ w["weight_hh_l0"].T, 4, axis=1)
        c = _sigmoid(f) * c + _sigmoid(i) * np.tanh(g)
        h = _sigmoid(o) * np.tanh(c)
        hidden.append(h)
    return np.stack(hidden)


def _sigmoid(x):
    return np.float32(0.5) * (np.tanh(np.float32(0.5) * x) + 1)


def _cross_entropy(logits, classes):
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    log_p = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return -np.mean(log_p[np.arange(len(classes)), classes])


def _squared_error(output, target):
    return np.mean((output - target) ** 2)


def make(name: str) -> Callable[[], float]:
    """Return the training step of the workload ``name``."""
    workload = WORKLOADS[name]
    x, y, weights = workload.data()
    loss_of = _cross_entropy if workload.is_classification else _squared_error
    network = globals()[name]
    gradient = value_and_grad(lambda weights: loss_of(network(weights, x), y))

    def step() -> float:
        loss, slopes = gradient(weights)
        for key, slope in slopes.items():
            weights[key] = weights[key] - np.float32(LR) * slope
        return float(loss)

    return step
