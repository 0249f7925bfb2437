"""Boxes in images: how much they overlap, and which to keep of many that find the same.

A box is left, top, right and bottom edge, as in torchvision: shape ``(4,)``.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor


def box_iou(boxes1: Tensor, boxes2: Tensor) -> Tensor:
    """Return intersection over union of each box ``(N, 4)`` with each ``(M, 4)``: ``(N, M)``.

    Two boxes of no area have none in common: 0.
    """
    common, areas1, areas2 = _intersect(boxes1, boxes2)
    union = areas1[:, None] + areas2 - common
    return torch.where(union > 0, common / union, 0)


def box_iomin(boxes1: Tensor, boxes2: Tensor) -> Tensor:
    """Return the intersection over the smaller of both areas: 1 for a box inside another."""
    common, areas1, areas2 = _intersect(boxes1, boxes2)
    smaller = torch.minimum(areas1[:, None], areas2)
    return torch.where(smaller > 0, common / smaller, 0)


def _intersect(boxes1: Tensor, boxes2: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return common areas ``(N, M)`` and the areas ``(N,)``, ``(M,)``."""
    for boxes in (boxes1, boxes2):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"boxes: expected shape (N, 4), got {tuple(boxes.shape)}")
    left_top = torch.maximum(boxes1[:, None, :2], boxes2[:, :2])
    right_bottom = torch.minimum(boxes1[:, None, 2:], boxes2[:, 2:])
    common = (right_bottom - left_top).clamp(min=0).prod(dim=-1)
    areas = [(b[:, 2:] - b[:, :2]).clamp(min=0).prod(dim=-1) for b in (boxes1, boxes2)]
    return common, areas[0], areas[1]


def nms(
    boxes: Tensor,
    scores: Tensor,
    iou_threshold: float,
    overlap: Callable[[Tensor, Tensor], Tensor] = box_iou,
) -> Tensor:
    """Return the numbers of the boxes to keep, the best score first (non-maximum suppression).

    From the best on, each kept box ``(N, 4)`` removes the others that overlap with it by more
    than ``iou_threshold``. ``scores`` have shape ``(N,)``.
    """
    if len(boxes) != len(scores):
        raise ValueError(f"nms: {len(boxes)} boxes and {len(scores)} scores")
    left, kept = scores.argsort(descending=True, stable=True), []
    while len(left):
        best, left = left[0], left[1:]
        kept.append(best)
        left = left[overlap(boxes[best][None], boxes[left])[0] <= iou_threshold]
    return torch.stack(kept) if kept else left
