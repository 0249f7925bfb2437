from __future__ import annotations

from dlbook.grade.limits import Limits


def test_torch_gets_more_memory():
    limits = Limits(memory=5, torch_memory=7)
    assert (limits.memory_for(False), limits.memory_for(True)) == (5, 7)
