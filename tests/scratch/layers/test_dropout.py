"""Dropout as a module."""

import numpy as np

from dlbook.scratch import Tensor
from dlbook.scratch.layers import Dropout


def test_drops_while_training_and_scales_the_rest(rng):
    layer = Dropout(0.2, rng=rng)
    out = layer(Tensor(np.ones((200, 300), np.float32))).data
    assert set(np.unique(out)) == {np.float32(0), np.float32(1.25)}
    assert abs((out == 0).mean() - 0.2) < 5 * np.sqrt(0.2 * 0.8 / out.size)
    again = layer(Tensor(np.ones((200, 300), np.float32))).data
    assert not np.array_equal(out, again)


def test_half_is_dropped_where_nothing_is_said(rng):
    out = Dropout(rng=rng)(Tensor(np.ones((200, 300), np.float32))).data
    assert abs((out == 0).mean() - 0.5) < 0.01


def test_does_nothing_otherwise(rng):
    x = Tensor(rng.standard_normal((3, 4)))
    assert Dropout(0.9, rng=rng).eval()(x) is x
