"""A data set comes with the package unless a file of it has an address."""

from __future__ import annotations

import dataclasses

import pytest

from tests.data.conftest import record


def test_a_file_without_an_address_comes_with_the_package():
    assert record("").is_bundled
    assert not record("https://example.org/tiny.txt").is_bundled


def test_a_record_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        record("").license = "mine"
