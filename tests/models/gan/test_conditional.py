"""The class is heard by both players."""

from __future__ import annotations

import pytest
import torch

from dlbook.models.gan import ConditionalGenerator, ProjectionDiscriminator
from tests.models.checks import GAP, device_gap, example


def test_the_generator_hears_the_class():
    G, (z, _) = ConditionalGenerator(5, latent=8, width=4).eval(), example(3, 8)
    y = torch.tensor([0, 1, 4])
    assert G(z, y).shape == (3, 1, 28, 28)
    assert (G(z, y) - G(z, y.flip(0))).abs().flatten(1).max(1).values[[0, 2]].min() > 1e-3


def test_the_discriminator_s_score_is_the_formula():
    D, (x, _) = ProjectionDiscriminator(5, width=4), example(3, 1, 28, 28)
    y = torch.tensor([0, 1, 4])
    h = D.features(x)
    fit = torch.stack([h[i] @ D.embedding.weight[y[i]] for i in range(3)]) / 16
    assert h.shape == (3, 16 * 4 * 4)
    torch.testing.assert_close(D(x, y), h @ D.score.weight[0] + D.score.bias + fit)
    assert (D(x, y) - D(x, y.flip(0)))[[0, 2]].abs().min() > 1e-4


@pytest.mark.gpu
def test_cpu_and_gpu_agree():
    y = torch.tensor([0, 1, 4])
    assert device_gap(ConditionalGenerator(5), example(3, 64)[0], y) < GAP
    assert device_gap(ProjectionDiscriminator(5), example(3, 1, 28, 28)[0], y) < GAP
