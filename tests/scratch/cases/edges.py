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
from tests.scratch.cases.case import Case, both, case
from tests.scratch.cases.losses import WEIGHTS, like

NAN, INF = np.nan, np.inf
RNG = np.random.default_rng(0)


def pair(name: str, *specs, label="", **options) -> Case:
    """Return a case of a function that torch has under the same name and arguments."""
    shapes = [spec if isinstance(spec, tuple) else spec.shape for spec in specs]
    return case(
        f"{name} {label} {shapes} {options}",
        lambda *xs: getattr(scratch, name)(*xs, **options),
        lambda *xs: getattr(F, name, getattr(torch, name, None))(*xs, **options),
        *specs,
    )


def ties(*shape: int) -> np.ndarray:
    return RNG.integers(0, 2, shape).astype(float)


ACTIVATIONS = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": F.leaky_relu,
    "silu": F.silu,
    "softplus": F.softplus,
    "elu": F.elu,
    "selu": F.selu,
    "gelu": lambda x: F.gelu(x, approximate="tanh"),
}
POINTS = [[-1000.0, 1000.0], [-30.0, 30.0], [-17.0, -20.0], [0.0, -0.0], [1e-8, -1e-8]]
POINTS += [[INF, NAN], [NAN, 1.0]]
ELEMENTWISE = [
    *[
        case(f"{name} at {points}", getattr(scratch, name), theirs, np.array(points))
        for name, theirs in ACTIVATIONS.items()
        for points in POINTS
    ],
    *[
        case(f"{name} {shape}", getattr(scratch, name), theirs, shape)
        for name, theirs in ACTIVATIONS.items()
        for shape in [(), (0,), (0, 3)]
    ],
    *[
        case(
            f"elu {alpha}",
            lambda x, a=alpha: scratch.elu(x, a),
            lambda x, a=alpha: F.elu(x, a),
            np.array([0.0, -1.0, 1.0]),
        )
        for alpha in (0.5, 2.0)
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
        case(f"{name} {what}", getattr(scratch, name), getattr(torch, name), a, b)
        for name in ("maximum", "minimum")
        for what, a, b in [
            ("ties", ties(3, 4), ties(3, 4)),
            ("NaN", np.array([NAN, 1.0, NAN, INF]), np.array([1.0, NAN, NAN, INF])),
        ]
    ],
    case(
        "where, NaN",
        lambda a, b: scratch.where(np.array([True, False]), a, b),
        lambda a, b: torch.where(torch.tensor([True, False]), a, b),
        np.array([1.0, NAN]),
        np.array([NAN, 2.0]),
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
        for axis in (0, 1, (0, 1))
        for keepdims in (True, False)
    ],
    case(
        "max, NaN", lambda a: a.max(axis=1), lambda a: a.amax(1), np.array([[NAN, 1], [2, 3]])
    ),
    *[
        case(
            f"{ours}, axis {axis}, {shape}",
            lambda a, n=ours, i=axis: getattr(a, n)(axis=i),
            lambda a, n=theirs, i=axis: getattr(a, n)(i),
            shape,
        )
        for shape in [(1,), (1, 1), (0, 3), (3, 1)]
        for ours, theirs, axis in [
            ("sum", "sum", 0),
            ("mean", "mean", len(shape) - 1),
            ("max", "amax", len(shape) - 1),
        ]
    ],
    *[
        case(f"{n} of a number", lambda a, n=n: getattr(a, n)(), lambda a: a * 1, ())
        for n in ("sum", "mean", "max")
    ],
    case("sum, no axis", lambda a: a.sum(axis=()), lambda a: a * 1, (3, 4)),
    both("var of equal entries", lambda a: a.var(), np.full((3, 4), 7.0)),
    both("std of equal entries", lambda a: a.std(), np.full((3, 4), 7.0)),
]

SHAPES = [
    both("reshape to nothing", lambda a: a.reshape(3, 0), (0, 5)),
    both("reshape of a number", lambda a: a.reshape(1, 1), ()),
    both("reshape to a number", lambda a: a.reshape(()), (1, 1)),
    case(
        "concat, empty parts",
        lambda *xs: scratch.concat(xs),
        lambda *xs: torch.concat(xs),
        (0, 3),
        (2, 3),
        (0, 3),
    ),
    case(
        "stack of nothing",
        lambda *xs: scratch.stack(xs),
        lambda *xs: torch.stack(xs),
        (0,),
        (0,),
    ),
    case(
        "stack of numbers", lambda *xs: scratch.stack(xs), lambda *xs: torch.stack(xs), (), ()
    ),
    both("getitem, empty list", lambda a: a[[]], (3, 4)),
    *[
        both(f"matmul {shapes}", lambda a, b: a @ b, *shapes)
        for shapes in [
            ((0, 3), (3, 4)),
            ((2, 0), (0, 4)),
            ((2, 3), (3, 0)),
            ((0, 2, 3), (3, 4)),
            ((5, 2, 0), (0, 4)),
            ((0,), (0,)),
            ((1, 1), (1, 1)),
            *itertools.product(
                [(4,), (3, 4), (2, 3, 4), (6, 1, 3, 4)], [(4,), (4, 5), (2, 4, 5), (6, 2, 4, 5)]
            ),
        ]
    ],
    *[pair("linear", shape, (7, 4), (7,)) for shape in [(0, 4), (1, 1, 4)]],
    *[
        case(
            f"einsum {shapes}",
            lambda *xs: scratch.einsum("ij,jk->ik", *xs),
            lambda *xs: torch.einsum("ij,jk->ik", *xs),
            *shapes,
        )
        for shapes in [((0, 3), (3, 4)), ((2, 0), (0, 4)), ((1, 1), (1, 1))]
    ],
]

INDEX = RNG.integers(0, 3, (2, 2, 3))
GATHERS = [
    *[
        case(
            f"gather, axis {axis}",
            lambda x, a=axis: scratch.gather(x, a, INDEX),
            lambda x, a=axis: torch.gather(x, a, torch.tensor(INDEX)),
            (4, 5, 3),
        )
        for axis in (0, 1, 2, -1)
    ],
    *[
        case(
            f"scatter_add, axis {axis}",
            lambda x, src, a=axis: scratch.scatter_add(x, a, INDEX, src),
            lambda x, src, a=axis: torch.scatter_add(x, a, torch.tensor(INDEX), src),
            (4, 5, 3),
            (2, 2, 3),
        )
        for axis in (0, 1, 2, -1)
    ],
    case(
        "gather, a longer index",
        lambda x: scratch.gather(x, 0, np.tile(INDEX[0], (4, 1)) % 2),
        lambda x: torch.gather(x, 0, torch.tensor(np.tile(INDEX[0], (4, 1)) % 2)),
        (2, 3),
    ),
]

LOGITS = {
    "±1000": [[1000.0, -1000.0, 0.0], [-1000.0, 1000.0, 1000.0]],
    "mean 1000": [[1001.0, 1000.0, 999.5], [-1000.0, -1001.0, -1000.0]],
    "masked": [[0.0, -INF, 1.0], [0.0, 1.0, -INF]],
    "ties": [[3.0, 3.0, 3.0], [0.0, 0.0, 0.0]],
    "impossible": [[-INF, -INF, -INF], [0.0, 1.0, 2.0]],
    "NaN": [[NAN, 0.0, 1.0], [0.0, 1.0, 2.0]],
}
SOFTMAX = [
    case(f"{name}, {label}", ours, theirs, np.array(logits))
    for label, logits in LOGITS.items()
    for name, ours, theirs in [
        ("softmax", scratch.softmax, lambda x: F.softmax(x, -1)),
        ("log_softmax", scratch.log_softmax, lambda x: F.log_softmax(x, -1)),
        ("logsumexp", scratch.logsumexp, lambda x: torch.logsumexp(x, -1)),
        (
            "cross_entropy",
            lambda x: scratch.cross_entropy(x, [0, 0]),
            lambda x: F.cross_entropy(x, torch.tensor([0, 0])),
        ),
    ]
    if (name, label) != ("cross_entropy", "impossible")
]
SOFTMAX += [
    case(f"{name} {shape}", ours, lambda x, f=theirs: f(x, -1), shape)
    for name, ours, theirs in [
        ("softmax", scratch.softmax, F.softmax),
        ("log_softmax", scratch.log_softmax, F.log_softmax),
        ("logsumexp", scratch.logsumexp, torch.logsumexp),
    ]
    for shape in [(3, 1), (1, 3), (0, 3), (1,), (2, 3, 5)]
]

NORMS = [
    *[
        pair(name, x, normalized_shape=x.shape[-1:], eps=1e-5, label=label)
        for name in ("layer_norm", "rms_norm")
        for label, x in [
            ("constant", np.full((1, 3), 5.0)),
            ("zero", np.zeros((1, 3))),
            ("tiny", 1e-4 * RNG.standard_normal((3, 7))),
            ("empty", np.zeros((0, 4))),
            ("one row", RNG.standard_normal(4)),
            ("long rows", RNG.standard_normal((2, 1500))),
        ]
    ],
    *[
        case(
            f"{name}, default eps",
            lambda x, n=name: getattr(scratch, n)(x, 7),
            lambda x, n=name: getattr(F, n)(x, (7,)),
            1e-4 * RNG.standard_normal((3, 7)),
        )
        for name in ("layer_norm", "rms_norm")
    ],
    case(
        "layer_norm, a bias alone",
        lambda x, b: scratch.layer_norm(x, 5, None, b),
        lambda x, b: F.layer_norm(x, (5,), None, b),
        (3, 5),
        (5,),
    ),
    case(
        "batch_norm, channels first in memory",
        lambda x, w: scratch.batch_norm(x.swapaxes(0, 1), None, None, w, training=True),
        lambda x, w: F.batch_norm(x.swapaxes(0, 1), None, None, w, training=True),
        (3, 5, 4, 2),
        (3,),
    ),
    *[
        case(
            f"group_norm {shape}",
            lambda x, w: scratch.group_norm(x, 2, w, eps=0.1),
            lambda x, w: F.group_norm(x, 2, w, eps=0.1),
            shape,
            shape[1:2],
        )
        for shape in [(5, 4), (1, 4), (2, 4, 1), (1, 2, 40, 50)]
    ],
    case(
        "group_norm, a group each",
        lambda x: scratch.group_norm(x, 4),
        F.instance_norm,
        (2, 4, 5),
    ),
]

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
        pair("conv2d", x, w, groups=groups)
        for x, w, groups in [
            ((2, 4, 5, 6), (8, 1, 3, 3), 4),  # depthwise
            ((2, 4, 5, 6), (3, 4, 1, 1), 1),  # pointwise
            ((2, 4, 5, 6), (3, 4, 5, 6), 1),  # as large as the image
            ((1, 1, 1, 1), (1, 1, 1, 1), 1),
            ((0, 4, 5, 6), (3, 4, 2, 2), 1),  # an empty batch
        ]
    ],
    pair("conv2d", 1000 + RNG.standard_normal((2, 3, 5, 6)), (4, 3, 3, 3), label="mean 1000"),
    pair("conv1d", (2, 6, 9), (2, 3, 4), stride=2, padding=1, dilation=2, groups=2),
    pair("conv_transpose1d", (2, 4, 5), (4, 3, 3), stride=2, padding=1, output_padding=1),
    *[pair("conv_transpose2d", shape, (2, 3, 2, 2)) for shape in [(0, 2, 3, 4), (1, 2, 1, 1)]],
]

POOLS = [
    *[
        pair("max_pool2d", x, label=label, kernel_size=k, stride=s, padding=p, dilation=d)
        for k, s, p, d in itertools.product([2, 3], [1, 2, None], [0, 1], [1, 2])
        for label, x in [("", (2, 3, 8, 7)), ("ties", ties(2, 3, 8, 7))]
    ],
    pair("max_pool1d", ties(2, 3, 9), kernel_size=3, stride=2, padding=1),
    *[
        pair(name, shape, kernel_size=k, stride=s, padding=p, count_include_pad=counted)
        for k, s, p, counted in itertools.product([2, 3], [1, 3, None], [0, 1], [True, False])
        for name, shape in [("avg_pool2d", (2, 3, 8, 7)), ("avg_pool1d", (2, 3, 8))]
    ],
    *[
        pair(name, shape, kernel_size=2)
        for name in ("max_pool2d", "avg_pool2d")
        for shape in [(0, 2, 4, 4), (1, 1, 2, 2)]
    ],
    *[
        pair("max_pool2d", x, kernel_size=3, stride=2, padding=1, label=label)
        for label, x in [
            ("below zero", -1000 - np.abs(RNG.standard_normal((1, 2, 5, 5)))),
            ("-inf", np.full((1, 1, 4, 4), -INF)),
            ("NaN", np.array([[[[NAN, 1, 2], [3, 4, 5], [6, 7, 8.0]]]])),
        ]
    ],
    pair("max_pool1d", np.array([[[NAN, 1.0, 2.0, 3.0]]]), kernel_size=2, label="NaN"),
    *[
        pair("adaptive_avg_pool2d", (2, 3, 7, 4), output_size=size)
        for size in [1, 3, (2, 5), (7, 1), (8, 4)]
    ],
    pair("adaptive_avg_pool2d", (0, 2, 3, 4), output_size=1),
]


def cross_entropies(weight, ignore, reduction, smoothing, extra) -> Case:
    classes = np.random.default_rng(1).integers(0, 5, (6, *extra))
    options = {"ignore_index": ignore, "reduction": reduction, "label_smoothing": smoothing}
    return case(
        f"cross_entropy {weight} {options} {extra}",
        lambda x: scratch.cross_entropy(x, classes, weight, **options),
        lambda x: F.cross_entropy(x, torch.tensor(classes), like(weight, x), **options),
        (6, 5, *extra),
    )


BITS = np.array([-1000.0, -50.0, -1e-9, 0.0, 1e-9, 50.0, 1000.0])
LOSSES = [
    *[
        cross_entropies(*options)
        for options in itertools.product(
            [None, WEIGHTS, np.array([-1.0, 1.5, 0.0, 2.0, -0.3])],
            [-100, 1],
            ["mean", "sum", "none"],
            [0.0, 0.2, 1.0],
            [(), (3,), (2, 3)],
        )
        if options[4] == () or options[2] == "mean"
    ],
    case(
        "cross_entropy of one",
        lambda x: scratch.cross_entropy(x, [2]),
        lambda x: F.cross_entropy(x, torch.tensor([2])),
        (1, 4),
    ),
    *[
        pair(name, np.array([0.0, 1.0, -1.0, 2.0, 1000.0, -1000.0, NAN]), np.zeros(7))
        for name in ("mse_loss", "l1_loss", "huber_loss", "smooth_l1_loss")
    ],
    *[
        pair(name, shape, shape)
        for name in ("mse_loss", "l1_loss", "huber_loss", "smooth_l1_loss")
        for shape in [(), (1, 1)]
    ],
    *[
        case(
            f"binary_cross_entropy_with_logits of {y}, {weight}",
            lambda x, y=y, w=weight: scratch.binary_cross_entropy_with_logits(
                x, np.full(7, y), reduction="none", pos_weight=w
            ),
            lambda x, y=y, w=weight: F.binary_cross_entropy_with_logits(
                x, torch.full_like(x, y), reduction="none", pos_weight=like(w, x)
            ),
            BITS,
        )
        for y in (0.0, 0.3, 1.0)
        for weight in (None, 0.3, 7.0)
    ],
    case(
        "kl_div, targets of 0, below 0 and NaN",
        lambda x: scratch.kl_div(x, np.array([NAN, -0.5, 0.0, 1.0]), "none"),
        lambda x: F.kl_div(x, like(np.array([NAN, -0.5, 0.0, 1.0]), x), reduction="none"),
        (4,),
    ),
]

CTC_TARGETS = np.array([[1, 1, 3], [4, 1, 9], [3, -7, 9], [9, 9, 9]])
CTC_TIMES, CTC_LENGTHS = np.array([8, 7, 5, 6]), np.array([3, 2, 1, 0])
READABLE = np.where(np.arange(3) < CTC_LENGTHS[:, None], CTC_TARGETS, 1)


def ctc(label, shape, targets, times, lengths, readable=None, **options) -> Case:
    readable = targets if readable is None else readable
    return case(
        f"ctc_loss, {label}, {options}",
        lambda x: scratch.ctc_loss(scratch.log_softmax(x), targets, times, lengths, **options),
        lambda x: F.ctc_loss(
            F.log_softmax(x, -1),
            *(torch.tensor(np.asarray(a, np.int64)) for a in (readable, times, lengths)),
            **options,
        ),
        shape,
    )


CTC = [
    *[
        ctc(
            "unequal lengths",
            (8, 4, 5),
            CTC_TARGETS,
            CTC_TIMES,
            CTC_LENGTHS,
            READABLE,
            blank=blank,
            reduction=reduction,
        )
        for blank in (0, 2)
        for reduction in ("mean", "sum", "none")
    ],
    *[
        ctc(
            "too long",
            (2, 2, 3),
            np.array([[1, 1], [1, 2]]),
            [2, 2],
            [2, 2],
            zero_infinity=True,
            reduction=reduction,
        )
        for reduction in ("mean", "sum", "none")
    ],
    ctc(
        "±1000",
        np.array([[1e3, -1e3, 0.0], [-1e3, 1e3, 0.0], [0.0, 0.0, 1e3]])[:, None],
        np.array([[1, 2]]),
        [3],
        [2],
    ),
    ctc(
        "uint8",
        (270, 1, 4),
        np.tile(np.uint8([[1, 2]]), 65),
        np.array([270]),
        np.array([130], np.uint8),
    ),
]

EDGES = [
    *ELEMENTWISE,
    *REDUCTIONS,
    *SHAPES,
    *GATHERS,
    *SOFTMAX,
    *NORMS,
    *CONVOLUTIONS,
    *POOLS,
    *LOSSES,
    *CTC,
]

# In float16 these must equal the result in float64: sums need more digits than entries.
MANY = np.ones(70_000)
SEVENS = np.arange(3000) % 7 * 100.0
FLOAT16 = [
    case("max, 70,000 ties", lambda a: a.max(), torch.amax, MANY),
    both("mean of 70,000", lambda a: a.mean(), MANY),
    both("mean over the first axis", lambda a: a.mean(axis=0), np.ones((4000, 2))),
    both("sum over the first axis", lambda a: a.sum(axis=0), np.ones((4000, 2))),
    both("var", lambda a: a.var(), SEVENS),
    both("std", lambda a: a.std(), SEVENS),
    case(
        "rms_norm",
        lambda x: scratch.rms_norm(x, 2),
        lambda x: F.rms_norm(x, (2,)),
        np.array([[300.0, 300.0], [1.0, -2.0]]),
    ),
    case(
        "layer_norm",
        lambda x: scratch.layer_norm(x, 3),
        lambda x: F.layer_norm(x, (3,)),
        np.array([[0.0, 1000.0, 300.0], [1.0, -2.0, 0.0]]),
    ),
    case(
        "layer_norm, rows of 500",
        lambda x: scratch.layer_norm(x, 500),
        lambda x: F.layer_norm(x, (500,)),
        SEVENS.reshape(6, 500),
    ),
    case(
        "group_norm",
        lambda x: scratch.group_norm(x, 1),
        lambda x: F.group_norm(x, 1),
        SEVENS.reshape(2, 500, 3),
    ),
    case("softmax", scratch.softmax, lambda x: F.softmax(x, -1), np.zeros((2, 5000))),
    case(
        "log_softmax", scratch.log_softmax, lambda x: F.log_softmax(x, -1), np.zeros((2, 5000))
    ),
    case(
        "cross_entropy",
        lambda x: scratch.cross_entropy(x, [1, 2]),
        lambda x: F.cross_entropy(x, torch.tensor([1, 2])),
        np.zeros((2, 5000)),
    ),
    case("mse_loss", scratch.mse_loss, F.mse_loss, 3 * MANY, MANY),
    both("broadcast add", lambda a, b: a + b, np.ones((4000, 2)), np.ones(2)),
    case("linear", scratch.linear, F.linear, np.ones((4000, 2)), np.ones((3, 2)), np.ones(3)),
    case(
        "embedding",
        lambda w: scratch.embedding(np.zeros(4000, int), w),
        lambda w: F.embedding(torch.zeros(4000, dtype=torch.int64), w),
        np.ones((2, 3)),
    ),
    case(
        "conv1d",
        scratch.conv1d,
        F.conv1d,
        np.ones((1, 1, 4000)),
        np.ones((1, 1, 2)),
        np.ones(1),
    ),
]
