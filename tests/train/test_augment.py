"""Flips and shifts: whole pixels move, the same for all channels, and nothing else changes."""

from __future__ import annotations

import pytest
import torch

from dlbook.train import flip, flip_and_shift, shift


@pytest.fixture
def images():
    return torch.rand(200, 3, 6, 7, generator=torch.Generator().manual_seed(0))


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_about_half_are_mirrored_and_the_rest_is_left(images):
    flipped = flip(images, generator())
    mirrored = (flipped == images.flip(3)).flatten(1).all(1)
    left = (flipped == images).flatten(1).all(1)
    assert (mirrored ^ left).all()
    assert 60 < mirrored.sum() < 140


def test_an_image_moves_as_a_whole(images):
    shifted = shift(images, generator(), most=2)
    assert shifted.shape == images.shape
    seen = set()
    for before, after in zip(images, shifted, strict=True):
        moves = [
            (dy, dx)
            for dy in range(-2, 3)
            for dx in range(-2, 3)
            if torch.equal(after[:, 2:4, 2:5], before[:, 2 + dy : 4 + dy, 2 + dx : 5 + dx])
        ]
        assert len(moves) == 1
        seen.update(moves)
    assert len(seen) == 25


def test_the_border_is_mirrored_into_the_gap(images):
    shifted = shift(images, generator(), most=1)
    for before, after in zip(images, shifted, strict=True):
        if torch.equal(after[:, :, :-1], before[:, :, 1:]):  # moved one to the left
            assert torch.equal(after[:, :, -1], before[:, :, -2])
            break
    else:
        pytest.fail("none of 200 images moved one pixel to the left")


def test_randomness_is_the_generator_s(images):
    for change in (flip, shift, flip_and_shift):
        assert torch.equal(change(images, generator()), change(images, generator()))
        assert not torch.equal(change(images, generator()), change(images, generator(1)))
