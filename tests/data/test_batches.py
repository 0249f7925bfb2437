"""A batch depends on seed and number alone; an epoch has each example once; augmentation."""

from __future__ import annotations

import pytest
import torch

from dlbook.data.batches import ShuffledBatches, TextWindows, flip, shift


def numbered(n: int = 23, batch_size: int = 5, **options) -> ShuffledBatches:
    x = torch.arange(n)
    return ShuffledBatches(x.double()[:, None], 10 * x, batch_size, **options)


def epoch(batches, number: int) -> list[int]:
    first = number * batches.per_epoch
    parts = [batches(first + k)[1] for k in range(batches.per_epoch)]
    return (torch.cat(parts) // 10).tolist()


def test_an_epoch_holds_each_example_at_most_once_and_each_epoch_has_its_order():
    batches = numbered()
    assert batches.per_epoch == 4
    orders = [epoch(batches, e) for e in range(9)]
    assert all(len(set(order)) == 20 for order in orders)
    assert orders[0] != orders[1] != orders[2]
    assert sorted(orders[0]) != orders[0]
    assert len(set().union(*orders)) == 23


def test_inputs_stay_with_their_targets():
    x, y = numbered()(7)
    assert x.shape == (5, 1)
    assert torch.equal(10 * x[:, 0].long(), y)


def test_a_batch_depends_on_seed_and_number_alone():
    assert torch.equal(numbered()(9)[0], numbered()(9)[0])
    assert epoch(numbered(), 1) == epoch(numbered(), 1)
    assert epoch(numbered(), 1) != epoch(numbered(seed=1), 1)


def test_augmentation_is_drawn_anew_for_each_batch_and_again_for_the_same():
    def noise(x, generator):
        return torch.rand(x.shape, generator=generator)

    batches = numbered(augment=noise)
    assert torch.equal(batches(3)[0], batches(3)[0])
    assert not torch.equal(batches(3)[0], batches(4)[0])
    assert batches(3)[1].tolist() == numbered()(3)[1].tolist()


@pytest.mark.parametrize(("n", "m", "size"), [(5, 4, 2), (5, 5, 6), (5, 5, 0)])
def test_lengths_that_do_not_fit_are_refused(n, m, size):
    with pytest.raises(ValueError, match=f"{n} inputs and {m} targets in batches of {size}"):
        ShuffledBatches(torch.zeros(n), torch.zeros(m), size)


def test_the_target_of_a_window_is_the_next_token():
    windows = TextWindows(torch.arange(100), block_size=7, batch_size=11)
    x, y = windows(3)
    assert x.shape == y.shape == (11, 7)
    assert torch.equal(x + 1, y)
    assert torch.equal(x, x[:, :1] + torch.arange(7))


def test_windows_come_from_everywhere_first_and_last_place_included():
    windows = TextWindows(torch.arange(10), block_size=7, batch_size=300)
    assert set(windows(0)[0][:, 0].tolist()) == {0, 1, 2}
    assert not torch.equal(windows(0)[0], windows(1)[0])
    assert torch.equal(windows(1)[0], windows(1)[0])


def test_a_text_too_short_is_refused():
    TextWindows(torch.arange(8), block_size=7, batch_size=2)
    with pytest.raises(ValueError, match="7 tokens hold no window of 7"):
        TextWindows(torch.arange(7), block_size=7, batch_size=2)


# --- augmentation ---------------------------------------------------------------------


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
    for change in (flip, shift):
        assert torch.equal(change(images, generator()), change(images, generator()))
        assert not torch.equal(change(images, generator()), change(images, generator(1)))
