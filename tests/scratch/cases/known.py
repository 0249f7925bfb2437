"""Answers known without torch, where torch has another or none; and dtypes of results."""

from __future__ import annotations

import numpy as np

from dlbook import scratch
from dlbook.scratch.ops.attention import attention_weights

LN2, INF = np.log(2), np.inf
# A name, the operation, its inputs, the result, the gradient that comes in, and the gradients
# of the inputs.
KNOWN = [
    ("div by tiny", lambda a, b: a / b, [[1e-25], [1e-25]], [1], [1], [[1e25], [-1e25]]),
    (
        "log of a small sigmoid",
        lambda x: scratch.log(scratch.sigmoid(x)),
        *([[-20.0, -80.0]], [-20, -80], [1, 1], [[1, 1]]),
    ),
    (
        "einsum, spaces",
        lambda a, b: scratch.einsum(" ij, kj -> ki", a, b),
        *([[[1.0, 2.0]], [[3.0, 4.0], [5.0, 6.0]]], [[11], [17]], [[1], [0]]),
        [[[3, 4]], [[1, 2], [0, 0]]],
    ),
    (
        "cross_entropy, an ignored row of -inf",
        lambda x: scratch.cross_entropy(x, [-100, 1]),
        *([[[-INF, 0.0], [0.0, 0.0]]], LN2, 1, [[[0, 0], [0.5, -0.5]]]),
    ),
    (
        "cross_entropy, ruled out",
        lambda x: scratch.cross_entropy(x, [1]),
        *([[[0.0, -INF]]], INF, 1, [[[1, -1]]]),
    ),
    (
        "kl_div, ruled out",
        lambda x: scratch.kl_div(x, [1.0, 0.0], "sum"),
        *([[0.0, -INF]], 0, 1, [[-1, 0]]),
    ),
]

I64, F32, F64 = np.arange(1, 4), np.ones(3, np.float32), np.ones(3)
ONE = np.float64(1)  # of `x.mean()`, say: it must not widen a network
# By the dtype of x and of the result; the names are those of ``dlbook.scratch``.
DTYPES = {
    (np.int64, np.int64): "relu(x); x + 1; x * x; -x; x**2; x**0; abs(x); x.sum(); x.max(); "
    "x.clip(max=2); x.argmax()",
    (
        np.int64,
        np.float32,
    ): "sigmoid(x); tanh(x); gelu(x); softmax(x); exp(x); log(x); sqrt(x); "
    "x * 0.5; x / 2; x**0.5; x**-1; x.mean(); x.var(); x + F32; concat([F32, x]); "
    "mse_loss(x, x); einsum('i,i->', F32, x); kl_div(F32, x); "
    "binary_cross_entropy_with_logits(F32, x)",
    (np.bool_, np.int64): "x.sum()",
    (np.float32, np.float64): "x + F64",
    (np.float32, np.float32): "x + ONE; ONE / x; x**ONE; x * I64; x * (I64 > 1)",
}
WIDENING = [
    lambda x: scratch.layer_norm(x, 4, eps=ONE),
    lambda x: scratch.rms_norm(x, 4, eps=ONE),
    lambda x: scratch.batch_norm(x, None, None, training=True, eps=ONE, momentum=ONE),
    lambda x: scratch.batch_norm(x, x[0].detach(), x[1].exp().detach(), eps=ONE),
    lambda x: scratch.huber_loss(x, x * 2, delta=ONE),
    lambda x: scratch.cross_entropy(x, [0, 0, 1], np.ones(4), label_smoothing=ONE / 2),
    lambda x: scratch.binary_cross_entropy_with_logits(x, x.detach(), np.ones(4), "sum", ONE),
    lambda x: scratch.kl_div(x, np.ones((3, 4))),
    lambda x: scratch.leaky_relu(x, ONE),
    lambda x: scratch.clip(x, -ONE, ONE),
    lambda x: scratch.pad(x, (1, 1), ONE),
    lambda x: scratch.dropout(x, ONE / 2, rng=np.random.default_rng(0)),
    lambda x: scratch.where(x > ONE, x, ONE),
    lambda x: scratch.maximum(x, ONE),
    lambda x: scratch.ctc_loss(x.reshape(3, 1, 4), [[1]], [3], [1]),
    lambda x: attention_weights(x, x, np.zeros((3, 3))),
]
