"""What the tests of the exercises share."""

from __future__ import annotations

import numpy as np
import pytest

from dlbook.exercise import library
from tests.exercise import samples


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """Put a small bank in the place of the book's, and return its folder."""
    folder = tmp_path / "exercises"
    samples.write(folder, "chapter/means", samples.text())
    samples.write(folder, "chapter/pick", samples.CHOICE)
    samples.write(folder, "chapter/guess", samples.NUMBER)
    samples.write(folder, "other/explore", samples.OPEN)
    monkeypatch.setattr(library, "folder", lambda: folder)
    return folder


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)
