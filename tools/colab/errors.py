"""What is raised where MyST has no plain form that is known."""

from __future__ import annotations


class ConversionError(ValueError):
    """Something in a cell cannot be said in plain Markdown; the message tells where."""
