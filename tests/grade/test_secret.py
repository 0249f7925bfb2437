from __future__ import annotations

import pytest

from dlbook.grade.journal import Journal
from dlbook.grade.ledger import Ledger
from dlbook.grade.secret import secret_of


def secret(path, seed: str | None = None) -> bytes:
    with Journal(path) as journal:
        return secret_of(journal, Ledger.read(path), seed)


def test_it_stays_the_same_in_one_journal_and_differs_between_two(tmp_path):
    first = secret(tmp_path / "a")
    assert secret(tmp_path / "a") == first
    assert secret(tmp_path / "b") != first
    assert len(first) == 32


def test_a_seed_gives_the_same_everywhere(tmp_path):
    assert secret(tmp_path / "a", "2026") == secret(tmp_path / "b", "2026")
    assert secret(tmp_path / "a") == secret(tmp_path / "a", "2026")


def test_another_seed_is_refused(tmp_path):
    secret(tmp_path / "a", "2026")
    with pytest.raises(ValueError, match="another --seed"):
        secret(tmp_path / "a", "2027")
