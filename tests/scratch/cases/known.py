"""Answers known without torch: worked by hand, with the gradients of all inputs.

A row: a name, the operation, its inputs, the result, the gradient that comes in,
and the gradients of the inputs.
"""

from __future__ import annotations

import numpy as np

from dlbook import scratch
from dlbook.scratch.ops import attention
from dlbook.scratch.ops.recurrent import gru, lstm, rnn

LN2, LN3 = np.log(2), np.log(3)
X = [[1.0, 5.0, 3.0], [4.0, 2.0, 6.0]]
ZEROS = np.zeros((3, 1))

KNOWN = [
    ("div", lambda a, b: a / b, [[6.0], [3.0]], [2], [1], [[1 / 3], [-6 / 9]]),
    ("div by tiny", lambda a, b: a / b, [[1e-25], [1e-25]], [1], [1], [[1e25], [-1e25]]),
    ("sigmoid", scratch.sigmoid, [[0.0]], [0.5], [1], [[0.25]]),
    ("leaky_relu", scratch.leaky_relu, [[-2.0, 0.0]], [-0.02, 0], [1, 1], [[0.01, 0.01]]),
    ("softplus", scratch.softplus, [[0.0]], [LN2], [1], [[0.5]]),
    ("gelu", scratch.gelu, [[0.0]], [0], [1], [[0.5]]),
    ("elu", scratch.elu, [[-LN2]], [-0.5], [1], [[0.5]]),
    ("selu", scratch.selu, [[1.0]], [1.0507009873554805], [1], [[1.0507009873554805]]),
    (
        "log of a small sigmoid",
        lambda x: scratch.log(scratch.sigmoid(x)),
        [[-20.0, -80.0]],
        [-20, -80],
        [1, 1],
        [[1, 1]],
    ),
    ("sum", lambda x: x.sum(axis=0), [X], [5, 7, 9], [1, 2, 3], [[[1, 2, 3], [1, 2, 3]]]),
    ("mean", lambda x: x.mean(axis=1), [X], [3, 4], [3, 6], [[[1, 1, 1], [2, 2, 2]]]),
    (
        "max",
        lambda x: x.max(axis=1),
        [[[2.0, 1.0, 2.0], [3.0, 3.0, 3.0]]],
        [2, 3],
        [1, 1],
        [[[0.5, 0, 0.5], [1 / 3, 1 / 3, 1 / 3]]],
    ),
    ("var", lambda x: x.var(), [[1.0, 3.0]], 2, 1, [[-2, 2]]),
    (
        "T",
        lambda x: x.T,
        [[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]],
        [[1, 4], [2, 5], [3, 6]],
        [[1, 2], [3, 4], [5, 6]],
        [[[1, 3, 5], [2, 4, 6]]],
    ),
    (
        "concat",
        lambda a, b: scratch.concat([a, b, a]),
        [[1.0], [3.0]],
        [1, 3, 1],
        [1, 10, 100],
        [[101], [10]],
    ),
    (
        "stack",
        lambda a, b: scratch.stack([a, b], 1),
        [[1.0, 2.0], [3.0, 4.0]],
        [[1, 3], [2, 4]],
        [[1, 2], [3, 4]],
        [[1, 3], [2, 4]],
    ),
    (
        "pad",
        lambda x: scratch.pad(x, (0, 1, 1, 0), 9),
        [[[1.0, 2.0]]],
        [[9, 9, 9], [1, 2, 9]],
        [[0, 1, 2], [3, 4, 5]],
        [[[3, 4]]],
    ),
    (
        "getitem",
        lambda x: x[[0, 2, 0]],
        [[1.0, 2.0, 3.0]],
        [1, 3, 1],
        [1, 10, 100],
        [[101, 0, 10]],
    ),
    (
        "gather",
        lambda x: scratch.gather(x, 0, [[1, 0], [1, 1]]),
        [[[1.0, 2.0], [3.0, 4.0]]],
        [[3, 2], [3, 4]],
        [[1, 10], [100, 1000]],
        [[[0, 10], [101, 1000]]],
    ),
    (
        "embedding",
        lambda w: scratch.embedding([[2, 0], [2, 2]], w),
        [[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]],
        [[[5, 6], [1, 2]], [[5, 6], [5, 6]]],
        [[[1, 1], [2, 2]], [[10, 10], [100, 100]]],
        [[[2, 2], [0, 0], [111, 111]]],
    ),
    (
        "where",
        lambda a, b: scratch.where(np.array([True, False, True]), a, b),
        [[1.0, 2.0, 3.0], [10.0]],
        [1, 10, 3],
        [1, 2, 4],
        [[1, 0, 4], [2]],
    ),
    (
        "matmul",
        lambda a, b: a @ b,
        [[[1.0, 2.0], [3.0, 4.0]], [[5.0], [6.0]]],
        [[17], [39]],
        [[1], [10]],
        [[[5, 6], [50, 60]], [[31], [42]]],
    ),
    (
        "linear",
        scratch.linear,
        [[1.0, 2.0], [[3.0, 4.0], [5.0, 6.0], [0.0, -1.0]], [10.0, 20.0, 30.0]],
        [21, 37, 28],
        [1, 0, 0],
        [[3, 4], [[1, 2], [0, 0], [0, 0]], [1, 0, 0]],
    ),
    (
        "einsum",
        lambda a, b: scratch.einsum(" ij, kj -> ki", a, b),
        [[[1.0, 2.0]], [[3.0, 4.0], [5.0, 6.0]]],
        [[11], [17]],
        [[1], [0]],
        [[[3, 4]], [[1, 2], [0, 0]]],
    ),
    ("softmax", scratch.softmax, [[0.0, LN3]], [0.25, 0.75], [1, 0], [[3 / 16, -3 / 16]]),
    (
        "conv1d, not flipped",
        scratch.conv1d,
        [[[[1.0, 2.0, 3.0, 4.0]]], [[[1.0, -1.0]]], [10.0]],
        [[[9, 9, 9]]],
        [[[1, 2, 3]]],
        [[[[1, 1, 1, -3]]], [[[14, 20]]], [6]],
    ),
    (
        "conv_transpose1d",
        lambda x, w: scratch.conv_transpose1d(x, w, stride=2),
        [[[[1.0, 2.0]]], [[[1.0, 10.0, 100.0]]]],
        [[[1, 10, 102, 20, 200]]],
        [[[1, 0, 0, 0, 1]]],
        [[[[1, 100]]], [[[1, 0, 2]]]],
    ),
    (
        "max_pool2d",
        lambda x: scratch.max_pool2d(x, 2),
        [[[[[1.0, 5.0, 2.0, 0.0], [3.0, 4.0, 8.0, 7.0]]]]],
        [[[[5, 8]]]],
        [[[[10, 20]]]],
        [[[[[0, 10, 0, 0], [0, 0, 20, 0]]]]],
    ),
    (
        "avg_pool1d",
        lambda x: scratch.avg_pool1d(x, 2),
        [[[[1.0, 3.0]]]],
        [[[2]]],
        [[[4]]],
        [[[[2, 2]]]],
    ),
    (
        "layer_norm",
        lambda x: scratch.layer_norm(x, 2, eps=0),
        [[[1.0, 3.0]]],
        [[-1, 1]],
        [[1, 0]],
        [[[0, 0]]],
    ),
    (
        "mse_loss",
        lambda x: scratch.mse_loss(x, [1.5, 2.0]),
        [[1.0, 5.0]],
        4.625,
        1,
        [[-0.5, 3]],
    ),
    ("l1_loss", lambda x: scratch.l1_loss(x, [1.5, 2.0]), [[1.0, 5.0]], 1.75, 1, [[-0.5, 0.5]]),
    (
        "huber_loss",
        lambda x: scratch.huber_loss(x, [1.5, 2.0], delta=2),
        [[1.0, 5.0]],
        2.0625,
        1,
        [[-0.25, 1]],
    ),
    (
        "smooth_l1_loss",
        lambda x: scratch.smooth_l1_loss(x, [1.5, 2.0], beta=2),
        [[1.0, 5.0]],
        1.03125,
        1,
        [[-0.125, 0.5]],
    ),
    (
        "cross_entropy",
        lambda x: scratch.cross_entropy(x, [0, 1]),
        [[[0.0, 0.0], [0.0, LN3]]],
        (LN2 + np.log(4 / 3)) / 2,
        1,
        [[[-0.25, 0.25], [0.125, -0.125]]],
    ),
    (
        "cross_entropy, a negative weight",
        lambda x: scratch.cross_entropy(x, [0], [-1.0, 1.0], reduction="sum"),
        [[[0.0, 0.0]]],
        -LN2,
        1,
        [[[0.5, -0.5]]],
    ),
    (
        "cross_entropy, an ignored row of -inf",
        lambda x: scratch.cross_entropy(x, [-100, 1]),
        [[[-np.inf, 0.0], [0.0, 0.0]]],
        LN2,
        1,
        [[[0, 0], [0.5, -0.5]]],
    ),
    (
        "cross_entropy, ruled out",
        lambda x: scratch.cross_entropy(x, [1]),
        [[[0.0, -np.inf]]],
        np.inf,
        1,
        [[[1, -1]]],
    ),
    (
        "binary_cross_entropy_with_logits",
        lambda x: scratch.binary_cross_entropy_with_logits(x, [1.0, 0.0]),
        [[0.0, LN3]],
        (LN2 + np.log(4)) / 2,
        1,
        [[-0.25, 0.375]],
    ),
    (
        "kl_div",
        lambda x: scratch.kl_div(x, [[0.5, 0.5], [1.0, 0.0]], "batchmean"),
        [np.log([[0.5, 0.5], [0.5, 0.5]])],
        LN2 / 2,
        1,
        [[[-0.25, -0.25], [-0.5, 0]]],
    ),
    (
        "kl_div, what is ruled out",
        lambda x: scratch.kl_div(x, [1.0, 0.0], "sum"),
        [[0.0, -np.inf]],
        0,
        1,
        [[-1, 0]],
    ),
    (
        "attention_weights",
        lambda q: attention.attention_weights(q, [[1.0] * 4, [0.0] * 4]),
        [np.full((1, 4), LN3 / 2)],
        [[0.75, 0.25]],
        [[1, 0]],
        [np.full((1, 4), 3 / 32)],
    ),
    (
        "rnn: 1 + 1, -9 + 4 + 1 < 0, 3 + 0 + 1",
        lambda x: rnn(x, [[0.0]], [[1.0]], [[2.0]], [0.5], [0.5], nonlinearity="relu"),
        [[[[1.0]], [[-9.0]], [[3.0]]]],
        [[[2]], [[0]], [[4]]],
        [[[1]], [[1]], [[1]]],
        [[[[1]], [[0]], [[1]]]],
    ),
    (
        "gru with weights of zero",
        lambda h: gru(np.ones((3, 1, 1)), h, ZEROS, ZEROS),
        [[[8.0]]],
        [[[4]], [[2]], [[1]]],
        [[[0]], [[0]], [[8]]],
        [[[1]]],
    ),
    (
        "lstm with weights of zero",
        lambda h, c: lstm(np.zeros((2, 1, 1)), h, c, np.zeros((4, 1)), np.zeros((4, 1)))[1],
        [[[1.0]], [[8.0]]],
        [[[4]], [[2]]],
        [[[0]], [[4]]],
        [[[0]], [[1]]],
    ),
]

ORDER_OF_GATES = [
    # A bias of ±100 opens or closes one gate; the inputs are zero, h0 = 8, c0 = 0.5.
    (gru, 1, 100, 8.0),  # z = 1 keeps the state
    (gru, 2, 100, 4.5),  # n = 1 is gone half-way to
    (lstm, 1, 100, 0.5 * np.tanh(0.5)),  # f = 1 keeps the cell, seen through o = 1/2
    (lstm, 1, -100, 0.0),
    (lstm, 2, 100, 0.5 * np.tanh(0.25 + 0.5)),  # g = 1 enters by i = 1/2
    (lstm, 3, -100, 0.0),  # o = 0 shows nothing
]

I64, F32 = np.arange(1, 4), np.ones(3, np.float32)
ONE = np.float64(1)  # of `x.mean()`, say: it must not widen a network
DTYPES = [
    # Of integers some results stay integers, others become float32.
    *[
        (lambda x, n=n: getattr(scratch, n)(x), I64, np.float32)
        for n in ("sigmoid", "tanh", "gelu", "elu", "softmax", "exp", "log", "sqrt")
    ],
    *[
        (f, I64, np.int64)
        for f in (
            scratch.relu,
            lambda x: x + 1,
            lambda x: x * x,
            lambda x: -x,
            lambda x: x**2,
            lambda x: x**0,
            abs,
            lambda x: x.sum(),
            lambda x: x.max(),
            lambda x: x.clip(max=2),
            lambda x: x.argmax(),
        )
    ],
    *[
        (f, I64, np.float32)
        for f in (
            lambda x: x * 0.5,
            lambda x: x / 2,
            lambda x: x**0.5,
            lambda x: x**-1,
            lambda x: x.mean(),
            lambda x: x.var(),
            lambda x: x + F32,
            lambda x: scratch.concat([F32, x]),
            lambda x: scratch.mse_loss(x, x),
            lambda x: scratch.einsum("i,i->", F32, x),
            lambda x: scratch.kl_div(F32, x),
            lambda x: scratch.binary_cross_entropy_with_logits(F32, x),
        )
    ],
    (lambda x: x.sum(), np.array([True, True]), np.int64),
    (lambda x: x + np.ones(3), F32, np.float64),
    *[
        (f, F32, np.float32)
        for f in (
            lambda x: x + ONE,
            lambda x: ONE / x,
            lambda x: x**ONE,
            lambda x: x * I64,
            lambda x: x * (I64 > 1),
        )
    ],
]
WIDENING = [
    lambda x: scratch.layer_norm(x, 4, eps=ONE),
    lambda x: scratch.rms_norm(x, 4, eps=ONE),
    lambda x: scratch.group_norm(x, 2, eps=ONE),
    lambda x: scratch.batch_norm(x, None, None, training=True, eps=ONE, momentum=ONE),
    lambda x: scratch.batch_norm(x, x[0].detach(), x[1].exp().detach(), eps=ONE),
    lambda x: scratch.huber_loss(x, x * 2, delta=ONE),
    lambda x: scratch.smooth_l1_loss(x, x * 2, beta=ONE),
    lambda x: scratch.cross_entropy(x, [0, 0, 1], np.ones(4), label_smoothing=ONE / 2),
    lambda x: scratch.binary_cross_entropy_with_logits(x, x.detach(), np.ones(4), "sum", ONE),
    lambda x: scratch.kl_div(x, np.ones((3, 4))),
    lambda x: scratch.elu(x, ONE),
    lambda x: scratch.leaky_relu(x, ONE),
    lambda x: scratch.clip(x, -ONE, ONE),
    lambda x: scratch.pad(x, (1, 1), ONE),
    lambda x: scratch.dropout(x, ONE / 2, rng=np.random.default_rng(0)),
    lambda x: scratch.where(x > ONE, x, ONE),
    lambda x: scratch.maximum(x, ONE),
    lambda x: scratch.ctc_loss(x.reshape(3, 1, 4), [[1]], [3], [1]),
    lambda x: attention.attention_weights(x, x, np.zeros((3, 3))),
]
