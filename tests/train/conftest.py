"""Every test draws the same weights, and leaves the global generator as it was."""

from tests.models.conftest import _seeded as _seeded
