"""The Fréchet distance: closed forms, SciPy's matrix root, and clouds known to differ."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy.linalg import sqrtm

from dlbook.functional import frechet_distance, frechet_feature_distance, sqrtm_psd


def normal(D: int, seed: int):
    """Return a mean ``(D,)`` and a covariance ``(D, D)``."""
    draw = torch.Generator().manual_seed(seed)
    A = torch.randn(D, D + 2, generator=draw, dtype=torch.float64)
    return torch.randn(D, generator=draw, dtype=torch.float64), A @ A.T / D


def test_in_one_dimension_it_is_the_distance_of_means_and_of_spreads():
    found = frechet_distance(
        torch.tensor([1.5]), torch.tensor([[4.0]]), torch.tensor([-0.5]), torch.tensor([[0.25]])
    )
    assert found.item() == pytest.approx(2**2 + (2 - 0.5) ** 2)


def test_covariances_that_commute_compare_spread_by_spread():
    a, b = torch.tensor([4.0, 1.0, 0.0]), torch.tensor([9.0, 0.25, 1.0])
    zero = torch.zeros(3)
    found = frechet_distance(zero, a.diag(), zero, b.diag())
    assert found.item() == pytest.approx(1 + 0.25 + 1)


@pytest.mark.parametrize(("D", "seed"), [(2, 0), (5, 1), (17, 2)])
def test_it_is_the_formula_with_the_root_of_the_product(D, seed):
    (m1, c1), (m2, c2) = normal(D, seed), normal(D, seed + 10)
    by_formula = (c1 + c2).trace().item() - 2 * np.trace(sqrtm((c1 @ c2).numpy()).real)
    by_formula += ((m1 - m2) ** 2).sum().item()
    assert frechet_distance(m1, c1, m2, c2).item() == pytest.approx(by_formula, rel=1e-8)


def test_it_is_symmetric_and_zero_for_equals():
    (m1, c1), (m2, c2) = normal(6, 3), normal(6, 4)
    there, back = frechet_distance(m1, c1, m2, c2), frechet_distance(m2, c2, m1, c1)
    assert there.item() == pytest.approx(back.item(), rel=1e-9)
    assert there.item() > 1
    assert frechet_distance(m1, c1, m1, c1).item() == pytest.approx(0, abs=1e-9)


def test_features_give_their_mean_and_covariance():
    x, y = torch.randn(40, 3), 2 * torch.randn(70, 3) + 1
    found = frechet_feature_distance(x, y)
    x, y = x.double(), y.double()
    wanted = frechet_distance(x.mean(0), torch.cov(x.T), y.mean(0), torch.cov(y.T))
    assert found.item() == pytest.approx(wanted.item(), rel=1e-12)
    assert found.dtype == torch.float64
    assert frechet_feature_distance(x, x + 3).item() == pytest.approx(27, rel=1e-6)


def test_one_feature_and_features_that_repeat_are_fine():
    x = torch.randn(30, 1)
    assert frechet_feature_distance(x, x + 2).item() == pytest.approx(4, rel=1e-5)
    flat = torch.ones(5, 4)
    assert frechet_feature_distance(flat, 3 * flat).item() == pytest.approx(16)


def test_few_examples_make_it_too_large():
    draw = torch.Generator().manual_seed(0)
    many, few = (
        frechet_feature_distance(*(torch.randn(n, 20, generator=draw) for _ in range(2))).item()
        for n in (5000, 50)
    )
    assert many < 0.1
    assert few > 2


def test_the_root():
    _, cov = normal(7, 5)
    root = sqrtm_psd(cov)
    torch.testing.assert_close(root @ root, cov, rtol=1e-10, atol=1e-12)
    torch.testing.assert_close(root, root.T, rtol=1e-10, atol=1e-12)
    assert bool((torch.linalg.eigvalsh(root) >= 0).all())
    rounded = torch.tensor([[1.0, 0.0], [0.0, -1e-9]])
    assert bool(sqrtm_psd(rounded).isfinite().all())
