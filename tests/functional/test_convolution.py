"""Windows, padding and translation of convolution and pooling."""

from __future__ import annotations

import torch
from torch.testing import assert_close

from dlbook import functional


def draw(*shape: int) -> torch.Tensor:
    generator = torch.Generator().manual_seed(sum(shape))
    return torch.randn(shape, generator=generator, dtype=torch.float64)


def test_padding_never_is_the_largest():
    assert_close(
        functional.max_pool2d(torch.full((1, 1, 2, 2), -3.0), 2, padding=1).max(),
        -torch.ones(()) * 3,
    )


def test_a_window_is_a_row_by_hand():
    x = torch.arange(9.0).reshape(1, 1, 3, 3)
    rows = [[0, 1, 3, 4], [1, 2, 4, 5], [3, 4, 6, 7], [4, 5, 7, 8]]
    assert_close(functional.im2col(x, (2, 2)), torch.tensor([rows]).float())
    assert_close(functional.im2col(x, (2, 2), dilation=2), torch.tensor([[[0.0, 2, 6, 8]]]))


def test_windows_are_a_view():
    x = draw(1, 1, 5, 5)
    assert functional.windows(x, (3, 3)).data_ptr() == x.data_ptr()


def test_a_convolution_moves_with_its_input():
    x, w = torch.zeros(1, 2, 16, 16, dtype=torch.float64), draw(3, 2, 3, 3)
    x[:, :, 4:9, 4:9] = draw(1, 2, 5, 5)
    moved = functional.conv2d(x.roll((2, 3), (2, 3)), w, padding=1)
    assert_close(moved, functional.conv2d(x, w, padding=1).roll((2, 3), (2, 3)))
