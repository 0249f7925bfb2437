"""Ranking against scikit-learn, calibration by hand, the Fréchet distance by SciPy's root."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy.linalg import sqrtm

from dlbook.functional import (
    average_precision,
    expected_calibration_error,
    fit_temperature,
    frechet_distance,
    frechet_feature_distance,
    reliability,
    roc_auc,
    sqrtm_psd,
)

# --- ranking ----------------------------------------------------------------------


@pytest.mark.parametrize("levels", [2, 5, 10_000])
@pytest.mark.parametrize("seed", range(3))
def test_ranking_agrees_with_scikit_learn(levels, seed):
    metrics = pytest.importorskip("sklearn.metrics")
    draw = torch.Generator().manual_seed(seed)
    target = (torch.rand(200, generator=draw) < 0.2).long()
    noise = torch.randn(200, generator=draw, dtype=torch.float64)
    score = ((noise + target) * levels).round() / levels - 1000  # few levels: many ties
    for ours, theirs in (
        (roc_auc, metrics.roc_auc_score),
        (average_precision, metrics.average_precision_score),
    ):
        expected = theirs(target.numpy(), score.numpy())
        assert ours(score, target).item() == pytest.approx(expected, abs=1e-12)
        assert ours(score, target == 1).item() == ours(score, target).item()


def test_ranking_by_hand():
    score, target = torch.tensor([0.9, 0.6, 0.4, 0.3, 0.1]), torch.tensor([1, 0, 0, 1, 0])
    assert roc_auc(score, target).item() == pytest.approx(4 / 6)
    assert average_precision(score, target).item() == pytest.approx((1 + 2 / 4) / 2)
    equal = torch.zeros(5)
    assert roc_auc(equal, target).item() == 0.5
    assert average_precision(equal, target).item() == pytest.approx(0.4)
    assert roc_auc(torch.tensor([torch.inf, -torch.inf]), torch.tensor([1, 0])).item() == 1


@pytest.mark.parametrize("metric", [roc_auc, average_precision])
@pytest.mark.parametrize(
    ("score", "target", "named"),
    [
        (torch.zeros(3), torch.tensor([0, 1]), r"\(3,\) and \(2,\)"),
        (torch.zeros(2, 1), torch.zeros(2, 1), r"\(2, 1\)"),
        (torch.tensor([0.0, torch.nan]), torch.tensor([0, 1]), "NaN"),
        (torch.zeros(2), torch.tensor([1, 1]), "at least one of each"),
        (torch.zeros(2), torch.tensor([0, 2]), "0 and 1"),
        (torch.zeros(0), torch.zeros(0), "at least one of each"),
    ],
)
def test_what_has_no_ranking_is_refused(metric, score, target, named):
    with pytest.raises(ValueError, match=f"{metric.__name__}: .*{named}"):
        metric(score, target)


# --- calibration ------------------------------------------------------------------


def test_by_hand():
    p = torch.tensor([0.1, 0.2, 0.5, 0.75, 1.0, 1.0])
    came = torch.tensor([0, 1, 1, 0, 1, 1])
    said, share, count = reliability(p, came, bins=2)
    torch.testing.assert_close(said, torch.tensor([0.15, 3.25 / 4]))
    torch.testing.assert_close(share, torch.tensor([0.5, 0.75]))
    assert count.tolist() == [2, 4]
    error = expected_calibration_error(p, came, bins=2)
    assert error.item() == pytest.approx((2 * 0.35 + 4 * 0.0625) / 6)


def test_an_empty_bin_counts_nothing():
    p, came = torch.tensor([0.05, 0.95]), torch.tensor([0.0, 1.0])
    table = reliability(p, came, bins=10)
    assert table.count.tolist() == [1, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    assert table.confidence[1:9].isnan().all()
    error = expected_calibration_error(p, came, bins=10)
    assert error.item() == pytest.approx(0.05)


def test_true_probabilities_are_calibrated_and_others_are_not():
    draw = torch.Generator().manual_seed(0)
    p, chance = torch.rand(2, 200_000, generator=draw, dtype=torch.float64)
    came = chance < p
    assert expected_calibration_error(p, came).item() < 0.01
    sure = torch.sigmoid(2 * torch.logit(p))
    assert expected_calibration_error(sure, came).item() > 0.05


@pytest.mark.parametrize("factor", [0.4, 1.0, 2.5])
def test_the_temperature_is_found(factor):
    draw = torch.Generator().manual_seed(1)
    logits = (2 * torch.randn(100_000, 4, generator=draw)).requires_grad_()
    target = torch.multinomial(logits.softmax(1), 1, generator=draw).squeeze(1)
    found = fit_temperature(factor * logits, target)
    assert found == pytest.approx(factor, rel=0.03)
    assert logits.grad is None


def test_zero_and_one_are_probabilities_and_high_bins_may_be_empty():
    table = reliability(torch.tensor([0.0, 0.1]), torch.tensor([0, 1]), bins=4)
    assert table.count.tolist() == [2, 0, 0, 0]
    assert reliability(torch.ones(1), torch.ones(1), bins=4).count[3] == 1


# --- the Fréchet distance --------------------------------------------------------


def normal(D: int, seed: int):
    """Return a mean ``(D,)`` and a covariance ``(D, D)``."""
    draw = torch.Generator().manual_seed(seed)
    A = torch.randn(D, D + 2, generator=draw, dtype=torch.float64)
    return torch.randn(D, generator=draw, dtype=torch.float64), A @ A.T / D


@pytest.mark.parametrize(("D", "seed"), [(2, 0), (5, 1), (17, 2)])
def test_it_is_the_formula_with_the_root_of_the_product(D, seed):
    (m1, c1), (m2, c2) = normal(D, seed), normal(D, seed + 10)
    by_formula = (c1 + c2).trace().item() - 2 * np.trace(sqrtm((c1 @ c2).numpy()).real)
    by_formula += ((m1 - m2) ** 2).sum().item()
    assert frechet_distance(m1, c1, m2, c2).item() == pytest.approx(by_formula, rel=1e-8)


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


def test_the_root():
    _, cov = normal(7, 5)
    root = sqrtm_psd(cov)
    torch.testing.assert_close(root @ root, cov, rtol=1e-10, atol=1e-12)
    torch.testing.assert_close(root, root.T, rtol=1e-10, atol=1e-12)
    assert bool((torch.linalg.eigvalsh(root) >= 0).all())
    rounded = torch.tensor([[1.0, 0.0], [0.0, -1e-9]])
    assert bool(sqrtm_psd(rounded).isfinite().all())
