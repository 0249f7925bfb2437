"""Convolution and pooling."""

from __future__ import annotations

import torch.nn.functional as F  # noqa: N812

from dlbook import scratch
from tests.scratch.cases.case import Case, case


def pair(name: str, options: tuple, *shapes, label: str = "") -> Case:
    """Return a case of a function that torch has under the same name."""
    return case(
        f"{name}, {label or options}",
        lambda *xs: getattr(scratch, name)(*xs, *options),
        lambda *xs: getattr(F, name)(*xs, *options),
        *shapes,
    )


CONVOLUTION = [
    pair("conv1d", (), (2, 3, 7), (4, 3, 3), (4,)),
    pair("conv1d", (None, 2, 3, 2, 2), (2, 4, 9), (6, 2, 3)),
    pair("conv2d", (), (2, 3, 7, 6), (4, 3, 3, 2), (4,)),
    pair("conv2d", ((2, 1), (1, 2), (1, 3), 2), (2, 4, 7, 6), (6, 2, 3, 2), (6,)),
    pair("conv_transpose1d", (), (2, 3, 5), (3, 4, 3), (4,)),
    pair("conv_transpose1d", (None, 3, 1, 2, 2, 2), (2, 4, 5), (4, 3, 3)),
    pair("conv_transpose2d", (), (2, 3, 5, 4), (3, 4, 3, 2), (4,)),
    pair(
        "conv_transpose2d",
        ((2, 1), (1, 0), (1, 2), 2, (1, 3)),
        (2, 4, 5, 3),
        (4, 3, 3, 2),
        (6,),
    ),
]

POOLING = [
    pair("max_pool1d", (2,), (2, 3, 7)),
    pair("max_pool1d", (3, 2, 1, 2), (2, 3, 9)),
    pair("max_pool2d", (2,), (2, 3, 6, 5)),
    pair("max_pool2d", ((3, 2), (2, 1), (1, 0), (1, 3)), (2, 3, 7, 6)),
    pair("avg_pool1d", (2,), (2, 3, 7)),
    pair("avg_pool2d", (2,), (2, 3, 6, 5)),
    *[
        case(
            f"avg_pool2d, padding counted: {counts}",
            lambda x, c=counts: scratch.avg_pool2d(x, (3, 2), (2, 1), 1, count_include_pad=c),
            lambda x, c=counts: F.avg_pool2d(x, (3, 2), (2, 1), 1, count_include_pad=c),
            (2, 3, 7, 6),
        )
        for counts in (True, False)
    ],
    pair("adaptive_avg_pool2d", (3,), (2, 4, 7, 6)),
    pair("adaptive_avg_pool2d", ((2, 8),), (2, 4, 7, 6)),
]
