"""A scaling law is found again from losses that it made; its best split is the lowest."""

from __future__ import annotations

import numpy as np
import pytest

from dlbook.scratch.scaling_law import ScalingLaw, fit_scaling_law

LAW = ScalingLaw(E=1.1, A=0.6, alpha=0.3, B=0.4, beta=0.25)


def test_the_fit_finds_the_law_that_made_the_losses():
    N, D = (a.ravel() for a in np.meshgrid([3e3, 1e4, 5e4, 2e5], [1e5, 6e5, 3e6]))
    found = fit_scaling_law(N, D, LAW.loss(N, D))
    np.testing.assert_allclose(found, LAW, rtol=1e-6)


@pytest.mark.parametrize("C", [1e9, 1e11, 1e13])
def test_no_other_split_has_a_lower_loss(C):
    best = LAW.best_size(C)
    lowest = LAW.loss(best, C / 6 / best)
    for factor in (0.5, 0.9, 1.1, 2):
        assert LAW.loss(factor * best, C / 6 / (factor * best)) > lowest


def test_the_best_size_grows_as_the_formula_says():
    grown = np.log10(LAW.best_size(1e12) / LAW.best_size(1e11))
    assert grown == pytest.approx(LAW.beta / (LAW.alpha + LAW.beta))


def test_too_few_points_are_refused():
    with pytest.raises(ValueError, match="at least 6, got"):
        fit_scaling_law([1e3] * 5, [1e5] * 5, [2.0] * 5)


def test_losses_that_no_law_fits_are_refused():
    N = np.geomspace(1e3, 1e6, 8)
    with pytest.raises(ValueError, match="no law"):
        fit_scaling_law(N, N, -np.ones(8) + 0.1 * np.log(N) - 10)
