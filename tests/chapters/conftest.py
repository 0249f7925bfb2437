"""The chapters, as fixtures: each test of this folder runs once per chapter."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = sorted(ROOT.glob("book/[!_.]*/*.ipynb"))


def pytest_generate_tests(metafunc) -> None:
    """Give ``chapter`` every notebook of the book in turn."""
    if "chapter" in metafunc.fixturenames:
        ids = [f"{p.parent.name}/{p.stem}" for p in CHAPTERS]
        metafunc.parametrize("path", CHAPTERS, ids=ids, scope="module")


@pytest.fixture(scope="module")
def chapter(path):
    """One chapter's notebook, read."""
    return nbformat.read(path, as_version=4)
