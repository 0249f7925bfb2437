"""Orthogonal initialization."""

import numpy as np
import pytest

from dlbook.scratch import init
from tests.scratch.init.statistics import assert_moments, empty


def assert_orthogonal(weight: np.ndarray, gain: float) -> None:
    """Check that the rows or columns, whichever are fewer, are orthogonal, ``gain`` long."""
    matrix = weight.reshape(len(weight), -1)
    small = matrix @ matrix.T if len(matrix) <= matrix.shape[1] else matrix.T @ matrix
    difference = np.abs(small - gain**2 * np.eye(len(small))).max()
    assert difference < (1e-5 if weight.dtype == np.float32 else 1e-13)


@pytest.mark.parametrize("shape", [(5, 5), (4, 7), (7, 4), (4, 3, 2, 2), (1, 6), (6, 1)])
@pytest.mark.parametrize("gain", [1.0, 2.5])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_is_orthogonal(shape, gain, dtype):
    tensor = empty(*shape, dtype=dtype)
    assert init.orthogonal_(tensor, gain, rng=np.random.default_rng(0)) is tensor
    assert tensor.dtype == dtype
    assert_orthogonal(tensor.data, gain)


def test_random_numbers_are_not_orthogonal():
    weight = init.normal_(empty(5, 5), std=5**-0.5, rng=np.random.default_rng(0)).data
    with pytest.raises(AssertionError):
        assert_orthogonal(weight, 1.0)
    right = init.orthogonal_(empty(5, 5), rng=np.random.default_rng(0)).data
    with pytest.raises(AssertionError):
        assert_orthogonal(1.001 * right, 1.0)


def test_is_uniform_over_the_rotations_and_reflections():
    # Every entry of a uniform orthogonal 4x4 matrix has mean 0 and variance 1/4. Without the
    # correction of signs the first column of Q leans to one side.
    rng = np.random.default_rng(0)
    drawn = np.stack([init.orthogonal_(empty(4, 4), rng=rng).data for _ in range(4000)])
    for row in range(4):
        for column in range(4):
            # The fourth moment of one coordinate on the unit sphere in 4 dimensions is 1/8.
            assert_moments(drawn[:, row, column], mean=0, std=0.5, kurtosis=2)
    uncorrected = np.stack([np.linalg.qr(rng.standard_normal((4, 4)))[0] for _ in range(4000)])
    with pytest.raises(AssertionError, match="mean"):
        assert_moments(uncorrected[:, 0, 0], mean=0, std=0.5, kurtosis=2)


def test_a_vector_is_refused():
    with pytest.raises(ValueError, match=r"at least two axes, got shape \(3,\)"):
        init.orthogonal_(empty(3), rng=np.random.default_rng(0))
