"""Every test draws the same weights, and leaves the global generator as it was."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import torch
from filelock import FileLock

from dlbook.data import Weights, load_weights
from dlbook.data.packages import IndexUnreachableError

BUILD = Path(__file__).resolve().parents[2] / "build"


@pytest.fixture(autouse=True)
def _seeded():
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        yield


@cache
def _fetch(name: str) -> Weights | str:
    """Return pretrained weights, or why they cannot be had: asked once in a run."""
    BUILD.mkdir(exist_ok=True)
    with FileLock(BUILD / f"{name}.lock"):  # of several processes, one fetches
        try:
            return load_weights(name)
        except IndexUnreachableError as error:
            return str(error).partition("\n")[0]


@pytest.fixture(scope="session")
def pretrained():
    """Return a function that loads weights, from the reader's own cache of downloads."""

    def load(name: str) -> Weights:
        weights = _fetch(name)
        if isinstance(weights, str):
            pytest.skip(weights)
        return weights

    return load
