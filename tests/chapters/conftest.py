"""The chapters, as fixtures: a test that asks for ``chapter`` runs once for each."""

from __future__ import annotations

import nbformat
import pytest

from tools.chapters import chapters


def pytest_generate_tests(metafunc) -> None:
    """Give ``listed`` every chapter of the book in turn."""
    if "chapter" in metafunc.fixturenames:
        ids = [f"{c.path.parent.name}/{c.slug}" for c in chapters()]
        metafunc.parametrize("listed", chapters(), ids=ids, scope="module")


@pytest.fixture(scope="module")
def chapter(listed):
    """One chapter's notebook, read."""
    return nbformat.read(listed.path, as_version=4)
