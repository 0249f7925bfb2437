from __future__ import annotations

from typing import NamedTuple

from api_members import _skip


class Pair(NamedTuple):
    """Two numbers."""

    first: int
    second: int


def test_counted_fields_are_left_out():
    assert _skip(None, "class", "first", Pair.first, False, {}) is True


def test_everything_else_is_left_to_autodoc():
    assert _skip(None, "class", "Pair", Pair, False, {}) is None
    assert _skip(None, "class", "undocumented", lambda: None, False, {}) is None
