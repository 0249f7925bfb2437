"""The device that is picked; seeds that repeat every generator."""

from __future__ import annotations

import random

import numpy as np
import pytest
import torch

from dlbook.train import pick_device, seed_everything


@pytest.mark.parametrize(
    ("cuda", "mps", "picked"),
    [
        (True, True, "cuda"),
        (True, False, "cuda"),
        (False, True, "mps"),
        (False, False, "cpu"),
    ],
)
def test_the_order_is_cuda_mps_cpu(cuda, mps, picked, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
    assert pick_device() == torch.device(picked)


DRAWS = {
    "python": lambda rng: random.getrandbits(64),
    "numpy": lambda rng: np.random.randint(2**62),  # noqa: NPY002
    "torch": lambda rng: torch.randint(2**62, ()).item(),
    "own": lambda rng: rng.integers(2**62),
}


@pytest.fixture(autouse=True)
def _leave_the_generators_as_they_were():
    states = random.getstate(), np.random.get_state(), torch.get_rng_state()  # noqa: NPY002
    yield
    random.setstate(states[0])
    np.random.set_state(states[1])  # noqa: NPY002
    torch.set_rng_state(states[2])


@pytest.mark.parametrize("draw", DRAWS.values(), ids=list(DRAWS))
def test_a_seed_repeats_a_draw_and_another_or_a_second_draw_differs(draw):
    rng = seed_everything(5)
    first = draw(rng)
    assert draw(rng) != first
    assert draw(seed_everything(5)) == first
    assert draw(seed_everything(6)) != first


def test_the_returned_generator_is_touched_by_nobody_else():
    rng = seed_everything(5)
    first = rng.integers(2**62)
    rng = seed_everything(5)
    for name in ("python", "numpy", "torch"):
        DRAWS[name](rng)
    assert rng.integers(2**62) == first


@pytest.mark.parametrize("seed", [0, 2**32 - 1, np.int64(7)])
def test_every_seed_of_the_range_is_taken(seed):
    assert isinstance(seed_everything(seed), np.random.Generator)


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_a_seed_out_of_range_is_named(seed):
    with pytest.raises(ValueError, match=f"is {seed}"):
        seed_everything(seed)


@pytest.mark.parametrize("seed", [None, 1.5, "5"])
def test_a_seed_that_is_no_whole_number_is_refused(seed):
    with pytest.raises(TypeError):
        seed_everything(seed)


def test_a_refused_seed_changes_nothing():
    rng = seed_everything(5)
    expected = {name: DRAWS[name](rng) for name in ("python", "numpy", "torch")}
    rng = seed_everything(5)
    with pytest.raises(ValueError, match="seed must be"):
        seed_everything(-1)
    assert {name: DRAWS[name](rng) for name in expected} == expected
