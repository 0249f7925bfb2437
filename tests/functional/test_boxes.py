"""Boxes: overlaps by counting pixels, and what suppression keeps."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from dlbook.functional import box_iomin, box_iou, nms

PIXELS = 12


def pixels(box) -> set[tuple[int, int]]:
    left, top, right, bottom = map(int, box)
    return {(x, y) for x in range(left, right) for y in range(top, bottom)}


@st.composite
def boxes(draw):
    """Draw boxes of whole pixels; some are empty."""
    edge = st.integers(0, PIXELS)
    rows = draw(st.lists(st.tuples(edge, edge, edge, edge), min_size=1, max_size=6))
    corners = [(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in rows]
    return torch.tensor(corners, dtype=torch.float64)


@given(boxes(), boxes())
def test_overlaps_are_counts_of_pixels(first, second):
    iou, iomin = box_iou(first, second), box_iomin(first, second)
    assert iou.shape == iomin.shape == (len(first), len(second))
    for i, a in enumerate(map(pixels, first)):
        for j, b in enumerate(map(pixels, second)):
            assert iou[i, j].item() == pytest.approx(len(a & b) / max(1, len(a | b)))
            smaller = min(len(a), len(b))
            assert iomin[i, j].item() == pytest.approx(len(a & b) / max(1, smaller))


@given(boxes(), st.integers(0, 2**32), st.floats(0, 1))
def test_suppression_keeps_a_box_unless_a_better_kept_one_covers_it(found, seed, threshold):
    scores = torch.rand(len(found), generator=torch.Generator().manual_seed(seed))
    kept = nms(found, scores, threshold).tolist()
    assert scores[kept].tolist() == sorted(scores[kept].tolist(), reverse=True)
    overlap = box_iou(found, found)
    for i in range(len(found)):
        better = [j for j in kept if scores[j] > scores[i]]
        assert (i in kept) == all(overlap[i, j] <= threshold for j in better)


def test_of_equal_scores_the_first_is_kept():
    found = torch.tensor([[0.0, 0, 4, 4]] * 40)
    assert nms(found, torch.ones(40), 0.5).tolist() == [0]


def test_a_box_inside_another_goes_if_the_smaller_one_counts():
    found, scores = torch.tensor([[0.0, 0, 10, 10], [2, 2, 4, 4]]), torch.tensor([0.9, 0.8])
    assert nms(found, scores, 0.5).tolist() == [0, 1]
    assert nms(found, scores, 0.5, overlap=box_iomin).tolist() == [0]


def test_no_boxes_and_wrong_shapes():
    none = torch.zeros(0, 4)
    assert nms(none, torch.zeros(0), 0.5).shape == (0,)
    assert box_iou(none, torch.zeros(3, 4)).shape == (0, 3)
    with pytest.raises(ValueError, match=r"expected shape \(N, 4\), got \(4,\)"):
        box_iou(torch.zeros(4), none)
    with pytest.raises(ValueError, match="3 boxes and 2 scores"):
        nms(torch.zeros(3, 4), torch.zeros(2), 0.5)
