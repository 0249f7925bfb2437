"""What the tests of the web book share: the site that was built, and chapters to try."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tools.chapters import ROOT, Chapter

SITE = Path(os.environ.get("DLBOOK_SITE", ROOT / "build" / "book" / "_build" / "html"))


@pytest.fixture(scope="session")
def site() -> Path:
    """Return the folder of the built site."""
    if not (SITE / "index.html").exists():
        pytest.fail(f"there is no site in {SITE}: run `make book` first")
    return SITE


@pytest.fixture
def make_chapter():
    """Return a function that makes a chapter from a slug and what else matters."""

    def make(slug: str, **others) -> Chapter:
        values = {
            "docname": f"book/part/{slug}",
            "part": "Part",
            "number": 1,
            "slug": slug,
            "title": slug.capitalize(),
            "promise": f"Promise of {slug}.",
            "needs": (),
            "explains": (),
            "run_seconds": 20,
            "reading_minutes": 30,
            "path": Path(f"{slug}.ipynb"),
        }
        return Chapter(**(values | others))

    return make
