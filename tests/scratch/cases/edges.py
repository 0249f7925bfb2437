"""Inputs at the edge, and products of options: compared with torch, forward and backward.

Zeros and ties, numbers so large that exponentials overflow, NaN and infinity,
axes of length 0 and 1.
"""

from __future__ import annotations

import itertools

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812

from dlbook import scratch
from dlbook.scratch.ops.elementwise import add, div, mul, sub
from tests.scratch.cases.case import both, case, same
from tests.scratch.cases.operations import REDUCED, WEIGHTS, cross_entropy, ctc

NAN, INF = np.nan, np.inf
RNG = np.random.default_rng(0)


def ties(*shape: int) -> np.ndarray:
    return RNG.integers(0, 2, shape).astype(float)


ACTIVATIONS = (
    "sigmoid",
    "tanh",
    "relu",
    "leaky_relu",
    "silu",
    "softplus",
    "gelu",
)
POINTS = [-1000.0, 1000.0, -30.0, 30.0, -17.0, -20.0, 0.0, -0.0, 1e-8, -1e-8, 1.0, INF, NAN]
ELEMENTWISE = [
    *[
        same(name, x, torchs={"approximate": "tanh"} if name == "gelu" else {}, label=str(x))
        for name in ACTIVATIONS
        # One by one: a tolerance is relative to the largest entry.
        for x in [*map(np.array, POINTS), (0,), (0, 3)]
    ],
    *[
        case(f"{op.__name__} {shapes}", op, getattr(torch, op.__name__), *shapes)
        for op in (add, sub, mul, div)
        for shapes in [((0, 3), (1,)), ((1, 3), (0, 1)), ((1,), (4, 1)), ((), ())]
    ],
    *[
        both(f"pow {n} at {points}", lambda a, n=n: a**n, np.array(points))
        for n in (0, 0.0, 1, 2, 3, 4, 5, -1, 0.5, 2.5)
        for points in [[0.0, 2.0], [0.0, -1.5, 2.0]]
        if isinstance(n, int) or points[1] > 0
    ],
    both("abs at 0 and NaN", abs, np.array([0.0, -2.0, NAN, INF, -INF])),
    both(
        "clip at its bounds and NaN",
        lambda x: x.clip(-0.5, 0.5),
        np.array([-1.0, -0.5, 0.0, 0.5, 1.0, NAN, INF]),
    ),
    *[
        same(name, a, b, label=label)
        for name in ("maximum", "minimum")
        for label, a, b in [
            ("ties", ties(3, 4), ties(3, 4)),
            ("NaN", np.array([NAN, 1.0, NAN, INF]), np.array([1.0, NAN, NAN, INF])),
        ]
    ],
    case(
        "where, NaN",
        lambda a, b: scratch.where(np.array([True, False]), a, b),
        lambda a, b: torch.where(torch.tensor([True, False]), a, b),
        *(np.array([1.0, NAN]), np.array([NAN, 2.0])),
    ),
]

REDUCTIONS = [
    *[
        case(
            f"max, ties, {axis}, {keepdims}",
            lambda a, k=(axis, keepdims): a.max(*k),
            lambda a, k=(axis, keepdims): a.amax(*k),
            ties(3, 4, 5),
        )
        for axis, keepdims in itertools.product([0, 1, (0, 1)], [True, False])
    ],
    case("max, NaN", lambda a: a.max(1), lambda a: a.amax(1), np.array([[NAN, 1], [2, 3]])),
    *[
        case(
            f"{ours}, axis {axis}, {shape}",
            lambda a, n=ours, i=axis: getattr(a, n)(axis=i),
            lambda a, n=theirs, i=axis: getattr(a, n)(i),
            shape,
        )
        for shape in [(1,), (1, 1), (0, 3), (3, 1)]
        for ours, theirs, axis in [("sum", "sum", 0), ("mean", "mean", -1), ("max", "amax", -1)]
    ],
    *[
        case(f"{n} of a number", lambda a, n=n: getattr(a, n)(), lambda a: a * 1, ())
        for n in ("sum", "mean", "max")
    ],
    case("sum, no axis", lambda a: a.sum(axis=()), lambda a: a * 1, (3, 4)),
    both("var of equal entries", lambda a: a.var(), np.full((3, 4), 7.0)),
    both("std of equal entries", lambda a: a.std(), np.full((3, 4), 7.0)),
]

INDEX = RNG.integers(0, 3, (2, 2, 3))
LONG_INDEX = np.tile(INDEX[0], (4, 1)) % 2
SHAPES = [
    both("reshape to nothing", lambda a: a.reshape(3, 0), (0, 5)),
    both("reshape of a number", lambda a: a.reshape(1, 1), ()),
    both("reshape to a number", lambda a: a.reshape(()), (1, 1)),
    both("getitem, empty list", lambda a: a[[]], (3, 4)),
    *[
        case(
            f"{name} {shapes}",
            lambda *xs, n=name: getattr(scratch, n)(xs),
            lambda *xs, n=name: getattr(torch, n)(xs),
            *shapes,
        )
        for name, *shapes in [
            *[("concat", (0, 3), (2, 3), (0, 3)), ("stack", (0,), (0,)), ("stack", (), ())]
        ]
    ],
    *[
        both(f"matmul {shapes}", lambda a, b: a @ b, *shapes)
        for shapes in [
            *[((0, 3), (3, 4)), ((2, 0), (0, 4)), ((2, 3), (3, 0)), ((0,), (0,))],
            *[((0, 2, 3), (3, 4)), ((5, 2, 0), (0, 4))],
            *itertools.product(
                [(4,), (3, 4), (2, 3, 4), (6, 1, 3, 4)], [(4,), (4, 5), (2, 4, 5), (6, 2, 4, 5)]
            ),
        ]
    ],
    *[same("linear", shape, (7, 4), (7,)) for shape in [(0, 4), (1, 1, 4)]],
    *[
        case(
            f"einsum {shapes}",
            lambda *xs: scratch.einsum("ij,jk->ik", *xs),
            lambda *xs: torch.einsum("ij,jk->ik", *xs),
            *shapes,
        )
        for shapes in [((0, 3), (3, 4)), ((2, 0), (0, 4)), ((1, 1), (1, 1))]
    ],
    *[
        case(
            f"gather, axis {axis}",
            lambda x, a=axis, i=index: scratch.gather(x, a, i),
            lambda x, a=axis, i=index: torch.gather(x, a, torch.tensor(i)),
            shape,
        )
        for shape, axis, index in [
            *[((4, 5, 3), axis, INDEX) for axis in (0, 1, 2, -1)],
            ((2, 3), 0, LONG_INDEX),
        ]
    ],
    *[
        case(
            f"scatter_add, axis {axis}",
            lambda x, src, a=axis: scratch.scatter_add(x, a, INDEX, src),
            lambda x, src, a=axis: torch.scatter_add(x, a, torch.tensor(INDEX), src),
            *((4, 5, 3), (2, 2, 3)),
        )
        for axis in (0, 1, 2, -1)
    ],
]

LOGITS = {
    "±1000": [[1000.0, -1000.0, 0.0], [-1000.0, 1000.0, 1000.0]],
    "mean 1000": [[1001.0, 1000.0, 999.5], [-1000.0, -1001.0, -1000.0]],
    "masked": [[0.0, -INF, 1.0], [0.0, 1.0, -INF]],
    "ties": [[3.0, 3.0, 3.0], [0.0, 0.0, 0.0]],
    "NaN": [[NAN, 0.0, 1.0], [0.0, 1.0, 2.0]],
    "impossible": [[-INF, -INF, -INF], [0.0, 1.0, 2.0]],
}
SOFTMAX = [
    *[
        same(name, x, torchs={"dim": -1}, label=label)
        for name in ("softmax", "log_softmax", "logsumexp")
        for label, x in [
            *[(label, np.array(logits)) for label, logits in LOGITS.items()],
            *[("", shape) for shape in [(3, 1), (1, 3), (0, 3), (1,), (2, 3, 5)]],
        ]
    ],
    *[
        same("cross_entropy", np.array(logits), target=np.array([0, 0]), label=label)
        for label, logits in LOGITS.items()
        if label != "impossible"
    ],
]

TINY = 1e-4 * RNG.standard_normal((3, 7))
NORMS = [
    *[
        same(name, x, normalized_shape=x.shape[-1:], eps=1e-5, label=label)
        for name in ("layer_norm", "rms_norm")
        for label, x in [
            *[("constant", np.full((1, 3), 5.0)), ("zero", np.zeros((1, 3))), ("tiny", TINY)],
            *[("empty", np.zeros((0, 4))), ("one row", RNG.standard_normal(4))],
            ("long rows", RNG.standard_normal((2, 1500))),
        ]
    ],
    *[same(n, TINY, normalized_shape=(7,)) for n in ("layer_norm", "rms_norm")],  # default eps
    case(
        "layer_norm, a bias alone",
        lambda x, b: scratch.layer_norm(x, 5, None, b),
        lambda x, b: F.layer_norm(x, (5,), None, b),
        *((3, 5), (5,)),
    ),
    case(
        "batch_norm, channels first in memory",
        lambda x, w: scratch.batch_norm(x.swapaxes(0, 1), None, None, w, training=True),
        lambda x, w: F.batch_norm(x.swapaxes(0, 1), None, None, w, training=True),
        *((3, 5, 4, 2), (3,)),
    ),
]

# Scores of exactly ±1000 and 0, before the softmax.
ATTENTION = same(
    "scaled_dot_product_attention",
    *(1000.0 * RNG.integers(-1, 2, (3, 4)), 2 * np.eye(4), (4, 5)),
    label="±1000",
)

CONVOLUTIONS = [
    *[
        case(
            f"conv2d, stride, padding, dilation, groups {options}",
            lambda *xs, o=options: scratch.conv2d(*xs, *o),
            lambda *xs, o=options: F.conv2d(*xs, *o),
            *((3, 2 * options[3], 8, 7), (4, 2, 3, 2), (4,)),
        )
        for options in itertools.product([1, 2, 3], [0, 1, 2], [1, 2], [1, 2])
    ],
    *[
        case(
            f"conv_transpose2d, stride, padding, output_padding, groups, dilation {options}",
            lambda *xs, o=options: scratch.conv_transpose2d(*xs, *o),
            lambda *xs, o=options: F.conv_transpose2d(*xs, *o),
            *((3, 4, 5, 6), (4, 3, 3, 2), (3 * options[3],)),
        )
        for options in itertools.product([1, 2, 3], [0, 1], [0, 1, 2], [1, 2], [1, 3])
        if options[2] < max(options[0], options[4])
    ],
    *[
        same("conv2d", x, w, groups=groups, label=label)
        for label, x, w, groups in [
            ("depthwise", (2, 4, 5, 6), (8, 1, 3, 3), 4),
            ("pointwise", (2, 4, 5, 6), (3, 4, 1, 1), 1),
            ("as large as the image", (2, 4, 5, 6), (3, 4, 5, 6), 1),
            ("one entry", (1, 1, 1, 1), (1, 1, 1, 1), 1),
            ("an empty batch", (0, 4, 5, 6), (3, 4, 2, 2), 1),
            ("mean 1000", 1000 + RNG.standard_normal((2, 3, 5, 6)), (4, 3, 3, 3), 1),
        ]
    ],
    same("conv1d", (2, 6, 9), (2, 3, 4), stride=2, padding=1, dilation=2, groups=2),
    *[same("conv_transpose2d", shape, (2, 3, 2, 2)) for shape in [(0, 2, 3, 4), (1, 2, 1, 1)]],
]

AVG_OPTIONS = ("kernel_size", "stride", "padding", "count_include_pad")
POOLS = [
    *[
        same("max_pool2d", x, label=label, kernel_size=k, stride=s, padding=p, dilation=d)
        for k, s, p, d in itertools.product([2, 3], [1, 2, None], [0, 1], [1, 2])
        for label, x in [("", (2, 3, 8, 7)), ("ties", ties(2, 3, 8, 7))]
    ],
    *[
        same("avg_pool2d", (2, 3, 8, 7), **dict(zip(AVG_OPTIONS, values, strict=True)))
        for values in itertools.product([2, 3], [1, 3, None], [0, 1], [True, False])
    ],
    *[
        same(name, shape, kernel_size=2)
        for name in ("max_pool2d", "avg_pool2d")
        for shape in [(0, 2, 4, 4), (1, 1, 2, 2)]
    ],
    *[
        same("max_pool2d", x, kernel_size=3, stride=2, padding=1, label=label)
        for label, x in [
            ("below zero", -1000 - np.abs(RNG.standard_normal((1, 2, 5, 5)))),
            ("-inf", np.full((1, 1, 4, 4), -INF)),
            ("NaN", np.array([[[[NAN, 1, 2], [3, 4, 5], [6, 7, 8.0]]]])),
            ("several NaN", np.array([[[[NAN, 1, NAN], [NAN, NAN, 5], [6, NAN, 8.0]]]])),
        ]
    ],
]

BITS = np.array([-1000.0, -50.0, -1e-9, 0.0, 1e-9, 50.0, 1000.0])
REGRESSIONS = ("mse_loss", "l1_loss", "huber_loss")
SIGNED_WEIGHTS = np.array([-1.0, 1.5, 0.0, 2.0, -0.3])
LOSSES = [
    *[
        cross_entropy(
            (6, 5, *extra),
            np.random.default_rng(1).integers(0, 5, (6, *extra)),
            **{"ignore_index": ignored, "label_smoothing": smoothing, **reduced, **weighted},
        )
        for weighted in ({}, {"weight": WEIGHTS}, {"weight": SIGNED_WEIGHTS})
        for ignored, reduced, smoothing in itertools.product(
            [-100, 1], REDUCED, [0.0, 0.2, 1.0]
        )
        for extra in [(), (3,), (2, 3)]
        if extra == () or reduced == {"reduction": "mean"}
    ],
    cross_entropy((1, 4), np.array([2])),
    *[
        same(
            name,
            *(np.array([0.0, 1.0, -1.0, 2.0, 1000.0, -1000.0, NAN]), np.zeros(7)),
            reduction="none",
        )
        for name in REGRESSIONS
    ],
    *[same(name, shape, shape) for name in REGRESSIONS for shape in [(), (1, 1)]],
    *[
        same(
            "binary_cross_entropy_with_logits",
            BITS,
            **{"target": np.full(7, y), "reduction": "none", **weighted},
        )
        for y in (0.0, 0.3, 1.0)
        for weighted in ({}, {"pos_weight": np.array(0.3)}, {"pos_weight": np.array(7.0)})
    ],
    same("kl_div", (4,), target=np.array([NAN, -0.5, 0.0, 1.0]), reduction="none"),
]

LOGITS_TBC = np.array([[1e3, -1e3, 0.0], [-1e3, 1e3, 0.0], [0.0, 0.0, 1e3]])[:, None]
# What follows the end of a target is never read.
LABELS = np.array([[1, 1, 3], [4, 1, 1], [3, 1, 1], [1, 1, 1]])
CTC = [
    *[
        ctc((8, 4, 5), LABELS, [8, 7, 5, 6], [3, 2, 1, 0], blank=blank, **reduced)
        for blank in (0, 2)
        for reduced in REDUCED
    ],
    *[
        ctc(
            (2, 2, 3),
            [[1, 1], [1, 2]],
            [2, 2],
            [2, 2],
            "too long",
            zero_infinity=True,
            **reduced,
        )
        for reduced in REDUCED
    ],
    ctc(LOGITS_TBC, [[1, 2]], [3], [2], "±1000"),
    ctc(
        (270, 1, 4), np.tile(np.uint8([[1, 2]]), 65), [270], np.array([130], np.uint8), "uint8"
    ),
]

EDGES = [
    *(
        ELEMENTWISE
        + REDUCTIONS
        + SHAPES
        + SOFTMAX
        + NORMS
        + CONVOLUTIONS
        + POOLS
        + LOSSES
        + CTC
    ),
    ATTENTION,
]

# In float16 these must equal the result in float64: sums need more digits than entries.
MANY, SEVENS, TALL = np.ones(70_000), np.arange(3000) % 7 * 100.0, np.ones((4000, 2))
FLOAT16 = [
    case("max, 70,000 ties", lambda a: a.max(), torch.amax, MANY),
    both("mean of 70,000", lambda a: a.mean(), MANY),
    both("mean over the first axis", lambda a: a.mean(axis=0), TALL),
    both("sum over the first axis", lambda a: a.sum(axis=0), TALL),
    both("var", lambda a: a.var(), SEVENS),
    both("std", lambda a: a.std(), SEVENS),
    same("rms_norm", np.array([[300.0, 300.0], [1.0, -2.0]]), normalized_shape=(2,)),
    same("layer_norm", np.array([[0.0, 1e3, 300.0], [1.0, -2.0, 0.0]]), normalized_shape=(3,)),
    same("layer_norm", SEVENS.reshape(6, 500), normalized_shape=(500,)),
    same("softmax", np.zeros((2, 5000)), torchs={"dim": -1}),
    same("log_softmax", np.zeros((2, 5000)), torchs={"dim": -1}),
    same("cross_entropy", np.zeros((2, 5000)), target=np.array([1, 2])),
    same("mse_loss", 3 * MANY, MANY),
    both("broadcast add", lambda a, b: a + b, TALL, np.ones(2)),
    same("linear", TALL, np.ones((3, 2)), np.ones(3)),
    case(
        "embedding",
        lambda w: scratch.embedding(np.zeros(4000, int), w),
        lambda w: F.embedding(torch.zeros(4000, dtype=torch.int64), w),
        np.ones((2, 3)),
    ),
    same("conv1d", np.ones((1, 1, 4000)), np.ones((1, 1, 2)), np.ones(1)),
]
