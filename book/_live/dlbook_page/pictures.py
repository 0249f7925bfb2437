"""What ``draw.show`` shows in a page, and marks that are a cell's value."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from dlbook.notebook import picture


@contextlib.contextmanager
def collected() -> Iterator[list[dict]]:
    """Collect what is shown meanwhile, as the page draws it."""
    kept, shown = picture.recorder, []
    picture.recorder = lambda one: shown.append(one.for_page())
    try:
        yield shown
    finally:
        picture.recorder = kept


def show(value: object) -> bool:
    """Show a value if it consists of marks, and return whether it does."""
    found = picture.as_picture(value)
    if found:
        found.show()
    return found is not None
