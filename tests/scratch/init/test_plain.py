"""Random numbers of a given spread."""

import numpy as np
import pytest

from dlbook.scratch import init
from tests.scratch.init.statistics import assert_moments, empty


def test_moments():
    rng = np.random.default_rng(0)
    normal = init.normal_(empty(200, 150), 2.0, 0.5, rng=rng).data
    assert_moments(normal, mean=2.0, std=0.5, kurtosis=3)
    uniform = init.uniform_(empty(200, 150), -1.0, 3.0, rng=rng).data
    assert_moments(uniform, mean=1.0, std=4 / 12**0.5, kurtosis=9 / 5)
    assert uniform.min() >= -1
    assert uniform.max() < 3


def test_standard_where_nothing_is_said():
    rng = np.random.default_rng(0)
    assert_moments(init.normal_(empty(200, 150), rng=rng).data, mean=0, std=1, kurtosis=3)
    uniform = init.uniform_(empty(200, 150), rng=rng).data
    assert_moments(uniform, mean=0.5, std=12**-0.5, kurtosis=9 / 5)
    assert uniform.min() >= 0
    assert uniform.max() < 1


@pytest.mark.parametrize("fill", [init.normal_, init.uniform_])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_fills_in_place_keeping_the_dtype(fill, dtype):
    tensor = empty(3, 4, dtype=dtype)
    assert fill(tensor, rng=np.random.default_rng(0)) is tensor
    assert np.isfinite(tensor.data).all()
    assert tensor.dtype == dtype
    assert tensor.requires_grad
