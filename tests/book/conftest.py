"""What the tests of the web book share: its extensions, and the site that was built."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SITE = Path(os.environ.get("DLBOOK_SITE", ROOT / "build" / "book" / "_build" / "html"))

# As Sphinx does, which finds the extensions by their bare names.
sys.path.append(str(ROOT / "book" / "_ext"))


@pytest.fixture(scope="session")
def site() -> Path:
    """Return the folder of the built site."""
    if not (SITE / "index.html").exists():
        pytest.fail(f"there is no site in {SITE}: run `make book` first")
    return SITE


@pytest.fixture
def make_chapter():
    """Return a function that makes a chapter of a slug and what else matters."""
    from chapters import Chapter

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
        }
        return Chapter(**(values | others))

    return make
