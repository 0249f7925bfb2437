"""Calibration: by hand, on forecasts that are right or wrong by construction."""

from __future__ import annotations

import pytest
import torch

from dlbook.functional import metrics


def forecasts(n: int = 200_000, seed: int = 0):
    """Return probabilities, and outcomes that come as often as these say."""
    draw = torch.Generator().manual_seed(seed)
    p = torch.rand(n, generator=draw, dtype=torch.float64)
    return p, torch.rand(n, generator=draw, dtype=torch.float64) < p


def test_by_hand():
    p = torch.tensor([0.1, 0.2, 0.5, 0.75, 1.0, 1.0])
    came = torch.tensor([0, 1, 1, 0, 1, 1])
    said, share, count = metrics.reliability(p, came, bins=2)
    torch.testing.assert_close(said, torch.tensor([0.15, 3.25 / 4]))
    torch.testing.assert_close(share, torch.tensor([0.5, 0.75]))
    assert count.tolist() == [2, 4]
    error = metrics.expected_calibration_error(p, came, bins=2)
    assert error.item() == pytest.approx((2 * 0.35 + 4 * 0.0625) / 6)


def test_an_empty_bin_counts_nothing():
    p, came = torch.tensor([0.05, 0.95]), torch.tensor([0.0, 1.0])
    table = metrics.reliability(p, came, bins=10)
    assert table.count.tolist() == [1, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    assert table.confidence[1:9].isnan().all()
    error = metrics.expected_calibration_error(p, came, bins=10)
    assert error.item() == pytest.approx(0.05)


def test_true_probabilities_are_calibrated_and_others_are_not():
    p, came = forecasts()
    assert metrics.expected_calibration_error(p, came).item() < 0.01
    sure = torch.sigmoid(2 * torch.logit(p))
    assert metrics.expected_calibration_error(sure, came).item() > 0.05


@pytest.mark.parametrize("factor", [0.4, 1.0, 2.5])
def test_the_temperature_is_found(factor):
    draw = torch.Generator().manual_seed(1)
    logits = 2 * torch.randn(100_000, 4, generator=draw)
    target = torch.multinomial(logits.softmax(1), 1, generator=draw).squeeze(1)
    found = metrics.fit_temperature(factor * logits, target)
    assert found == pytest.approx(factor, rel=0.03)


def test_a_temperature_leaves_the_logits_alone():
    logits = torch.randn(30, 3, requires_grad=True)
    metrics.fit_temperature(logits, torch.randint(3, (30,)))
    assert logits.grad is None


def test_ten_bins_are_the_default():
    p, came = forecasts(n=50)
    assert len(metrics.reliability(p, came).count) == 10
    ten = metrics.expected_calibration_error(p, came, bins=10)
    assert metrics.expected_calibration_error(p, came) == ten


def test_zero_and_one_are_probabilities_and_high_bins_may_be_empty():
    table = metrics.reliability(torch.tensor([0.0, 0.1]), torch.tensor([0, 1]), bins=4)
    assert table.count.tolist() == [2, 0, 0, 0]
    assert metrics.reliability(torch.ones(1), torch.ones(1), bins=4).count[3] == 1
