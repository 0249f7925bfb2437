"""Watchers see each operation, inside their block only."""

from __future__ import annotations

import pytest

from dlbook.scratch import Tensor
from dlbook.scratch.watch import watch, watchers


def test_every_watcher_sees_result_and_inputs():
    seen, also_seen = [], []
    x, y = Tensor([1.0]), Tensor([2.0])
    with watch(lambda out, inputs: seen.append((out, inputs))):
        product = x * y
        with watch(lambda out, inputs: also_seen.append(out.op)):
            x + y
    x - y
    assert [out.op for out, _ in seen] == ["mul", "add"]
    assert seen[0][0] is product
    assert seen[0][1][0] is x
    assert seen[0][1][1] is y
    assert also_seen == ["add"]


def test_watching_ends_with_an_error():
    with pytest.raises(ZeroDivisionError), watch(print):
        1 / 0  # noqa: B018
    assert watchers() == ()
