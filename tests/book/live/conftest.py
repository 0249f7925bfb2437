"""The side of live pages that is written in Python, tested where there is no page."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[3] / "book" / "_live"))


@pytest.fixture(autouse=True)
def main_module():
    """Put back the program's own module, which running code replaces."""
    kept = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = kept
