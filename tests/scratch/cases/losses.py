"""Losses."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812

from dlbook import scratch
from tests.scratch.cases.case import Case, case

CLASSES = np.array([1, 0, 4, 1, 2, 2])


IMAGE_CLASSES = np.array([[2, 0, 0, 1], [1, 0, 2, 1]])
TARGETS = np.array([[0.1, 0.9, 0.0, 1.0], [0.5, 0.3, 0.7, 0.2], [1.0, 0.0, 0.4, 0.6]])
WEIGHTS = np.array([0.5, 1.5, 2.0, 0.7, 1.0])
CTC_LABELS = np.array([[1, 2, 2], [3, 1, 0], [4, 0, 0]])
CTC_LENGTHS = np.array([7, 6, 7]), np.array([3, 2, 1])
REDUCTIONS = ("mean", "sum", "none")


def like(array: np.ndarray | None, x) -> torch.Tensor | None:
    """Return ``array`` as a torch tensor with the dtype of ``x``."""
    return None if array is None else torch.tensor(array, dtype=x.dtype)


def cross_entropies(weight, **options) -> Case:
    """Return a case of the cross-entropy with these options."""
    return case(
        f"cross_entropy, {weight is not None}, {options}",
        lambda x: scratch.cross_entropy(x, CLASSES, weight, **options),
        lambda x: F.cross_entropy(x, torch.tensor(CLASSES), like(weight, x), **options),
        (6, 5),
    )


def ctc(x, **options):
    """Return the loss of logits: so both gradients mean the same."""
    return scratch.ctc_loss(scratch.log_softmax(x), CTC_LABELS, *CTC_LENGTHS, **options)


def torch_ctc(x, **options):
    """Do the same in torch."""
    lengths = map(torch.tensor, CTC_LENGTHS)
    return F.ctc_loss(F.log_softmax(x, -1), torch.tensor(CTC_LABELS), *lengths, **options)


LOSSES = [
    *[
        case(
            f"{name}, {options}",
            lambda a, b, n=name, o=options: getattr(scratch, n)(a, b, **o),
            lambda a, b, n=name, o=options: getattr(F, n)(a, b, **o),
            (3, 4),
            (3, 4),
        )
        for name, options in [
            *[
                (name, {"reduction": reduction})
                for name in ("mse_loss", "l1_loss", "huber_loss", "smooth_l1_loss")
                for reduction in REDUCTIONS
            ],
            ("huber_loss", {"delta": 0.3}),
            ("smooth_l1_loss", {"beta": 0.3}),
        ]
    ],
    cross_entropies(None),
    cross_entropies(None, reduction="sum"),
    cross_entropies(None, reduction="none"),
    cross_entropies(None, ignore_index=1),
    cross_entropies(None, label_smoothing=0.1),
    cross_entropies(WEIGHTS),
    cross_entropies(WEIGHTS, ignore_index=1, label_smoothing=0.3),
    cross_entropies(WEIGHTS, ignore_index=1, label_smoothing=0.3, reduction="none"),
    case(
        "cross_entropy, image",
        lambda x: scratch.cross_entropy(x, IMAGE_CLASSES, label_smoothing=0.1, ignore_index=0),
        lambda x: F.cross_entropy(
            x, torch.tensor(IMAGE_CLASSES), label_smoothing=0.1, ignore_index=0
        ),
        (2, 3, 4),
    ),
    *[
        case(
            f"binary_cross_entropy_with_logits, {weight is not None}, {reduction}",
            lambda x, w=weight, p=pos_weight, r=reduction: (
                scratch.binary_cross_entropy_with_logits(x, TARGETS, w, r, p)
            ),
            lambda x, w=weight, p=pos_weight, r=reduction: F.binary_cross_entropy_with_logits(
                x, like(TARGETS, x), like(w, x), reduction=r, pos_weight=like(p, x)
            ),
            (3, 4),
        )
        for weight, pos_weight in [(None, None), (WEIGHTS[:4], WEIGHTS[1:])]
        for reduction in REDUCTIONS
    ],
    *[
        case(
            f"kl_div, {reduction}, {log_target}",
            lambda x, r=reduction, g=log_target: scratch.kl_div(x, TARGETS, r, g),
            lambda x, r=reduction, g=log_target: F.kl_div(
                x, like(TARGETS, x), reduction=r, log_target=g
            ),
            (3, 4),
        )
        for reduction, log_target in [
            ("sum", False),
            ("none", False),
            ("batchmean", False),
            ("sum", True),
        ]
    ],
    *[
        case(
            f"ctc_loss, {reduction}",
            lambda x, r=reduction: ctc(x, reduction=r),
            lambda x, r=reduction: torch_ctc(x, reduction=r),
            (7, 3, 5),
        )
        for reduction in REDUCTIONS
    ],
]
