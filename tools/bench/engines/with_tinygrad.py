"""The steps in tinygrad on the CPU, compiled once (``TinyJit``)."""

from __future__ import annotations

from collections.abc import Callable

from tinygrad import Context, Tensor, TinyJit
from tinygrad.nn.optim import SGD

from tools.bench.workloads import HEADS, LR, WORKLOADS


def mlp(w, x):
    """Two linear maps with a ReLU between."""
    hidden = x.linear(w["0.weight"].T, w["0.bias"]).relu()
    return hidden.linear(w["2.weight"].T, w["2.bias"])


def cnn(w, x):
    """Two convolutions, each with ReLU and pooling, and a linear map."""
    x = x.conv2d(w["0.weight"], w["0.bias"], padding=1).relu().max_pool2d(2)
    x = x.conv2d(w["3.weight"], w["3.bias"], padding=1).relu().max_pool2d(2)
    return x.flatten(1).linear(w["7.weight"].T, w["7.bias"])


def transformer(w, x):
    """A pre-norm block."""
    B, T, E = x.shape
    h = x.layernorm() * w["norm1.weight"] + w["norm1.bias"]
    qkv = h.linear(w["self_attn.in_proj_weight"].T, w["self_attn.in_proj_bias"])
    qkv = qkv.reshape(B, T, 3, HEADS, E // HEADS).permute(2, 0, 3, 1, 4)
    h = Tensor.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2])
    h = h.transpose(1, 2).reshape(B, T, E)
    x = x + h.linear(w["self_attn.out_proj.weight"].T, w["self_attn.out_proj.bias"])
    h = x.layernorm() * w["norm2.weight"] + w["norm2.bias"]
    h = h.linear(w["linear1.weight"].T, w["linear1.bias"]).relu()
    return x + h.linear(w["linear2.weight"].T, w["linear2.bias"])


def lstm(w, x):
    """All steps, the products with the input at once."""
    T, B, D = x.shape
    sums = x.linear(w["weight_ih_l0"].T, w["bias_ih_l0"] + w["bias_hh_l0"])
    h = c = Tensor.zeros(B, D)
    hidden = []
    for t in range(T):
        i, f, g, o = (sums[t] + h @ w["weight_hh_l0"].T).chunk(4, dim=1)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        h = o.sigmoid() * c.tanh()
        hidden.append(h)
    return Tensor.stack(*hidden)


def make(name: str) -> Callable[[], float]:
    """Return the training step of the workload ``name``."""
    workload = WORKLOADS[name]
    x, y, weights = workload.data()
    w = {key: Tensor(value).realize().is_param_() for key, value in weights.items()}
    batch, target = Tensor(x).realize(), Tensor(y).realize()
    sgd, network = SGD(list(w.values()), lr=LR), globals()[name]

    @TinyJit
    @Context(TRAINING=1)
    def step() -> Tensor:
        output = network(w, batch)
        if workload.is_classification:
            loss = output.sparse_categorical_crossentropy(target)
        else:
            loss = (output - target).square().mean()
        sgd.zero_grad()
        loss.backward()
        return loss.realize(*sgd.schedule_step())

    return lambda: step().item()
