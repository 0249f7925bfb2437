"""Parts of MTCNN, with random weights: windows, boxes, crops, the pyramid."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from dlbook.models import count_parameters
from dlbook.models.vision import MTCNN
from dlbook.models.vision.mtcnn import ONet, PNet, RNet, correct, crop, square

BOXES = torch.tensor([[2.0, 3.0, 6.0, 13.0], [5.0, 5.0, 9.0, 7.0], [0.0, 0.0, 0.0, 0.0]])


def test_sizes_are_those_of_the_paper_s_networks():
    counts = [count_parameters(net()) for net in (PNet, RNet, ONet)]
    assert counts == [6_632, 100_178, 389_040]


@pytest.mark.parametrize(("net", "side"), [(PNet, 12), (RNet, 24), (ONet, 48)])
def test_one_window_gives_one_answer(net, side):
    scores, offsets, *landmarks = net()(torch.zeros(5, 3, side, side))
    assert scores.numel() == 5
    assert offsets.numel() == 20
    assert [points.shape for points in landmarks] == ([(5, 2, 5)] if net is ONet else [])


def test_the_first_network_reads_windows_two_pixels_apart():
    net, image = PNet(), torch.randn(1, 3, 16, 20, generator=torch.Generator().manual_seed(0))
    scores, offsets = net(image)
    assert scores.shape == (1, 3, 5)
    for row in range(3):
        for column in range(5):
            window = image[:, :, 2 * row : 2 * row + 12, 2 * column : 2 * column + 12]
            score, offset = net(window)
            torch.testing.assert_close(scores[:, row, column], score[:, 0, 0])
            torch.testing.assert_close(offsets[:, :, row, column], offset[:, :, 0, 0])


def test_a_square_has_the_center_and_the_longer_side():
    expected = torch.tensor([[-1.0, 3.0, 9.0, 13.0], [5.0, 4.0, 9.0, 8.0], [0.0] * 4])
    torch.testing.assert_close(square(BOXES), expected)


def test_offsets_are_in_units_of_the_sides():
    offsets = torch.tensor([[0.2, 0.0, -0.4, 1.0]] * 3)
    expected = [[2 + 0.2 * 5, 3, 6 - 0.4 * 5, 13 + 11], [6, 5, 7, 10], [0.2, 0, -0.4, 1]]
    torch.testing.assert_close(correct(BOXES, offsets), torch.tensor(expected))


def test_crops_are_resized_and_boxes_outside_left_out():
    image = torch.arange(3 * 8 * 10.0).view(1, 3, 8, 10)
    boxes = torch.tensor(
        [[3.0, 2.0, 6.0, 5.0], [20.0, 2.0, 24.0, 6.0], [-3.0, -3.0, 99.0, 99.0]]
    )
    kept, crops = crop(image, boxes, 4)
    assert torch.equal(kept, boxes[[0, 2]])
    # Pixels are counted from 1: columns 3 to 6 are those with the indices 2 to 5.
    torch.testing.assert_close(crops[0], (image[0, :, 1:5, 2:6] - 127.5) / 128)
    assert crops.shape == (2, 3, 4, 4)
    none, crops = crop(image, boxes[:0], 4)
    assert (none.shape, crops.shape) == ((0, 4), (0, 3, 4, 4))


def test_the_pyramid_ends_when_the_image_is_smaller_than_a_window():
    scales = MTCNN(min_face_size=24, factor=0.5).scales(100)
    assert scales == [0.5, 0.25, 0.125]  # 100 * 0.0625 < 12
    assert MTCNN(min_face_size=24).scales(20) == []


@pytest.mark.parametrize("thresholds", [(0.0, 0.0, 0.0), (1.0, 1.0, 1.0)])
def test_any_number_of_candidates_passes_through(thresholds):
    torch.manual_seed(0)
    detector = MTCNN(min_face_size=12, thresholds=thresholds).eval()
    picture = np.random.default_rng(0).integers(0, 256, (30, 40, 3), dtype=np.uint8)
    faces = detector.detect(picture)
    assert (len(faces.boxes) > 0) == (thresholds[0] == 0)
    assert len(faces.boxes) == len(faces.scores) == len(faces.landmarks)
    assert (faces.scores.diff() <= 0).all()
