"""Truncated normal initialization."""

import numpy as np
import pytest
import torch
from scipy import stats

from dlbook.scratch import init
from tests.scratch.init.statistics import empty


def assert_truncated_normal(values: np.ndarray, mean, std, a, b) -> None:
    """Compare with SciPy's truncated normal distribution (Kolmogorov-Smirnov)."""
    assert values.min() >= a
    assert values.max() <= b
    expected = stats.truncnorm((a - mean) / std, (b - mean) / std, loc=mean, scale=std)
    assert stats.kstest(values.ravel(), expected.cdf).pvalue > 1e-4


@pytest.mark.parametrize(
    ("mean", "std", "a", "b"), [(0, 1, -2, 2), (1, 0.5, 0, 3), (0, 0.02, -2, 2), (0, 1, 2, 9)]
)
def test_distribution(mean, std, a, b):
    tensor = empty(100, 200)
    assert init.trunc_normal_(tensor, mean, std, a, b, rng=np.random.default_rng(0)) is tensor
    assert_truncated_normal(tensor.data, mean, std, a, b)


def test_the_distribution_is_torchs():
    mine = init.trunc_normal_(empty(100, 200), rng=np.random.default_rng(0)).data
    generator = torch.Generator().manual_seed(0)
    theirs = torch.nn.init.trunc_normal_(torch.empty(100, 200), generator=generator).numpy()
    assert stats.ks_2samp(mine.ravel(), theirs.ravel()).pvalue > 1e-4
    assert mine.std() == pytest.approx(0.88, abs=0.01)


def test_clipped_and_untruncated_numbers_are_caught():
    normal = np.random.default_rng(0).standard_normal(20_000)
    with pytest.raises(AssertionError):
        assert_truncated_normal(normal, 0, 1, -2, 2)
    with pytest.raises(AssertionError):
        assert_truncated_normal(np.clip(normal, -2, 2), 0, 1, -2, 2)


def test_the_share_inside_is_reckoned_and_named():
    # From 4 to 6 standard deviations above the mean: 3.2e-05.
    settings = {"mean": 2.0, "std": 0.5, "rng": np.random.default_rng(0)}
    with pytest.raises(ValueError, match=r"a share of 3\.2e-05 of the numbers"):
        init.trunc_normal_(empty(3, 4), a=4.0, b=5.0, **settings)
    with pytest.raises(ValueError, match=r"a share of 3\.2e-05 of the numbers"):
        init.trunc_normal_(empty(3, 4), a=-1.0, b=0.0, **settings)
    values = init.trunc_normal_(empty(3, 4), a=3.4, b=5.0, **settings).data  # 0.26%
    assert values.min() >= 3.4


@pytest.mark.parametrize(("a", "b"), [(2, -2), (1, 1), (8, 9)])
def test_an_interval_with_nothing_inside_is_refused(a, b):
    with pytest.raises(ValueError, match="widen or move the interval"):
        init.trunc_normal_(empty(3, 4), a=a, b=b, rng=np.random.default_rng(0))
