"""Images come back as they were stored, with int64 labels, and show their shapes."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from dlbook.data.images import read_images, read_tiles

CLASSES = ("cat", "dog", "cow")


@pytest.fixture
def stored(tmp_path):
    rng = np.random.default_rng(0)
    arrays = {
        "X_train": rng.integers(256, size=(7, 4, 3), dtype=np.uint8),
        "y_train": rng.integers(3, size=7, dtype=np.uint8),
        "X_test": rng.integers(256, size=(5, 4, 3), dtype=np.uint8),
        "y_test": rng.integers(3, size=5, dtype=np.uint8),
    }
    np.savez_compressed(tmp_path / "images.npz", **arrays)
    return tmp_path / "images.npz", arrays


def test_every_array_comes_back(stored):
    path, arrays = stored
    data = read_images(path, CLASSES)
    for name, array in arrays.items():
        np.testing.assert_array_equal(getattr(data, name), array)
    assert data.X_train.dtype == data.X_test.dtype == np.uint8
    assert data.y_train.dtype == data.y_test.dtype == np.int64
    assert data.classes == CLASSES


def test_a_mixed_up_array_would_be_seen(stored):
    path, arrays = stored
    data = read_images(path, CLASSES)
    assert not np.array_equal(data.X_train[:5], arrays["X_test"])
    assert not np.array_equal(data.y_train[:5], arrays["y_test"])


def test_arrays_are_fresh_and_writable(stored):
    path, arrays = stored
    for array in read_images(path, CLASSES)[:4]:
        array[...] = 0
    np.testing.assert_array_equal(read_images(path, CLASSES).X_train, arrays["X_train"])


def test_its_text_shows_shapes_and_no_pixels(stored):
    path, _ = stored
    assert repr(read_images(path, CLASSES)) == (
        "ImageData(X_train=(7, 4, 3), y_train=(7,), X_test=(5, 4, 3), y_test=(5,), "
        "classes=('cat', 'dog', 'cow'))"
    )


def test_it_unpacks(stored):
    path, _ = stored
    X_train, y_train, X_test, y_test, classes = read_images(path, CLASSES)
    assert (len(X_train), len(y_train), len(X_test), len(y_test)) == (7, 7, 5, 5)
    assert classes == CLASSES


@pytest.fixture
def tiled(tmp_path):
    """Write plain squares, 2 by 3 to train and 1 by 2 to test, and return paths and colors."""
    Image = pytest.importorskip("PIL.Image")
    rng = np.random.default_rng(0)
    paths, colors = [], []
    for name, (rows, columns) in {"train": (2, 3), "test": (1, 2)}.items():
        color = rng.integers(40, 216, size=(rows, columns, 3), dtype=np.uint8)
        pixels = color.repeat(8, axis=0).repeat(8, axis=1)
        paths.append(tmp_path / f"{name}.jpg")
        Image.fromarray(pixels).save(paths[-1], quality=95, subsampling=0)
        colors.append(color.reshape(-1, 3))
    paths.append(tmp_path / "labels.npz")
    np.savez(paths[-1], y_train=np.arange(6, dtype=np.uint8) % 3, y_test=np.uint8([2, 1]))
    return paths, colors


def test_tiles_are_cut_row_by_row(tiled):
    paths, colors = tiled
    data = read_tiles(*paths, CLASSES, size=8)
    for images, expected in zip((data.X_train, data.X_test), colors, strict=True):
        assert images.shape == (len(expected), 8, 8, 3)
        gap = images.astype(int) - expected[:, None, None, :]
        assert np.abs(gap).max() <= 3  # JPEG
    assert data.y_train.tolist() == [0, 1, 2, 0, 1, 2]
    assert data.y_test.tolist() == [2, 1]
    assert data.y_train.dtype == np.int64
    data.X_train[...] = 0  # fresh and writable


def test_without_pillow_the_message_says_what_to_install(tiled, monkeypatch):
    paths, _ = tiled
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install .dlbook\[torch\]"):
        read_tiles(*paths, CLASSES, size=8)
