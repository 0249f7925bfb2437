"""The statistics refuse wrong distributions."""

import numpy as np
import pytest

from tests.scratch.init.statistics import assert_moments


def test_the_right_distributions_pass():
    rng = np.random.default_rng(0)
    assert_moments(rng.normal(3.0, 2.0, 40_000), mean=3.0, std=2.0, kurtosis=3)
    assert_moments(rng.uniform(-1, 1, 40_000), mean=0.0, std=3**-0.5, kurtosis=9 / 5)


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        (lambda rng: rng.normal(0.1, 1.0, 40_000), "mean"),
        (lambda rng: rng.normal(0.0, 1.03, 40_000), "std"),
        (lambda rng: rng.uniform(-(3**0.5), 3**0.5, 40_000), "kurtosis"),
        (lambda rng: np.zeros(40_000), "std"),
    ],
)
def test_wrong_distributions_fail(values, complaint):
    with pytest.raises(AssertionError, match=complaint):
        assert_moments(values(np.random.default_rng(0)), mean=0.0, std=1.0, kurtosis=3)
