from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from dlbook.plot import plot_images


def pixels(ax) -> np.ndarray:
    """The one picture in the axes; what is transparent reads as -1."""
    (picture,) = ax.get_images()
    return picture.get_array().filled(-1)


def cut(mosaic: np.ndarray, row: int, column: int, height: int, width: int, gap: int = 1):
    """The image that should stand in a place of the mosaic."""
    top, left = row * (height + gap), column * (width + 1)
    return mosaic[top : top + height, left : left + width]


def test_each_image_stands_in_its_place(ax, rng):
    images = rng.random((7, 4, 3))
    assert plot_images(images, ax=ax, columns=5) is ax
    mosaic = pixels(ax)
    assert mosaic.shape == (4 + 1 + 4, 5 * 3 + 4)
    for i, image in enumerate(images):
        assert_array_equal(cut(mosaic, i // 5, i % 5, 4, 3), image)
    # The check tells one place from another.
    with pytest.raises(AssertionError):
        assert_array_equal(cut(mosaic, 0, 1, 4, 3), images[2])


def test_what_is_no_image_is_transparent(ax, rng):
    plot_images(rng.random((7, 4, 3)), ax=ax, columns=5)
    mosaic = pixels(ax)
    assert (mosaic == -1).sum() == mosaic.size - 7 * 4 * 3
    assert (mosaic[:, 3] == -1).all()  # between the columns
    assert (mosaic[5:, 8:] == -1).all()  # after the last image
    # Whatever memory held before could overflow when matplotlib scales it.
    masked = ax.get_images()[0].get_array()
    assert (masked.data[masked.mask] == 0).all()


def test_colored_images_keep_their_colors(ax, rng):
    images = rng.integers(0, 256, (3, 4, 5, 3), dtype=np.uint8)
    plot_images(images, ax=ax, columns=2)
    mosaic = np.asarray(ax.get_images()[0].get_array())
    assert_array_equal(cut(mosaic, 1, 0, 4, 5)[..., :3], images[2])
    assert (cut(mosaic, 1, 0, 4, 5)[..., 3] == 255).all()
    assert (cut(mosaic, 1, 1, 4, 5)[..., 3] == 0).all()


def test_gray_images_share_one_scale(ax):
    plot_images(np.stack([np.full((2, 2), 3), np.full((2, 2), 8)]), ax=ax)
    assert ax.get_images()[0].get_clim() == (3, 8)


def test_zero_is_white_where_entries_are_negative(ax):
    plot_images(np.array([[[-1.0, 0.0, 4.0]]]), ax=ax)
    (picture,) = ax.get_images()
    blue, white, red = (picture.to_rgba(v)[:3] for v in (-4.0, 0.0, 4.0))
    assert min(white) > 0.95
    assert blue[2] > blue[0]
    assert red[0] > red[2]


def test_titles_stand_above_their_images_and_touch_none(ax, rng):
    images = rng.random((6, 8, 8))
    plot_images(images, ax=ax, columns=3, titles=[f"title {i}" for i in range(6)])
    ax.figure.canvas.draw()
    assert [t.get_text() for t in ax.texts] == [f"title {i}" for i in range(6)]
    gap = pixels(ax).shape[0] - 2 * 8
    for i, text in enumerate(ax.texts):
        row, column = divmod(i, 3)
        box = text.get_window_extent().transformed(ax.transData.inverted())
        bottom, top = sorted((box.y0, box.y1), reverse=True)  # rows count downward
        assert bottom < row * (8 + gap)
        assert top > row * (8 + gap) - gap
        assert (box.x0 + box.x1) / 2 == pytest.approx(column * 9 + 3.5)


@pytest.mark.parametrize(
    ("images", "arguments", "message"),
    [
        (np.zeros((28, 28)), {}, r"\(28, 28\).*image\[None\]"),
        (np.zeros((2, 3, 4, 1)), {}, r"\(2, 3, 4, 1\)"),
        (np.zeros((0, 3, 4)), {}, r"\(0, 3, 4\)"),
        (np.zeros((2, 3, 4)), {"columns": 0}, "at least 1, got 0"),
        (np.zeros((2, 3, 4)), {"titles": ["one"]}, "2 images and 1 titles"),
        (np.full((2, 3, 4, 3), 1.5), {}, r"0 \.\. 1, got 1.5"),
        (np.full((2, 3, 4, 3), 256), {}, r"0 \.\. 255, got 256"),
    ],
)
def test_what_does_not_fit_is_named(ax, images, arguments, message):
    with pytest.raises(ValueError, match=message):
        plot_images(images, ax=ax, **arguments)
