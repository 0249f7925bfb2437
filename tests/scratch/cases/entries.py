"""Operations that reduce, move or choose entries."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812

from dlbook import scratch
from dlbook.scratch.ops import shape
from tests.scratch.cases.case import both, case

ROWS = np.array([2, 0, 2, 1])

COLUMNS = np.array([1, 1, 1, 4])

REDUCE = [
    both("sum", lambda a: a.sum(), (3, 4)),
    both("sum, axis", lambda a: a.sum(axis=1), (3, 4, 5)),
    both("sum, last axis", lambda a: a.sum(axis=-1), (3, 4, 5)),
    both("sum, keepdims", lambda a: a.sum(axis=-1, keepdims=True), (3, 4)),
    both("sum, axes", lambda a: a.sum(axis=(0, -1)), (3, 4, 5)),
    both("mean", lambda a: a.mean(), (3, 4)),
    both("mean, axis", lambda a: a.mean(axis=0), (3, 4, 5)),
    both("mean, axes kept", lambda a: a.mean(axis=(0, 2), keepdims=True), (3, 4, 5)),
    case("max", lambda a: a.max(), torch.amax, (3, 4)),
    case("max, axis", lambda a: a.max(axis=1), lambda a: a.amax(1), (3, 4, 5)),
    case(
        "max, axes kept",
        lambda a: a.max(axis=(0, -1), keepdims=True),
        lambda a: a.amax((0, -1), keepdim=True),
        (3, 4, 5),
    ),
]

SHAPE = [
    both("reshape", lambda a: a.reshape(6, -1), (3, 4, 5)),
    both("reshape, tuple", lambda a: a.reshape((4, 3)), (3, 4)),
    case("transpose", shape.transpose, lambda a: a.permute(2, 1, 0), (3, 4, 5)),
    case(
        "transpose, axes",
        lambda a: a.transpose(1, -1, 0),
        lambda a: a.permute(1, 2, 0),
        (3, 4, 5),
    ),
    case("T", lambda a: a.T, lambda a: a.T, (3, 4)),
    both("swapaxes", lambda a: a.swapaxes(-1, 0), (3, 4, 5)),
]

INDEX = [
    both("getitem, number", lambda a: a[1], (3, 4)),
    both("getitem, slices", lambda a: a[1:, ::2], (3, 4)),
    both("getitem, ellipsis and None", lambda a: a[..., None, -1], (3, 4)),
    both("getitem, array", lambda a: a[ROWS], (3, 4)),
    both("getitem, two arrays", lambda a: a[ROWS, COLUMNS], (3, 5)),
    both("getitem, array and slice", lambda a: a[ROWS, 1:3], (3, 5)),
    both("getitem, mask", lambda a: a[np.array([True, False, True])], (3, 4)),
]


MASK = np.array([[1, 0, 0, 1], [0, 1, 1, 1], [1, 0, 1, 1]], bool)

SELECT = [
    *[
        case(
            f"where, {shapes}",
            lambda a, b: scratch.where(MASK, a, b),
            lambda a, b: torch.where(torch.tensor(MASK), a, b),
            *shapes,
        )
        for shapes in [((3, 4), (3, 4)), ((2, 3, 1), (4,))]
    ],
    case(
        "where, number",
        lambda a: scratch.where(MASK, a, 0),
        lambda a: a * torch.tensor(MASK),
        (4,),
    ),
    both("clip", lambda a: a.clip(-0.5, 0.7), (3, 4)),
    both("clip, below", lambda a: a.clip(min=0.1), (3, 4)),
    both("clip, above", lambda a: a.clip(max=0.1), (3, 4)),
    case("maximum", scratch.maximum, torch.maximum, (3, 4), (3, 1)),
    case("minimum", scratch.minimum, torch.minimum, (4,), (3, 4)),
]

VARIANCE = [
    both("var", lambda a: a.var(), (3, 4)),
    both("var, axis", lambda a: a.var(axis=1, correction=0), (3, 4, 5)),
    both("var, axes kept", lambda a: a.var(axis=(0, 2), keepdims=True), (3, 4, 5)),
    both("std", lambda a: a.std(), (3, 4)),
    both("std, axis", lambda a: a.std(axis=1, correction=0), (3, 4, 5)),
    both("std, axes kept", lambda a: a.std(axis=(0, 2), keepdims=True), (3, 4, 5)),
]

JOIN = [
    *[
        case(
            f"{name}, axis {axis}",
            lambda *xs, n=name, a=axis: getattr(scratch, n)(xs, a),
            lambda *xs, n=name, a=axis: getattr(torch, n)(xs, a),
            *shapes,
        )
        for name, axis, shapes in [
            ("concat", 0, [(3, 4), (2, 4)]),
            ("concat", 1, [(3, 4, 2), (3, 1, 2), (3, 5, 2)]),
            ("concat", -1, [(3, 4), (3, 2)]),
            ("stack", 0, [(3, 4), (3, 4)]),
            ("stack", 1, [(3, 4), (3, 4), (3, 4)]),
            ("stack", -1, [(3, 4), (3, 4)]),
        ]
    ],
    case(
        "concat, itself",
        lambda x: scratch.concat([x, x]),
        lambda x: torch.concat([x, x]),
        (3, 4),
    ),
    case("pad", lambda x: scratch.pad(x, (1, 2)), lambda x: F.pad(x, (1, 2)), (3, 4)),
    case(
        "pad, image",
        lambda x: scratch.pad(x, (1, 2, 0, 3), 1.5),
        lambda x: F.pad(x, (1, 2, 0, 3), value=1.5),
        (2, 3, 4),
    ),
]

PLACES = np.array([[2, 0, 0, 1], [1, 0, 2, 1]])

GATHER = [
    *[
        case(
            f"gather, axis {axis}",
            lambda x, a=axis: scratch.gather(x, a, PLACES),
            lambda x, a=axis: torch.gather(x, a, torch.tensor(PLACES)),
            shape_of_x,
        )
        for axis, shape_of_x in [(0, (3, 5)), (-1, (2, 3))]
    ],
    *[
        case(
            f"scatter_add, axis {axis}",
            lambda x, src, a=axis: scratch.scatter_add(x, a, PLACES, src),
            lambda x, src, a=axis: torch.scatter_add(x, a, torch.tensor(PLACES), src),
            shape_of_x,
            (2, 4),
        )
        for axis, shape_of_x in [(0, (3, 5)), (1, (2, 3))]
    ],
    case(
        "embedding",
        lambda w: scratch.embedding(PLACES, w),
        lambda w: F.embedding(torch.tensor(PLACES), w),
        (5, 3),
    ),
]
